import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type KioskAction, type KioskState, kiosk } from '../model/kernel/kiosk.fixture.ts'
import type { Machine } from '../model/kernel/machine.ts'
import { refuse } from '../model/kernel/step.ts'
import { netDevice } from '../model/net/device.ts'
import { type Law, lawProperty, laws, type Scope, statesOf } from './laws.ts'
import { netScope } from './net-scope.fixture.ts'

type Kiosk = Machine<KioskState['reading'], KioskState, KioskAction>

const rests: KioskAction = { kind: 'device.rests' }
const order: KioskAction = { kind: 'driver.orders', window: 0 }
const serve: KioskAction = { kind: 'device.serves', window: 0, price: 1 }
const letter: KioskAction = { kind: 'driver.writes', letter: 'a', price: 2 }
const everything: readonly KioskAction[] = [
  order,
  { kind: 'driver.orders', window: 9 },
  { kind: 'driver.looks', window: 1 },
  letter,
  { kind: 'driver.closes', window: 0 },
  serve,
  { kind: 'device.serves', window: 1, price: 1 },
  { kind: 'device.serves', window: 1, price: 2 },
  { kind: 'device.reads', letter: 'a' },
  { kind: 'device.confirms', letter: 'a' },
  rests,
]

const kioskScope: Scope<KioskState['reading'], KioskState, KioskAction> = {
  config: 'in order',
  histories: fc
    .array(fc.constantFrom(...everything.filter((act) => act !== letter)), { maxLength: 6 })
    .chain((acts) => fc.nat(acts.length).map((at) => [...acts.slice(0, at), letter, ...acts.slice(at)])),
  attempts: () => everything,
  choice: (_, act) => JSON.stringify(act),
}

/** How a machine breaks a law, if a search finds it. */
function found(law: Law, machine: Kiosk): string | undefined {
  const result = fc.check(lawProperty(law, machine, kioskScope), { numRuns: 200, seed: 1 })
  return result.errorInstance instanceof Error ? result.errorInstance.message : undefined
}

let calls = 0
const mutable = (state: KioskState): { price: number } => state as { price: number } // what a faulty machine would do

/** A faulty kiosk for each law, and what is said of it. */
const faulty: Readonly<Record<string, readonly (readonly [says: string | RegExp, machine: Kiosk])[]>> = {
  'laws/enabled-is-accepted': [
    [
      '{"kind":"device.serves","window":9,"price":1} is enabled and refused: nobody is at window 9',
      { ...kiosk, enabled: () => [{ ...serve, window: 9 }] },
    ],
    ['{"kind":"device.reads","letter":"a"} is hidden and not enabled', { ...kiosk, enabled: () => [] }],
  ],
  'laws/accepted-is-enabled': [
    [
      '{"kind":"device.rests"} is accepted and not enabled',
      { ...kiosk, enabled: (state) => kiosk.enabled(state).filter((act) => act.kind !== 'device.rests') },
    ],
  ],
  'laws/total': [
    [
      '{"kind":"driver.orders","window":9} throws: Error: no such window',
      {
        ...kiosk,
        step: (state, act) => {
          if (act.kind === 'driver.orders' && act.window > 3) throw new Error('no such window')
          return kiosk.step(state, act)
        },
      },
    ],
    [
      '{"kind":"driver.orders","window":0} ends in two ways',
      { ...kiosk, step: (state, act) => kiosk.step({ ...state, price: calls++ }, act) },
    ],
    ['{"kind":"driver.orders","window":0} has another effect than its step', { ...kiosk, effect: (state) => state }],
    [
      '{"kind":"driver.orders","window":9} throws: Error: refused',
      {
        ...kiosk,
        effect: (state, act) => {
          if (!kiosk.step(state, act).ok) throw new Error('refused')
          return kiosk.effect(state, act)
        },
      },
    ],
  ],
  'laws/unchanged': [
    [
      /^\{"kind":"driver.orders","window":0\} throws: TypeError: Cannot assign to read only property 'price'/,
      {
        ...kiosk,
        effect: (state, act) => {
          mutable(state).price = 7
          return kiosk.effect(state, act)
        },
      },
    ],
  ],
  'laws/blame': [
    [
      '{"kind":"driver.orders","window":9} is refused, and device is blamed: full',
      {
        ...kiosk,
        step: (state, act) => {
          const step = kiosk.step(state, act)
          return step.ok ? step : refuse('device', 'net.vq.def.1', 'full')
        },
      },
    ],
  ],
  'laws/rest-is-reachable': [
    [
      'no rest after 0 reactions; owed: [{"clauses":["house.chain.lost"],"because":"letter a is not confirmed"}]',
      { ...kiosk, enabled: (state) => (state.letters.length > 0 ? [] : kiosk.enabled(state)) },
    ],
  ],
  'laws/monotone': [
    [
      /^\{"kind":"device.serves","window":.,"price":1\} disables \{"kind":"device.reads","letter":"a"\}, and may follow it$/,
      {
        ...kiosk,
        step: (state, act) => {
          const isAlone = act.kind === 'device.reads' && state.orders.length + state.looks.length === 0
          if (isAlone) return refuse('device', 'house.control.ack', 'nobody waits')
          return act.kind === 'device.serves' ? kiosk.step({ ...state, price: act.price }, act) : kiosk.step(state, act)
        },
      },
    ],
    [
      /^\{"kind":"device.serves","window":.,"price":1\} before \{.*\} disables \{.*\}$/,
      {
        ...kiosk,
        step: (state, act) => {
          const step = kiosk.step(state, act)
          const first = step.ok && act.kind === 'device.serves' && state.letters.length === 0
          return first ? { ok: true, state: { ...step.state, price: 9 } } : step
        },
      },
    ],
  ],
  'laws/ends': [
    [
      /^\{"kind":"driver.closes","window":0\} ends \{"kind":"device.serves","window":0,"price":.\} and does not say so$/,
      { ...kiosk, ends: () => false },
    ],
  ],
}

