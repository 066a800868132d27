import { expect, test } from 'vitest'
import { toyJson, toyType } from './toy-project.fixture.ts'

test('properties, unless another list is asked for', async () => {
  const lines = [
    'toy/offers                         Chains come back.',
    'toy/again                          Chains come back.',
  ].join('\n')
  expect(await toyType('list')).toEqual({ status: 0, err: '', out: lines })
  expect((await toyType('list properties')).out).toBe(lines)
  expect((await toyJson('list --json')).report).toEqual({
    properties: [
      {
        id: 'toy/offers',
        says: 'Chains come back.',
        clauses: ['house.chain.lost', 'house.chain.foreign'],
        needs: ['net'],
      },
      { id: 'toy/again', says: 'Chains come back.', clauses: ['split.used.device.2'], needs: ['net'] },
    ],
  })
})

test('clauses: each with its level, and the properties that name it', async () => {
  const { report } = await toyJson('list clauses --json')
  const clauses: readonly { readonly id: string }[] = report.clauses
  expect(clauses.find(({ id }) => id === 'split.used.device.2')).toEqual({
    id: 'split.used.device.2',
    side: 'device',
    level: 'MUST',
    gist: expect.stringMatching(/len/),
    place: expect.stringMatching(/\.tex:\d+$/),
    properties: ['toy/again'],
  })
  expect(clauses.find(({ id }) => id === 'house.chain.lost')).not.toHaveProperty('place')
  const { out } = await toyType('list clauses')
  expect(out).toMatch(/^split\.used\.device\.2 {16}MUST {9}\S/m)
  expect(out.split('\n')).toHaveLength(clauses.length)
})

test('targets', async () => {
  expect((await toyType('list targets')).out.split('\n')[1]).toBe('shorty               the shorty')
  expect((await toyJson('list targets --json')).report.targets[0]).toEqual({
    name: 'engine',
    says: 'the engine',
    options: { path: 'where it is' },
    needs: ['a desk'],
  })
})

test('bugs: where each shipped, which property kills it, for which clause', async () => {
  expect((await toyType('list bugs')).out).toBe('lose                               It loses chains.')
  expect((await toyJson('list bugs --json')).report).toEqual({
    bugs: [
      {
        id: 'lose',
        says: 'It loses chains.',
        source: 'ours',
        property: 'toy/offers',
        clause: 'house.chain.lost',
      },
    ],
  })
})

test('a list that there is not: 2', async () => {
  expect(await toyType('list bug')).toEqual({
    status: 2,
    out: '',
    err: 'error: there is no list of bug; did you mean bugs? (there are properties, clauses, targets, bugs)',
  })
})
