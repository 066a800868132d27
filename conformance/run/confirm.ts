import type { Plan } from '../../properties/property.ts'
import type { Drive } from '../../properties/run/drive.ts'
import type { Bench } from './bench.ts'

/** Whether a failure comes back on targets that know nothing of what went before. */
export type Confirmation =
  | { readonly kind: 'confirmed'; readonly drive: Drive }
  /** It comes back only after the plan that was driven before it. */
  | { readonly kind: 'leftover'; readonly drive: Drive }
  | { readonly kind: 'vanished'; readonly times: number; readonly of: number }

const rounds = 3

/** The plan that failed, as it was shrunk and as it was driven first, and the plan before it. */
export interface Suspect {
  readonly small: Plan
  readonly plan: Plan
  readonly before: Plan | undefined
  readonly seed: number
}

/**
 * Drives a failing plan on a fresh target, three times. Where the shrunk one vanishes, what was left behind may have misled the
 * shrinking: the whole plan is tried, and then both after the plan before.
 */
export async function confirm(
  bench: Bench,
  { small, plan, before, seed }: Suspect,
  fails: (drive: Drive) => boolean,
): Promise<Confirmation> {
  const alone = await attempts(bench, [small], seed, fails)
  const ways: readonly { readonly kind: 'confirmed' | 'leftover'; readonly plans: readonly Plan[] }[] = [
    { kind: 'confirmed', plans: [plan] },
    ...(before === undefined
      ? []
      : [small, plan].map((last) => ({ kind: 'leftover' as const, plans: [before, last] }))),
  ]
  if (alone.drive !== undefined) return { kind: 'confirmed', drive: alone.drive }
  for (const { kind, plans } of ways) {
    const { drive } = await attempts(bench, plans, seed, fails)
    if (drive !== undefined) return { kind, drive }
  }
  return { kind: 'vanished', times: alone.times, of: rounds }
}

/** How often the last of some plans fails in three fresh rounds; the last drive, if it failed in each. */
async function attempts(
  bench: Bench,
  plans: readonly Plan[],
  seed: number,
  fails: (drive: Drive) => boolean,
): Promise<{ readonly times: number; readonly drive?: Drive }> {
  const failed: Drive[] = []
  for (let round = 0; round < rounds; round++) {
    await bench.renew()
    let done: Drive | undefined
    for (const plan of plans) done = await bench.drive(plan, seed)
    if (done !== undefined && fails(done)) failed.push(done)
  }
  const last = failed.at(-1)
  return { times: failed.length, ...(last === undefined || failed.length < rounds ? {} : { drive: last }) }
}
