import fc from 'fast-check'
import type { Action } from '../../model/kernel/machine.ts'
import type { Plan, Property } from '../property.ts'

/**
 * The seed of one run: a signed 32-bit number that depends on the seed of the check, the property and the run's number only, so
 * that a shard, a selection or a single run meets the same plan. FNV-1a, finished as in MurmurHash3.
 */
export function seedOf(seed: number, property: string, run: number): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(`${seed}/${property}/${run}`)) hash = Math.imul(hash ^ byte, 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

/** Yields a property's plans by run number. Every other plan is drawn without fast-check's bias to small values and limits. */
export function plansOf<Config, Stimulus extends Action>(
  property: Property<Config, Stimulus>,
  config: Config,
  seed: number,
): (run: number) => Plan<Stimulus> {
  const biased = property.plan(config)
  const even = fc.noBias(biased)
  return (run) => {
    const [plan] = fc.sample(run % 2 === 0 ? biased : even, { seed: seedOf(seed, property.id, run), numRuns: 1 })
    if (plan === undefined) throw new Error(`fault: ${property.id} yields no plan`)
    return plan
  }
}
