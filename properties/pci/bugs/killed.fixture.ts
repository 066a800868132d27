/** Seeded bugs put to the properties of the PCI transport by the simplest possible harness; only tests use it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pciReferenceTarget } from '../../../conformance/targets/pci-reference.ts'
import { pciReferenceConfig } from '../../../conformance/targets/pci-reference-config.ts'
import { accept } from '../../../model/kernel/accept.ts'
import { pciFunction } from '../../../model/transport/pci/function.ts'
import { drive } from '../../run/drive.ts'
import { pciProperties } from '../properties.ts'
import type { PciBug } from './altered.ts'

const machine = pciFunction()

/** The most plans that a seeded bug may survive. */
const MOST = 200

/** The clause by which a plan of the bug's property is refused first; those of advice count as refusals. */
async function deaths(bug: PciBug): Promise<readonly string[]> {
  const config = bug.device?.(pciReferenceConfig) ?? pciReferenceConfig
  const property = pciProperties.find(({ id }) => id === bug.property)
  const found: string[] = []
  for (const plan of property === undefined ? [] : fc.sample(property.plan(config), { numRuns: MOST, seed: 1 })) {
    const session = bug.wrap(await pciReferenceTarget('eager', config).open(), config)
    const verdict = accept(machine, machine.initial(config), (await drive(session, plan)).log)
    if (verdict.kind === 'refused') found.push(verdict.refusal.clauses[0])
    if (verdict.kind === 'accepted') found.push(...verdict.warnings.map(({ refusal }) => refusal.clauses[0]))
    if (found.includes(bug.clause)) break
  }
  return found
}

/** Tests that each bug dies by the clause it names. */
export function areKilled(bugs: readonly PciBug[]): void {
  describe('a seeded bug', () => {
    it.each(bugs)('$id dies by $clause: $says', async (bug) => {
      expect(await deaths(bug)).toContain(bug.clause)
      expect(bug.says).toMatch(/^\p{L}.*[^.]\.$/u)
    })
  })
}
