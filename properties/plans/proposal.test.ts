import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { referenceConfig } from '../../conformance/targets/reference-config.ts'
import { dependencies, unmet } from '../../model/feature/dependency.ts'
import { faultsOf } from '../../model/feature/negotiation.ts'
import { featuresNamed } from '../../model/feature/table.ts'
import { includes, noFeatures, without } from '../../model/kernel/bits.ts'
import { closed, proposal } from './proposal.ts'

describe('closed', () => {
  it('leaves out what lacks its requirement, and what lacks that', () => {
    const set = featuresNamed(['VIRTIO_NET_F_MAC', 'VIRTIO_NET_F_GUEST_TSO4', 'VIRTIO_NET_F_GUEST_ECN'])
    expect(closed(set)).toBe(featuresNamed(['VIRTIO_NET_F_MAC']))
  })

  it('leaves the rest as it is', () => {
    const set = featuresNamed(['VIRTIO_NET_F_GUEST_CSUM', 'VIRTIO_NET_F_GUEST_TSO4', 'VIRTIO_NET_F_GUEST_ECN'])
    expect(closed(set)).toBe(set)
  })
})

describe('proposal', () => {
  const drawn = fc.sample(proposal(referenceConfig), { numRuns: 1000, seed: 1 })

  it('is valid, or not offered, or lacks a requirement; all three are drawn', () => {
    const kinds = drawn.map((set) => {
      if (without(set, referenceConfig.offered) !== noFeatures) return 'foreign'
      return unmet(set).every(({ advice }) => advice === true) ? 'valid' : 'lone'
    })
    expect(new Set(kinds)).toEqual(new Set(['valid', 'foreign', 'lone']))
  })

  it('draws every requirement alone, every member of its groups left out in turn', () => {
    const alone = drawn.flatMap((set) => {
      const clauses = faultsOf(referenceConfig.offered, set).flatMap((fault) => fault.clauses)
      return clauses.length === 2 ? clauses.slice(1) : []
    })
    const definitions = dependencies.filter(({ advice }) => advice === undefined).map(({ clause }) => clause)
    expect(new Set(alone)).toEqual(new Set(definitions))
  })

  it('always names VERSION_1', () => {
    for (const set of drawn) expect(includes(set, featuresNamed(['VIRTIO_F_VERSION_1']))).toBe(true)
  })
})
