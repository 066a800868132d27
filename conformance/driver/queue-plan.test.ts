import { describe, expect, test } from 'vitest'
import { type FeatureName, featuresNamed } from '../../model/feature/table.ts'
import { canDrive, hasManyPairs, queuePlan } from './queue-plan.ts'

describe('the queue plan', () => {
  test('of one pair without a control queue', () => {
    const ring = { packed: false, eventIdx: false, inOrder: false }
    expect(queuePlan(featuresNamed([]), 1)).toEqual({
      features: featuresNamed([]),
      receive: [0],
      transmit: [1],
      headerSize: 12,
      ring,
    })
  })

  test('puts the control queue behind the last pair, and makes room for the hash', () => {
    const features = featuresNamed(['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_HASH_REPORT', 'VIRTIO_F_EVENT_IDX'])
    expect(queuePlan(features, 3)).toEqual({
      features,
      receive: [0, 2, 4],
      transmit: [1, 3, 5],
      control: 6,
      headerSize: 20,
      ring: { packed: false, eventIdx: true, inOrder: false },
    })
  })

  test('counts pairs by max_virtqueue_pairs with MQ, or with RSS alone', () => {
    expect(hasManyPairs(featuresNamed(['VIRTIO_NET_F_MQ']))).toBe(true)
    expect(hasManyPairs(featuresNamed(['VIRTIO_NET_F_RSS', 'VIRTIO_NET_F_CTRL_VQ']))).toBe(true)
    expect(hasManyPairs(featuresNamed(['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_HASH_REPORT']))).toBe(false)
  })

  test.each<FeatureName>([
    'VIRTIO_F_NOTIFICATION_DATA',
    'VIRTIO_F_NOTIF_CONFIG_DATA',
    'VIRTIO_NET_F_OUT_NET_HEADER',
    'VIRTIO_NET_F_IPSEC',
  ])('cannot be driven with %s', (name) => {
    expect(canDrive(featuresNamed(['VIRTIO_F_VERSION_1', name]))).toBe(false)
  })

  test('can be driven with everything that changes neither ring nor header beyond the hash', () => {
    const names: readonly FeatureName[] = ['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_MQ', 'VIRTIO_NET_F_HASH_REPORT']
    expect(canDrive(featuresNamed([...names, 'VIRTIO_NET_F_MRG_RXBUF', 'VIRTIO_F_RING_PACKED']))).toBe(true)
  })

  test.each<FeatureName>(['VIRTIO_F_EVENT_IDX', 'VIRTIO_F_IN_ORDER'])(
    'drives rings of either format with %s',
    (name) => {
      expect(canDrive(featuresNamed(['VIRTIO_F_VERSION_1', name]))).toBe(true)
      expect(canDrive(featuresNamed(['VIRTIO_F_VERSION_1', name, 'VIRTIO_F_RING_PACKED']))).toBe(true)
    },
  )
})
