import { expect, test } from 'vitest'
import { toyJson, toyType } from './toy-project.fixture.ts'

test('lists, targets and explanations', async () => {
  expect((await toyType('list')).out).toMatch(/^toy\/offers +Chains come back\.\ntoy\/again/)
  expect((await toyJson('list targets --json')).report.targets[0]).toEqual({
    name: 'engine',
    says: 'the engine',
    options: { path: 'where it is' },
    needs: ['a desk'],
  })
  const clauses: readonly { readonly id: string; readonly properties: readonly string[] }[] = (
    await toyJson('list clauses --json')
  ).report.clauses
  expect(clauses.find(({ id }) => id === 'house.chain.lost')?.properties).toEqual(['toy/offers'])
  expect((await toyJson('list bugs --json')).report.bugs).toHaveLength(1)
  expect((await toyJson('targets --json')).report.targets[3]).toEqual({
    name: 'absent',
    available: false,
    why: 'there is no desk: bring one',
    needs: ['a desk'],
  })
  expect((await toyType('targets')).out).toContain('why: there is no desk: bring one')
  expect((await toyType('explain toy/offers')).out).toContain('kills the seeded bug lose: It loses chains.')
  expect((await toyType('explain split.used.device.2')).out).toContain('named by toy/again')
  expect((await toyType('--help')).status).toBe(0)
})
