import { expect, test } from 'vitest'
import type { SeededBug } from './bugs.ts'
import { toyProperty } from './toy/property.fixture.ts'
import { toySubject } from './toy/subject.fixture.ts'
import { type ToyOptions, toyTarget, use } from './toy/target.fixture.ts'
import { confirmed, refusalsOf, type Witness, witnessesOf } from './witness.ts'

const bugged = (options: ToyOptions, id = 'bug'): SeededBug => ({
  id,
  says: 'It is odd.',
  source: 'ours',
  property: 'toy/offers',
  clause: 'house.chain.lost',
  target: () => Promise.resolve(toyTarget(options)),
})
const loses = bugged({ reacts: () => [] })
const foreign = bugged({ reacts: () => [use(99)] }, 'foreign')
const options = { subject: toySubject, seed: 1 }
const witness: Witness = { bug: 'bug', property: 'toy/offers', clause: 'house.chain.lost', run: 0 }

test('a bug is looked for by the clauses that a property names, with the first run that shows each', async () => {
  expect(await witnessesOf(loses, toyProperty, 3, options)).toEqual([witness])
  const late = bugged({
    reacts: ({ chain }, { length }) => (length > 8 ? [use(99)] : [use(chain)]),
  })
  const [found, ...more] = await witnessesOf(late, toyProperty, 9, options)
  expect(more).toEqual([])
  expect(found).toMatchObject({ clause: 'house.chain.foreign' })
  expect(found?.run).toBeGreaterThan(0)
})

test('what a property does not name is no witness, nor is a property whose needs the target lacks', async () => {
  const other = { ...toyProperty, clauses: ['house.chain.foreign'] as const }
  expect(await witnessesOf(loses, other, 2, options)).toEqual([])
  expect(await witnessesOf(loses, { ...toyProperty, needs: ['mq'] }, 2, options)).toEqual([])
})

test('a witness holds if its run is refused first by its clause, in a property that names it', async () => {
  const list = [
    witness,
    { ...witness, clause: 'house.chain.foreign' },
    { ...witness, property: 'toy/none' },
    { ...witness, bug: 'none' },
    { ...witness, bug: 'foreign', clause: 'house.chain.foreign' },
  ] as const
  expect(await confirmed(list, [loses, foreign], options)).toEqual([list[0], list[4]])
  const unnamed = [{ ...toyProperty, clauses: [] }]
  expect(
    await confirmed(list, [loses, foreign], { ...options, subject: { ...toySubject, properties: unnamed } }),
  ).toEqual([])
  const needy = [{ ...toyProperty, needs: ['mq' as const] }]
  expect(
    await confirmed(list, [loses, foreign], { ...options, subject: { ...toySubject, properties: needy } }),
  ).toEqual([])
})

test('the target is given back, and an interrupt is heard', async () => {
  const events: string[] = []
  await confirmed([witness], [bugged({ reacts: () => [], events })], options)
  expect(events.at(-1)).toBe('close')
  const signal = AbortSignal.abort()
  await expect(confirmed([witness], [loses], { ...options, signal })).rejects.toThrow('interrupted')
})

test('every clause that refuses a bug, named by the property or not', async () => {
  const odd = bugged({ reacts: ({ chain }) => (chain === 1 ? [use(99)] : [use(chain, 9)]), seeded: true }, 'odd')
  const unnamed = { ...toyProperty, clauses: [] }
  expect(await refusalsOf(odd, unnamed, 2, options)).toEqual(new Set(['house.chain.foreign']))
  expect(await refusalsOf(loses, unnamed, 2, options)).toEqual(new Set(['house.chain.lost']))
  expect(await refusalsOf(loses, { ...toyProperty, needs: ['mq'] }, 2, options)).toEqual(new Set())
})
