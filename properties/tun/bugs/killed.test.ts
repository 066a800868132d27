import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tunReferenceConfig, tunReferenceTarget } from '../../../conformance/targets/tun-reference.ts'
import { accept } from '../../../model/kernel/accept.ts'
import { drive } from '../../run/drive.ts'
import { tunProperties } from '../properties.ts'
import { tunSubject } from '../subject.ts'
import type { TunBug } from './altered.ts'
import { tunBugs } from './index.ts'

const { machine } = tunSubject
/** The most plans that a seeded bug may survive. */
const MOST = 60

/** The clauses by which plans of the bug's property are refused first. */
async function deaths(bug: TunBug): Promise<readonly string[]> {
  const property = tunProperties.find(({ id }) => id === bug.property)
  const numRuns = Math.min(MOST, property?.cost?.maxRuns ?? MOST)
  const found: string[] = []
  for (const plan of property === undefined ? [] : fc.sample(property.plan(tunReferenceConfig), { numRuns, seed: 1 })) {
    const session = bug.wrap(await tunReferenceTarget('random').open({ seed: found.length }), tunReferenceConfig)
    const verdict = accept(machine, machine.initial(tunReferenceConfig), (await drive(session, plan)).log)
    if (verdict.kind === 'refused') found.push(verdict.refusal.clauses[0])
    if (found.includes(bug.clause)) break
  }
  return found
}

describe('a seeded bug', () => {
  it.each(tunBugs)('$id dies by $clause: $says', async (bug) => {
    expect(await deaths(bug)).toContain(bug.clause)
    expect(bug.says).toMatch(/^\p{L}.*[^.]\.$/u)
  })
})
