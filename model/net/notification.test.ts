import { describe, expect, it } from 'vitest'
import { queueIndex } from '../kernel/brand.ts'
import type { NetAction } from './action.ts'
import { netDevice } from './device.ts'
import { agreed, config, following, live, refusalOf, rests, tcpFrame, transmits, uses } from './live.fixture.ts'
import { faultsOfInterrupt, interrupted, notifying } from './notification.ts'
import { powerOn } from './state.ts'

const interrupts = (queue: number) => ({ kind: 'device.interrupts', queue: queueIndex(queue) }) as const
const notifies = (queue: number, on: boolean) => ({ kind: 'driver.notifies', queue: queueIndex(queue), on }) as const

describe('notifying', () => {
  it('turns them off and on for one queue', () => {
    const off = notifying(live(), notifies(1, false))
    expect(off.queues.map((queue) => queue?.notifying.on)).toEqual([true, false])
    expect(notifying(off, notifies(1, true)).queues[1]?.notifying.on).toBe(true)
  })

  it('changes nothing where the queue is not there', () => {
    const device = live()
    expect(notifying(device, notifies(5, false))).toBe(device)
  })
})

describe('faultsOfInterrupt', () => {
  it('tolerates a notification that nothing asked for', () => {
    expect(faultsOfInterrupt(live(), interrupts(0))).toEqual([])
  })

  it('refuses one of a queue that is not there', () => {
    const clauses = (queue: number) => faultsOfInterrupt(live(), interrupts(queue)).map((fault) => fault.clauses[0])
    expect([clauses(2), clauses(5)]).toEqual([['net.vq.def.2'], ['net.vq.def.1']])
  })

  it('tolerates one after they were turned off, until a rest', () => {
    const off = following(live(), notifies(0, false))
    expect(faultsOfInterrupt(off, interrupts(0))).toEqual([])
    expect(faultsOfInterrupt(following(off, rests), interrupts(0))).toEqual([
      {
        by: 'device',
        clauses: ['split.notify.device.2'],
        because: 'queue 0 notifies although VIRTQ_AVAIL_F_NO_INTERRUPT is set',
      },
    ])
    expect(faultsOfInterrupt(following(off, rests), interrupts(1))).toEqual([])
    expect(faultsOfInterrupt(following(off, rests, notifies(0, true)), interrupts(0))).toEqual([])
  })

  it('is advice: an unasked notification is a warning', () => {
    const quiet = following(live(), notifies(0, false), rests)
    const step = netDevice().step(quiet, interrupts(0))
    expect(step.ok && step.warnings?.map((warning) => warning.clauses[0])).toEqual(['split.notify.device.2'])
  })

  it('refuses one before DRIVER_OK, by the clause of the phase', () => {
    expect(faultsOfInterrupt(powerOn(config), interrupts(0))).toEqual([
      { by: 'device', clauses: ['core.reset.device.2'], because: 'queue 0 notifies in the phase reset' },
    ])
    expect(faultsOfInterrupt(agreed(), interrupts(0))).toEqual([
      { by: 'device', clauses: ['core.status.device.1'], because: 'queue 0 notifies in the phase agreed' },
    ])
  })
})

describe('interrupted', () => {
  it('settles what the queue owed, and no other queue', () => {
    const used = following(live(), transmits(1, 1, 1, tcpFrame), uses(1, 1))
    expect(used.queues[1]?.notifying.owed).toEqual({ from: 0, to: 1 })
    expect(interrupted(used, interrupts(0))).toBe(used)
    expect(interrupted(used, interrupts(1)).queues[1]?.notifying.owed).toBeUndefined()
  })
})

const EVENT = { features: ['VIRTIO_F_EVENT_IDX'] } as const
const awaits = (queue: number, event: number) => ({ kind: 'driver.awaits', queue: queueIndex(queue), event }) as const
const pesters = (queue: number) => ({ kind: 'driver.pesters', queue: queueIndex(queue) }) as const
const leaves = { kind: 'device.sends', bytes: tcpFrame } as const
const sent = (chain: number) => [transmits(1, chain, chain, tcpFrame), leaves, uses(1, chain)] as const
const restOf = (state: ReturnType<typeof live>) => refusalOf(state, rests)?.clauses[0]
const warningOf = (state: ReturnType<typeof live>, action: NetAction) => {
  const step = netDevice().step(state, action)
  return step.ok ? step.warnings?.[0]?.clauses[0] : step.refusal.clauses[0]
}

