import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type KioskAction, kiosk } from '../model/kernel/kiosk.fixture.ts'
import { tinyMachines } from './tiny-machines.fixture.ts'
import { exploration, printed } from './tiny-scope.fixture.ts'
import { walk } from './walk.fixture.ts'

/** Mutation runs state how many runs a property may take, and are many: histories are shorter then. */
const depth = Number(process.env['VIRTIO_CONFORMANCE_RUNS']) > 0 ? 4 : Number.POSITIVE_INFINITY

/** The names under which the files of the model export machines, or functions that make one. */
function exportedMachines(): readonly string[] {
  const model = new URL('../model/', import.meta.url)
  const files = readdirSync(model, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(?<!\.test)\.ts$/.test(file),
  )
  const pattern = /^export (?:function (\w+)\([^)]*\)|const (\w+)): Machine</gm
  return files.flatMap((file) =>
    [...readFileSync(new URL(file, model), 'utf8').matchAll(pattern)].map(([, made, ready]) => made ?? ready ?? ''),
  )
}

describe('a walk', () => {
  const order = (window: number): readonly KioskAction[] => [{ kind: 'driver.orders', window }]
  const start = kiosk.initial('in order')

  it('takes two orders and what serves each in every order: 1 + 2 + 4 + 6 + 6 histories, whose states are the sets at the windows', () => {
    const { states, histories, longest } = walk(kiosk, start, [[order(0)], [order(1)]])
    expect({ histories, longest }).toEqual({ histories: 19n, longest: 4 })
    const sets = new Set(states.map(({ orders }) => [...orders].sort().join()))
    expect([...sets].sort()).toEqual(['', '0', '0,1', '1'])
  })

  it('takes the turns of a series one after the other, one of the stimuli in each, and stops at its depth', () => {
    const { histories, longest } = walk(kiosk, start, [[[...order(0), ...order(1)], order(2)]], 2)
    expect({ histories, longest }).toEqual({ histories: 1n + 2n + 4n, longest: 2 })
  })

  it('leaves out what the machine refuses', () => {
    expect(walk(kiosk, start, [[order(9)]])).toEqual({ states: [start], histories: 1n, longest: 0 })
  })
})

it('a machine that breaks a law in a tiny scope is found, and printed with its counts', () => {
  const silent = { ...kiosk, enabled: () => [] }
  const plan: readonly (readonly (readonly KioskAction[])[])[] = [[[{ kind: 'driver.orders', window: 0 }]]]
  const scope = exploration({
    machine: silent,
    says: 'an order',
    start: () => silent.initial('in order'),
    plan,
    attempts: () => [],
    choice: () => undefined,
  })
  const findings = scope.explore(9)
  expect(findings.breaches).toContainEqual(expect.stringContaining('laws/rest-is-reachable: no rest after 0 reactions'))
  expect(printed(scope, findings)).toBe('kiosk, an order: 2 states, 2 histories of at most 1 actions')
})

it('every machine of the model has tiny scopes', () => {
  expect([...exportedMachines()].sort()).toEqual(Object.keys(tinyMachines).sort())
  for (const scopes of Object.values(tinyMachines)) expect(scopes.length).toBeGreaterThan(0)
})

// A minute each, for machines under load; all together take half of one.
describe.each(Object.entries(tinyMachines))('every history of %s', { timeout: 60_000 }, (_, scopes) => {
  it.each(scopes)('keeps every law: $says', (scope) => {
    const findings = scope.explore(depth)
    console.info(printed(scope, findings))
    expect(findings.breaches).toEqual([])
    expect(findings.histories).toBeGreaterThan(findings.states)
  })
})
