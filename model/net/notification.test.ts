import { describe, expect, it } from 'vitest'
import { queueIndex } from '../kernel/brand.ts'
import { netDevice } from './device.ts'
import { agreed, config, following, live, rests, tcpFrame, transmits, uses } from './live.fixture.ts'
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
    expect(used.queues[1]?.notifying.owed).toBe(true)
    expect(interrupted(used, interrupts(0))).toBe(used)
    expect(interrupted(used, interrupts(1)).queues[1]?.notifying.owed).toBe(false)
  })
})