describe('with EVENT_IDX', () => {
  it('owes a notification of the first entry, and of no other until it is asked for', () => {
    const once = following(live(EVENT), ...sent(1))
    expect(restOf(once)).toBe('split.notify.device.5')
    expect(restOf(following(once, interrupts(1), ...sent(2)))).toBeUndefined()
    expect(restOf(following(once, interrupts(1), awaits(1, 1), ...sent(2)))).toBe('split.notify.device.5')
    expect(restOf(following(once, interrupts(1), awaits(1, 2), ...sent(2)))).toBeUndefined()
  })

  it('owes none that the device need not have seen to be asked for', () => {
    expect(restOf(following(live(EVENT), ...sent(1), awaits(1, 1)))).toBeUndefined()
    expect(restOf(following(live(EVENT), awaits(1, 5), ...sent(1), awaits(1, 0)))).toBeUndefined()
    expect(restOf(following(live(EVENT), ...sent(1), awaits(1, 0)))).toBe('split.notify.device.5')
  })

  it('does not look at avail.flags', () => {
    const off = following(live(EVENT), notifies(1, false))
    expect(warningOf(live(EVENT), notifies(1, false))).toBe('split.notify.driver.3')
    expect(warningOf(live(EVENT), notifies(1, true))).toBeUndefined()
    expect(restOf(following(off, ...sent(1)))).toBe('split.notify.device.4')
  })

  it('advises against any other notification', () => {
    const calm = following(live(EVENT), rests)
    expect(warningOf(calm, interrupts(1))).toBe('split.notify.device.6')
    expect(warningOf(following(calm, awaits(1, 3), ...sent(1)), interrupts(1))).toBe('split.notify.device.6')
    expect(warningOf(following(calm, ...sent(1)), interrupts(1))).toBeUndefined()
    expect(warningOf(following(calm, awaits(1, 3), ...sent(1), awaits(1, 0)), interrupts(1))).toBeUndefined()
  })
})

describe('without EVENT_IDX', () => {
  it('does not look at used_event, which is suspected where it would explain the silence', () => {
    expect(restOf(following(live(), awaits(1, 9), ...sent(1)))).toBe('split.notify.device.1')
    expect(restOf(following(live(), awaits(1, 0), ...sent(1)))).toBe('split.notify.device.3')
  })
})

describe('of a packed ring', () => {
  const PACKED = { features: ['VIRTIO_F_RING_PACKED'] } as const
  const BOTH = { features: ['VIRTIO_F_RING_PACKED', 'VIRTIO_F_EVENT_IDX'], size: 4 } as const

  it('asks for all, for none or, with EVENT_IDX, for one descriptor', () => {
    expect(restOf(following(live(PACKED), ...sent(1)))).toBe('packed.event.def.1')
    expect(restOf(following(live(PACKED), notifies(1, false), ...sent(1)))).toBeUndefined()
    expect(restOf(following(live(BOTH), awaits(1, 1), ...sent(1)))).toBeUndefined()
    expect(restOf(following(live(BOTH), awaits(1, 0), ...sent(1)))).toBe('packed.event.def.1')
    expect(restOf(following(live(BOTH), awaits(1, 1), notifies(1, true), ...sent(1)))).toBe('packed.event.def.1')
    expect(refusalOf(live(PACKED), awaits(1, 0))?.by).toBe('driver')
  })

  it('counts descriptors, modulo twice its size', () => {
    const cut = (chain: number) =>
      [{ ...transmits(1, chain, chain, tcpFrame), cuts: [12] }, leaves, uses(1, chain)] as const
    const thrice = following(live(BOTH), awaits(1, 7), ...cut(1), ...cut(2), ...cut(3))
    expect(restOf(thrice)).toBeUndefined()
    expect(restOf(following(thrice, ...cut(4)))).toBe('packed.event.def.1')
    expect(restOf(following(live(BOTH), awaits(1, 8), ...cut(1)))).toBe('packed.event.def.1')
  })

  it('notes a notification that nobody asked for', () => {
    expect(warningOf(following(live(PACKED), notifies(1, false), rests), interrupts(1))).toBe('packed.event.def.1')
  })
})

describe('a notification of nothing', () => {
  it('is suspected of what goes wrong before the next rest', () => {
    const once = following(live(), ...sent(1), interrupts(1), rests)
    const clauseAfter = (...actions: readonly NetAction[]) =>
      refusalOf(following(once, ...actions), uses(1, 1))?.clauses[0]
    expect(clauseAfter()).toBe('house.chain.foreign')
    expect(clauseAfter(pesters(1))).toBe('split.notify.device.11')
    expect(clauseAfter(pesters(0))).toBe('house.chain.foreign')
    expect(clauseAfter(pesters(1), rests)).toBe('house.chain.foreign')
    expect(clauseAfter(transmits(1, 2, 2, tcpFrame), pesters(1))).toBe('house.chain.foreign')
  })

  it('needs a queue that is live', () => {
    expect(refusalOf(live(), pesters(7))?.by).toBe('driver')
    expect(refusalOf(agreed(), pesters(0))?.by).toBe('driver')
  })
})
