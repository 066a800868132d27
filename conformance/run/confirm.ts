import type { Drive } from '../../properties/run/drive.ts'
import type { EntryOf, NetTerms, PlanOf, Terms } from '../../properties/terms.ts'
import type { BenchOf } from './bench.ts'

/** What became of a plan, in these terms. */
export type DriveOf<T extends Terms> = Drive<EntryOf<T>>

/** Whether a failure comes back on targets that know nothing of what went before. */
export type Confirmation<T extends Terms = NetTerms> =
  | { readonly kind: 'confirmed'; readonly drive: DriveOf<T> }
  /** It comes back only after the plan that was driven before it. */
  | { readonly kind: 'leftover'; readonly drive: DriveOf<T> }
  | { readonly kind: 'vanished'; readonly times: number; readonly of: number }

const rounds = 3

/** The plan that failed, as it was shrunk and as it was driven first, and the plan before it. */
export interface Suspect<T extends Terms = NetTerms> {
  readonly small: PlanOf<T>
  readonly plan: PlanOf<T>
  readonly before: PlanOf<T> | undefined
  readonly seed: number
}

/**
 * Drives a failing plan on a fresh target, three times. Where the shrunk one vanishes, what was left behind may have misled the
 * shrinking: the whole plan is tried, and then both after the plan before.
 */
export async function confirm<T extends Terms = NetTerms>(
  bench: BenchOf<T>,
  { small, plan, before, seed }: Suspect<T>,
  fails: (drive: DriveOf<T>) => boolean,
): Promise<Confirmation<T>> {
  const alone = await attempts<T>(bench, [small], seed, fails)
  const ways: readonly { readonly kind: 'confirmed' | 'leftover'; readonly plans: readonly PlanOf<T>[] }[] = [
    { kind: 'confirmed', plans: [plan] },
    ...(before === undefined
      ? []
      : [small, plan].map((last) => ({ kind: 'leftover' as const, plans: [before, last] }))),
  ]
  if (alone.drive !== undefined) return { kind: 'confirmed', drive: alone.drive }
  for (const { kind, plans } of ways) {
    const { drive } = await attempts<T>(bench, plans, seed, fails)
    if (drive !== undefined) return { kind, drive }
  }
  return { kind: 'vanished', times: alone.times, of: rounds }
}

/** How often the last of some plans fails in three fresh rounds; the last drive, if it failed in each. */
async function attempts<T extends Terms>(
  bench: BenchOf<T>,
  plans: readonly PlanOf<T>[],
  seed: number,
  fails: (drive: DriveOf<T>) => boolean,
): Promise<{ readonly times: number; readonly drive?: DriveOf<T> }> {
  const failed: DriveOf<T>[] = []
  for (let round = 0; round < rounds; round++) {
    await bench.renew()
    let done: DriveOf<T> | undefined
    for (const plan of plans) done = await bench.drive(plan, seed)
    if (done !== undefined && fails(done)) failed.push(done)
  }
  const last = failed.at(-1)
  return { times: failed.length, ...(last === undefined || failed.length < rounds ? {} : { drive: last }) }
}
