import { describe, expect, it } from 'vitest'
import { featureSet, noFeatures, union } from '../kernel/bits.ts'
import { dependencies } from './dependency.ts'
import {
  answerTo,
  faultsOf,
  faultsOfAgreement,
  type Life,
  negotiated,
  newborn,
  statusBits,
  statusOf,
} from './negotiation.ts'
import { type FeatureName, feature, featuresNamed } from './table.ts'

const VERSION_1 = feature('VIRTIO_F_VERSION_1')
const set = (...names: readonly FeatureName[]) => featuresNamed(['VIRTIO_F_VERSION_1', ...names])

describe('statusBits', () => {
  it('are those of the device status field', () => {
    expect(statusBits).toEqual({
      ACKNOWLEDGE: 1,
      DRIVER: 2,
      DRIVER_OK: 4,
      FEATURES_OK: 8,
      SUSPEND: 16,
      DEVICE_NEEDS_RESET: 64,
      FAILED: 128,
    })
  })
})

describe('statusOf', () => {
  it.each<[Life, number]>([
    [newborn, 0],
    [{ phase: 'noticed' }, 1],
    [{ phase: 'driven' }, 3],
    [{ phase: 'proposed', features: VERSION_1 }, 11],
    [{ phase: 'declined' }, 3],
    [{ phase: 'agreed', features: VERSION_1 }, 11],
    [{ phase: 'live', features: VERSION_1 }, 15],
    [{ phase: 'failed', status: 143 }, 143],
  ])('of %o is %i', (life, status) => {
    expect(statusOf(life)).toBe(status)
  })
})

describe('negotiated', () => {
  it('is what was accepted, once FEATURES_OK stands', () => {
    const features = set('VIRTIO_NET_F_MAC')
    expect(negotiated({ phase: 'agreed', features })).toBe(features)
    expect(negotiated({ phase: 'live', features })).toBe(features)
    expect(negotiated({ phase: 'proposed', features })).toBe(noFeatures)
    expect(negotiated({ phase: 'failed', status: 128 })).toBe(noFeatures)
    expect(negotiated(newborn)).toBe(noFeatures)
  })
})

describe('faultsOf', () => {
  const offered = set('VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ', 'VIRTIO_NET_F_RSS', 'VIRTIO_NET_F_HASH_REPORT')

  it('finds nothing in a valid subset', () => {
    expect(faultsOf(offered, VERSION_1)).toEqual([])
    expect(faultsOf(offered, offered)).toEqual([])
  })

  it('names what was not offered', () => {
    expect(faultsOf(offered, union(offered, featureSet(5, 44)))).toEqual([
      { by: 'driver', clauses: ['core.features.driver.1'], because: 'not offered: VIRTIO_NET_F_MAC, bit 44' },
    ])
  })

  it('names what lacks its requirement, with the clause of each', () => {
    expect(faultsOf(offered, set('VIRTIO_NET_F_MQ', 'VIRTIO_NET_F_RSS'))).toEqual([
      {
        by: 'driver',
        clauses: ['core.features.driver.2', 'net.dep.def.19', 'net.dep.def.23'],
        because: 'accepted without what they require: VIRTIO_NET_F_MQ, VIRTIO_NET_F_RSS',
      },
    ])
  })

  it('finds nothing where the requirement is only advice to the device', () => {
    expect(faultsOf(offered, set('VIRTIO_NET_F_HASH_REPORT'))).toEqual([])
  })

  it('wants VERSION_1 accepted where it is offered', () => {
    expect(faultsOf(offered, noFeatures)).toEqual([
      {
        by: 'driver',
        clauses: ['core.resfeat.driver.1'],
        because: 'VIRTIO_F_VERSION_1 was offered and not accepted',
      },
    ])
    expect(faultsOf(feature('VIRTIO_NET_F_MAC'), noFeatures)).toEqual([])
  })

  it('finds all at once', () => {
    const faults = faultsOf(offered, featuresNamed(['VIRTIO_NET_F_MQ', 'VIRTIO_NET_F_MAC']))
    expect(faults.map((fault) => fault.clauses[0])).toEqual([
      'core.features.driver.1',
      'core.features.driver.2',
      'core.resfeat.driver.1',
    ])
  })
})

describe('answerTo', () => {
  const offered = set('VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ', 'VIRTIO_F_ACCESS_PLATFORM', 'VIRTIO_F_ORDER_PLATFORM')
  const platform: readonly FeatureName[] = ['VIRTIO_F_ACCESS_PLATFORM', 'VIRTIO_F_ORDER_PLATFORM']

  it('is to agree to a valid subset', () => {
    expect(answerTo(offered, set(...platform))).toBe('agree')
    expect(answerTo(VERSION_1, VERSION_1)).toBe('agree')
  })

  it('is to decline what was not offered, and what lacks its requirement', () => {
    expect(answerTo(offered, union(offered, featureSet(44)))).toBe('decline')
    expect(answerTo(offered, set(...platform, 'VIRTIO_NET_F_MQ'))).toBe('decline')
    expect(answerTo(offered, featuresNamed(['VIRTIO_NET_F_MQ']))).toBe('decline')
  })

  it('is free without VERSION_1, offered or not', () => {
    expect(answerTo(VERSION_1, noFeatures)).toBe('either')
    expect(answerTo(feature('VIRTIO_NET_F_MAC'), feature('VIRTIO_NET_F_MAC'))).toBe('either')
  })

  it.each(platform)('is free without %s, where it is offered', (name) => {
    expect(answerTo(offered, set(...platform.filter((other) => other !== name)))).toBe('either')
    expect(answerTo(VERSION_1, VERSION_1)).toBe('agree')
  })
})

describe('faultsOfAgreement', () => {
  const offered = set('VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ', 'VIRTIO_NET_F_RSS', 'VIRTIO_NET_F_HASH_REPORT')
  const clauses = (accepted: typeof offered) => faultsOfAgreement(offered, accepted).map((fault) => fault.clauses)

  it('finds nothing in a valid subset, nor where the requirement is only advice', () => {
    expect(faultsOfAgreement(offered, offered)).toEqual([])
    expect(faultsOfAgreement(offered, set('VIRTIO_NET_F_HASH_REPORT'))).toEqual([])
  })

  it('names bits that were not offered first, by the clause on FEATURES_OK', () => {
    expect(faultsOfAgreement(offered, union(set('VIRTIO_NET_F_MQ'), featureSet(44)))).toEqual([
      {
        by: 'device',
        clauses: ['core.features.device.3'],
        because: 'FEATURES_OK stands for a subset that is not valid',
      },
      {
        by: 'device',
        clauses: ['net.dep.def.19', 'core.features.device.3'],
        because: 'FEATURES_OK stands for VIRTIO_NET_F_MQ without what it requires',
      },
    ])
  })

  it.each(dependencies)('names $feature by its own definition', ({ feature: name, clause, advice }) => {
    const alone = set(name)
    const found = faultsOfAgreement(alone, alone).map((fault) => fault.clauses)
    expect(found).toEqual(advice === true ? [] : [[clause, 'core.features.device.3']])
  })

  it('names every requirement that is not met', () => {
    expect(clauses(set('VIRTIO_NET_F_MQ', 'VIRTIO_NET_F_RSS'))).toEqual([
      ['net.dep.def.19', 'core.features.device.3'],
      ['net.dep.def.23', 'core.features.device.3'],
    ])
  })
})
