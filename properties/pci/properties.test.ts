import { describe, expect, it } from 'vitest'
import { pciReferenceTarget } from '../../conformance/targets/pci-reference.ts'
import { pciReferenceConfig } from '../../conformance/targets/pci-reference-config.ts'
import { isClauseId } from '../../model/clause/clause.ts'
import { featuresNamed } from '../../model/feature/table.ts'
import { union } from '../../model/kernel/bits.ts'
import { testsFor } from '../for-target.ts'
import { pciBugs } from './bugs/index.ts'
import { pciProperties } from './properties.ts'
import { pciSubject } from './subject.ts'

const offering = (...names: Parameters<typeof featuresNamed>[0]) => ({
  ...pciReferenceConfig,
  offered: union(pciReferenceConfig.offered, featuresNamed(names)),
})

describe.each(['eager', 'lazy', 'random'] as const)('the reference under the policy %s', (policy) => {
  const target = pciSubject.candidate(pciReferenceTarget(policy))
  it.each(testsFor(pciSubject, target, { runs: 25 }))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

describe.each([
  ['notifications with data', offering('VIRTIO_F_NOTIFICATION_DATA')],
  ['administration queues', offering('VIRTIO_F_ADMIN_VQ')],
  ['no MSI-X', { ...pciReferenceConfig, vectors: 0 }],
  ['a single vector', { ...pciReferenceConfig, vectors: 1 }],
  ['a hole among its queues', { ...pciReferenceConfig, queueSizes: [0, 2, 0, 2, 2] }],
] as const)('a reference with %s', (_, config) => {
  const target = pciSubject.candidate(pciReferenceTarget('random', config))
  it.each(testsFor(pciSubject, target, { runs: 15 }))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

describe('the properties', () => {
  it.each(pciProperties)('$id says a sentence and names clauses that exist', ({ id, says, clauses, needs }) => {
    expect(id).toMatch(/^pci\/[a-z-]+$/)
    expect(says).toMatch(/^\p{L}.*[^.]\.$/u)
    expect(clauses.filter((clause) => !isClauseId(clause))).toEqual([])
    expect(needs).toContain('pci')
  })

  it('are each the one that must kill some seeded bug, by a clause that it names', () => {
    for (const { id, clauses } of pciProperties) {
      const killed = pciBugs.filter(({ property }) => property === id)
      expect(killed.length).toBeGreaterThan(0)
      expect(killed.filter(({ clause }) => !clauses.includes(clause))).toEqual([])
    }
    expect(new Set(pciBugs.map(({ id }) => id)).size).toBe(pciBugs.length)
  })
})
