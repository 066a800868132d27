import { describe, expect, it } from 'vitest'
import { featureSet, noFeatures, union } from '../kernel/bits.ts'
import { faultsOfOffer } from './offer.ts'
import { type FeatureName, featureBits, featuresNamed } from './table.ts'

const set = (...names: readonly FeatureName[]) => featuresNamed(['VIRTIO_F_VERSION_1', ...names])

describe('faultsOfOffer', () => {
  it('finds nothing in an offer that is closed under requirements', () => {
    expect(faultsOfOffer(set('VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ', 'VIRTIO_NET_F_HASH_REPORT'))).toEqual([])
  })

  it('names each feature without its requirement, and advice by its own clause only', () => {
    expect(faultsOfOffer(set('VIRTIO_NET_F_MQ', 'VIRTIO_NET_F_HASH_REPORT'))).toEqual([
      {
        by: 'device',
        clauses: ['core.features.device.1', 'net.dep.def.19'],
        because: 'VIRTIO_NET_F_MQ is offered without what it requires',
      },
      {
        by: 'device',
        clauses: ['net.config.device.13'],
        because: 'VIRTIO_NET_F_HASH_REPORT is offered without what it requires',
      },
    ])
  })

  it('wants VERSION_1', () => {
    expect(faultsOfOffer(noFeatures)).toEqual([
      { by: 'device', clauses: ['core.resfeat.device.1'], because: 'VIRTIO_F_VERSION_1 is not offered' },
    ])
  })

  it('finds nothing in an offer of everything that there is', () => {
    expect(faultsOfOffer(featureSet(...Object.values(featureBits)))).toEqual([])
  })

  it('names bits that the standard does not define for a network device', () => {
    expect(faultsOfOffer(union(set('VIRTIO_NET_F_MAC'), featureSet(31, 44, 71, 128)))).toEqual([
      { by: 'device', clauses: ['core.features.device.4'], because: 'not defined: bit 31, bit 44, bit 71, bit 128' },
    ])
  })
})
