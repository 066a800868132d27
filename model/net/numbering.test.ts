import { describe, expect, it } from 'vitest'
import { featuresNamed } from '../feature/table.ts'
import { noFeatures } from '../kernel/bits.ts'
import { agreed, config, live, multiqueue } from './live.fixture.ts'
import { controlQueueOf, has, pairsNumbered, queuesOf } from './numbering.ts'
import { powerOn } from './state.ts'

const CTRL = featuresNamed(['VIRTIO_NET_F_CTRL_VQ'])
const MQ = featuresNamed(['VIRTIO_NET_F_MQ'])
const RSS = featuresNamed(['VIRTIO_NET_F_RSS'])

describe('pairsNumbered', () => {
  it('is max_virtqueue_pairs with MQ or RSS, else 1', () => {
    expect(pairsNumbered(noFeatures, 4)).toBe(1)
    expect(pairsNumbered(CTRL, 4)).toBe(1)
    expect(pairsNumbered(MQ, 4)).toBe(4)
    expect(pairsNumbered(RSS, 4)).toBe(4)
  })
})

describe('queuesOf', () => {
  it('is two a pair, and the control queue behind them only with CTRL_VQ', () => {
    expect(queuesOf(noFeatures, 4)).toEqual([0, 1])
    expect(queuesOf(CTRL, 4)).toEqual([0, 1, 2])
    expect(queuesOf(MQ, 2)).toEqual([0, 1, 2, 3])
    expect(queuesOf(featuresNamed(['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_RSS']), 2)).toEqual([0, 1, 2, 3, 4])
  })
})

describe('controlQueueOf', () => {
  it('depends on what is negotiated, not on what is offered', () => {
    expect(controlQueueOf(powerOn(config))).toBe(2)
    expect(controlQueueOf(live({ features: ['VIRTIO_NET_F_CTRL_VQ'] }))).toBe(2)
    expect(controlQueueOf(live({ features: multiqueue }))).toBe(8)
    expect(controlQueueOf(live({ features: multiqueue, maxPairs: 3 }))).toBe(6)
  })
})

describe('has', () => {
  it('asks what is negotiated', () => {
    expect(has(powerOn(config), 'VIRTIO_NET_F_MQ')).toBe(false)
    expect(has(agreed({ features: multiqueue }), 'VIRTIO_NET_F_MQ')).toBe(true)
    expect(has(live(), 'VIRTIO_NET_F_MQ')).toBe(false)
  })
})
