import { describe, expect, it } from 'vitest'
import { queueIndex } from '../kernel/brand.ts'
import { faultsOfAsking } from './asking.ts'
import { live } from './live.fixture.ts'

const asks = (flags: number, queue = 0) => ({ kind: 'device.asks', queue: queueIndex(queue), flags }) as const
const clausesOf = (state: ReturnType<typeof live>) =>
  [0, 1, 2, 3, 0x8000].map((flags) => faultsOfAsking(state, asks(flags))[0]?.clauses[0])

describe('faultsOfAsking', () => {
  it('wants 0 or 1 of a split ring', () => {
    const clause = 'split.notify.device.7'
    expect(clausesOf(live())).toEqual([undefined, undefined, clause, clause, clause])
  })

  it('wants 0 of a split ring with EVENT_IDX', () => {
    const clause = 'split.notify.device.9'
    expect(clausesOf(live({ features: ['VIRTIO_F_EVENT_IDX'] }))).toEqual([undefined, clause, clause, clause, clause])
  })

  it('wants 0, 1, or with EVENT_IDX 2 of a packed ring', () => {
    const clause = 'packed.event.def.1'
    const packed = live({ features: ['VIRTIO_F_RING_PACKED'] })
    expect(clausesOf(packed)).toEqual([undefined, undefined, clause, clause, clause])
    const both = live({ features: ['VIRTIO_F_RING_PACKED', 'VIRTIO_F_EVENT_IDX'] })
    expect(clausesOf(both)).toEqual([undefined, undefined, undefined, clause, clause])
  })

  it('says nothing of a queue that is not there', () => {
    expect(faultsOfAsking(live(), asks(7, 9))).toEqual([])
  })
})
