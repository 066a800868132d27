import { describe, expect, it } from 'vitest'
import { featureSet } from '../kernel/bits.ts'
import { featureNames, featuresByName } from './feature-names.ts'

describe('featureNames', () => {
  it('names the bits in their order, and numbers those without a name', () => {
    expect(featureNames(featureSet(128, 60, 5, 44))).toEqual([
      'VIRTIO_NET_F_MAC',
      'bit 44',
      'VIRTIO_NET_F_RSS',
      'bit 128',
    ])
    expect(featureNames(featureSet())).toEqual([])
  })
})

describe('featuresByName', () => {
  it('is the inverse of featureNames', () => {
    const set = featureSet(0, 32, 44, 70, 127)
    expect(featuresByName(featureNames(set))).toBe(set)
    expect(featuresByName([])).toBe(0n)
  })

  it('reads bits by number, up to three digits', () => {
    expect(featuresByName(['bit 0', 'bit 10', 'bit 100'])).toBe(featureSet(0, 10, 100))
  })

  it.each(['VIRTIO_NET_F_MQQ', 'bit 1000', 'bit', 'bit x', 'a bit 4', 'bit 4 more', 'bit 4\n'])(
    'refuses %j',
    (name) => {
      expect(() => featuresByName(['VIRTIO_NET_F_MQ', name])).toThrow(new RangeError(`no feature is called ${name}`))
    },
  )
})
