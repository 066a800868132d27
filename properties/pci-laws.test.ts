import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pciFunction } from '../model/transport/pci/function.ts'
import { lawProperty, laws } from './laws.ts'
import { pciScope } from './pci-scope.fixture.ts'

/** Mutation runs state how many runs a property may take. */
const runs = Number(process.env['VIRTIO_CONFORMANCE_RUNS']) || 15

describe.each(['eager', 'lazy', 'random'] as const)('the PCI transport under the policy %s', (policy) => {
  it.each(laws)('$id: $says', (law) => {
    const result = fc.check(lawProperty(law, pciFunction(), pciScope(policy)), { numRuns: runs, seed: 1 })
    expect(result.failed ? result.errorInstance : undefined).toBeUndefined()
    expect(result.numRuns).toBe(runs)
  })
})
