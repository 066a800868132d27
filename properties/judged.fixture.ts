/** Properties put to the reference by the simplest possible harness; only tests use it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PolicyName, policies } from '../conformance/targets/policy.ts'
import { referenceTarget } from '../conformance/targets/reference.ts'
import { referenceConfig } from '../conformance/targets/reference-config.ts'
import { accept, type Verdict } from '../model/kernel/accept.ts'
import { netDevice } from '../model/net/device.ts'
import type { NetState } from '../model/net/state.ts'
import type { ReactionBug } from './bugs/reaction-bug.ts'
import type { Plan, Property } from './property.ts'
import type { Entry, Session } from './target.ts'

const machine = netDevice()
const RUNS = Number(process.env['VIRTIO_CONFORMANCE_RUNS'] ?? 30)

/** Everything done and seen when a plan is driven, ending with a rest. */
export async function logOf(session: Session, plan: Plan): Promise<readonly Entry[]> {
  const log: Entry[] = []
  for (const step of plan) {
    if (step.kind === 'device.rests') log.push(...(await session.settle()))
    else {
      const seen = await session.perform(step)
      if (seen !== 'skipped') log.push(step, ...seen)
    }
  }
  return log.at(-1)?.kind === 'device.rests' ? log : [...log, ...(await session.settle())]
}

/** What the model says of a plan driven on the reference, with a bug laid over it or without. */
export async function judged(
  plan: Plan,
  policy: PolicyName,
  seed: number,
  bug?: ReactionBug,
): Promise<Verdict<NetState>> {
  const session = await referenceTarget(policy, configOf(bug)).open({ seed })
  const faulty = bug?.wrap(session, referenceConfig) ?? session
  return accept(machine, machine.initial(configOf(bug)), await logOf(faulty, plan))
}

const configOf = (bug?: ReactionBug) => bug?.device?.(referenceConfig) ?? referenceConfig

/** Plans of a property, `count` of them by one seed; for the device that a bug is of, if there is one. */
export const plansOf = (property: Property, count: number, seed = 1, bug?: ReactionBug): readonly Plan[] =>
  fc.sample(property.plan(configOf(bug)), { numRuns: count, seed })

/** Tests that properties hold of the reference, whatever it picks among what is permitted. */
export function holdOfTheReference(properties: readonly Property[]): void {
  const names = ['eager', 'lazy', 'random'] as const satisfies readonly (keyof typeof policies)[]
  describe.each(names)('of the %s reference', (policy) => {
    it.each(properties)('$id holds', async (property) => {
      for (const [run, plan] of plansOf(property, RUNS).entries()) {
        const verdict = await judged(plan, policy, run)
        expect(verdict.kind === 'accepted' ? 'accepted' : { run, verdict }).toBe('accepted')
      }
    })
  })
}

/** The most plans that a seeded bug may survive. */
const MOST = 300

/** The first clause of the refusal, or of each warning: a SHOULD refuses nothing. */
const firstClausesOf = (verdict: Verdict<NetState>): readonly string[] => {
  if (verdict.kind === 'refused') return [verdict.refusal.clauses[0]]
  return verdict.kind === 'accepted' ? verdict.warnings.map(({ refusal }) => refusal.clauses[0]) : []
}

/** How many plans it took until a bug was refused for its own clause; `undefined` where none did. */
async function killedAfter(bug: ReactionBug, property: Property): Promise<number | undefined> {
  for (const [run, plan] of plansOf(property, MOST, 1, bug).entries()) {
    const verdict = await judged(plan, 'eager', run, bug)
    if (firstClausesOf(verdict).includes(bug.clause)) return run + 1
  }
  return undefined
}

/** Tests that bugs are killed, each by its property and for its clause. */
export function areKilled(bugs: readonly ReactionBug[], properties: readonly Property[]): void {
  it.each(bugs)('$id is killed by $property for $clause', async (bug) => {
    const property = properties.find(({ id }) => id === bug.property)
    expect(property?.id).toBe(bug.property)
    if (property !== undefined) expect(await killedAfter(bug, property)).toBeLessThanOrEqual(MOST)
  })
}