describe('a machine', () => {
  it.each(laws)('that keeps $id passes', (law) => {
    expect(found(law, kiosk)).toBeUndefined()
  })

  it.each(laws.flatMap((law) => (faulty[law.id] ?? []).map(([says, machine]) => ({ id: law.id, law, says, machine }))))(
    'that breaks $id does not: $says',
    ({ id, law, says, machine }) => {
      const message = found(law, machine) ?? ''
      expect(message.slice(0, message.indexOf(':'))).toBe(`kiosk breaks ${id}`)
      expect(message.slice(message.indexOf(':') + 2)).toMatch(says)
    },
  )

  it('is tried with a fault for every law', () => {
    expect(Object.keys(faulty)).toEqual(laws.map(({ id }) => id))
  })
})

it('the law of monotony finds who serves one that looks in early, and owes the one that orders', () => {
  const scope = { attempts: () => [{ ...order, window: 1 }], choice: () => undefined }
  const monotone = laws.find(({ id }) => id === 'laws/monotone')
  const looking = kiosk.effect(kiosk.initial('in order'), { kind: 'driver.looks', window: 1 })
  expect(monotone?.breach(kiosk, looking, scope)).toBe(
    '{"kind":"device.serves","window":1,"price":1} before {"kind":"driver.orders","window":1} disables {"kind":"device.rests"}',
  )
})

describe('statesOf', () => {
  it('leaves out what is refused', () => {
    const before = kiosk.initial('in order')
    const ordered = { ...before, orders: [0] }
    expect(statesOf(kiosk, 'in order', [serve, order, { kind: 'driver.orders', window: 9 }, serve])).toEqual([
      before,
      ordered,
      before,
    ])
  })
})

/** Mutation runs state how many runs a property may take. */
const runs = Number(process.env['VIRTIO_CONFORMANCE_RUNS']) || 40

describe.each(['eager', 'lazy', 'random'] as const)('the network device under the policy %s', (policy) => {
  it.each(laws)('$id: $says', (law) => {
    const result = fc.check(lawProperty(law, netDevice(), netScope(policy)), { numRuns: runs, seed: 1 })
    expect(result.failed ? result.errorInstance : undefined).toBeUndefined()
    expect(result.numRuns).toBe(runs)
  })
})
