import { describe, expect, test } from 'vitest'
import { referenceConfig } from '../../conformance/targets/reference-config.ts'
import { featuresNamed } from '../feature/table.ts'
import { queueIndex } from '../kernel/brand.ts'
import type { Bytes } from '../kernel/bytes.ts'
import { canBreak, corruptions } from '../ring/corruption.ts'
import type { NetAction } from './action.ts'
import { netDevice } from './device.ts'
import type { NetState } from './state.ts'

const machine = netDevice()
const features = featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_CTRL_VQ'])
const serving = { ...referenceConfig, traits: { ...referenceConfig.traits, serves: true } }
const q = queueIndex
const frame = 'ab'.repeat(60) as Bytes // hexadecimal digits

/** The state after actions that nothing forbids. */
function history(config: typeof referenceConfig, ...actions: readonly NetAction[]): NetState {
  const begun: readonly NetAction[] = [
    { kind: 'driver.accepts', features },
    { kind: 'device.agrees', ok: true },
    { kind: 'driver.starts', size: 8 },
  ]
  return [...begun, ...actions].reduce((state, action) => {
    const step = machine.step(state, action)
    if (!step.ok) throw new Error(step.refusal.because)
    return step.state
  }, machine.initial(config))
}

const breaks = (queue: number, how: (typeof corruptions)[number] = 'loop', chain = 90): NetAction => ({
  kind: 'driver.corrupts',
  ...{ queue: q(queue), chain, how },
})
const sends = (chain: number, id: number): NetAction => ({
  kind: 'driver.transmits',
  ...{ queue: q(1), chain, frame: id, bytes: frame, cuts: [] },
})
const asks: NetAction = { kind: 'device.fails', how: 'needs-reset', words: '' }
const told: NetAction = { kind: 'device.changes' }
const rests: NetAction = { kind: 'device.rests' }
const refused = (state: NetState, action: NetAction): string => {
  const step = machine.step(state, action)
  return step.ok ? 'accepted' : (step.refusal.clauses[0] ?? '')
}

describe('a broken queue', () => {
  test('is owed nothing, while every other is owed all', () => {
    expect(refused(history(referenceConfig, sends(1, 1), breaks(1)), { kind: 'device.sends', bytes: frame })).toBe(
      'accepted',
    )
    expect(refused(history(referenceConfig, sends(1, 1), breaks(0)), rests)).toBe('house.queue.healthy')
    expect(refused(history(referenceConfig, breaks(0)), rests)).toBe('accepted')
  })
  test('has a chain that may be used once, whatever is in it', () => {
    const use: NetAction = { kind: 'device.uses', queue: q(0), chain: 90, length: 3, bytes: '010203' as Bytes }
    const used = history(referenceConfig, breaks(0), use)
    expect(refused(used, use)).toBe('house.chain.foreign')
    expect(refused(history(referenceConfig, breaks(1)), use)).toBe('house.chain.foreign')
  })
  test('may be one of which old entries are used, and old buffers filled', () => {
    const state = history(referenceConfig, breaks(0, 'stale'))
    const strays = (queue: number): NetAction => ({ kind: 'device.strays', queue: q(queue), head: 3, length: 0 })
    const fills = (queue: number): NetAction => ({ kind: 'device.scribbles', on: 'returned-buffer', queue: q(queue) })
    expect([strays(0), fills(0)].map((action) => refused(state, action))).toEqual(['accepted', 'accepted'])
    const faults = ['house.chain.foreign', 'house.buffer.returned']
    expect([strays(1), fills(1)].map((action) => refused(state, action))).toEqual(faults)
    const looped = history(referenceConfig, breaks(0, 'loop'))
    expect([strays(0), fills(0)].map((action) => refused(looped, action))).toEqual(faults)
  })
  test('whose chain is neither used nor complained of should be', () => {
    const step = machine.step(history(referenceConfig, breaks(1)), rests)
    expect(step.ok ? step.warnings?.[0]?.clauses[0] : step.refusal.clauses[0]).toBe('core.status.device.2')
  })
  test('may send what its chain holds', () => {
    const ones: NetAction = { kind: 'device.sends', bytes: 'ff'.repeat(52) as Bytes }
    expect(refused(history(referenceConfig, breaks(1)), ones)).toBe('accepted')
    expect(refused(history(referenceConfig, breaks(0)), ones)).toBe('house.transmit.foreign')
  })
  test('may send no more than that, nor send it again', () => {
    const sends = (length: number, digits = 'ff'): NetAction => ({
      kind: 'device.sends',
      bytes: digits.repeat(length) as Bytes,
    })
    const once = (how: (typeof corruptions)[number], ...then: readonly NetAction[]) =>
      history(referenceConfig, breaks(1, how), ...then)
    expect(refused(once('mixed'), sends(53))).toBe('house.transmit.foreign')
    expect(refused(once('mixed', sends(52)), sends(52))).toBe('house.transmit.foreign')
    expect(refused(once('ahead', sends(52)), sends(52))).toBe('accepted')
    for (const how of ['short', 'empty', 'truncated', 'wrong-way', 'table-far'] as const) {
      expect(refused(once(how), sends(1))).toBe('house.transmit.foreign')
    }
    expect(refused(once('far'), sends(52, '00'))).toBe('accepted')
    expect(refused(once('far'), sends(53, '00'))).toBe('house.transmit.foreign')
    expect(refused(once('mixed'), sends(52, '00'))).toBe('house.transmit.foreign')
  })
})

describe('a device that asks for a reset', () => {
  test('tells its driver, and owes no more', () => {
    expect(refused(history(referenceConfig, breaks(0), asks), rests)).toBe('core.status.device.3')
    expect(refused(history(referenceConfig, breaks(0), asks, told, sends(1, 1)), rests)).toBe('accepted')
  })
  test('goes on with the other queues if it is one that does', () => {
    expect(refused(history(serving, breaks(0), asks, told, sends(1, 1)), rests)).toBe('house.queue.healthy')
  })
})

describe('a driver', () => {
  test('breaks a queue that is there and whole, commands being answered, and repeats nothing but buffers', () => {
    const state = history(referenceConfig)
    expect(corruptions.filter((how) => refused(state, breaks(0, how)) === 'accepted')).toEqual(
      corruptions.filter((how) => canBreak(how, false)),
    )
    expect(refused(state, breaks(9))).toBe('net.vq.def.1')
    expect(refused(history(referenceConfig, breaks(0)), breaks(0))).toBe('net.vq.def.1')
    expect(refused(state, breaks(1, 'stale'))).toBe('split.avail.driver.1')
    const command = { name: 'RAW', class: 1, command: 1, data: '' as Bytes } as const
    const commanded = history(referenceConfig, { kind: 'driver.commands', chain: 1, command })
    expect(refused(commanded, breaks(2))).toBe('split.avail.driver.1')
  })
})
