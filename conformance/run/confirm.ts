import type { Plan } from '../../properties/property.ts'
import type { Bench } from './bench.ts'
import type { Drive } from './drive.ts'

/** Whether a failure comes back on targets that know nothing of what went before. */
export type Confirmation =
  | { readonly kind: 'confirmed'; readonly drive: Drive }
  /** It comes back only after the plan that was driven before it. */
  | { readonly kind: 'leftover'; readonly drive: Drive }
  | { readonly kind: 'vanished'; readonly times: number; readonly of: number }

const rounds = 3

/** Drives a failing plan on a fresh target, three times; where it vanishes, three times more after the plan before it. */
export async function confirm(
  bench: Bench,
  plan: Plan,
  before: Plan | undefined,
  seed: number,
  fails: (drive: Drive) => boolean,
): Promise<Confirmation> {
  const alone = await attempts(bench, [plan], seed, fails)
  if (alone.times === rounds && alone.last !== undefined) return { kind: 'confirmed', drive: alone.last }
  if (alone.times === 0 && before !== undefined) {
    const after = await attempts(bench, [before, plan], seed, fails)
    if (after.times === rounds && after.last !== undefined) return { kind: 'leftover', drive: after.last }
  }
  return { kind: 'vanished', times: alone.times, of: rounds }
}

async function attempts(
  bench: Bench,
  plans: readonly Plan[],
  seed: number,
  fails: (drive: Drive) => boolean,
): Promise<{ readonly times: number; readonly last: Drive | undefined }> {
  let times = 0
  let last: Drive | undefined
  for (let round = 0; round < rounds; round++) {
    await bench.renew()
    let done: Drive | undefined
    for (const plan of plans) done = await bench.drive(plan, seed)
    if (done === undefined || !fails(done)) continue
    times++
    last = done
  }
  return { times, last }
}
