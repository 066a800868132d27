import { plansOf, seedOf } from '../../properties/run/seed.ts'
import { shrink } from '../../properties/run/shrink.ts'
import { targetOf } from '../../properties/subject.ts'
import type { Candidate } from '../../properties/target.ts'
import type { EntryOf, PlanOf, Terms } from '../../properties/terms.ts'
import { specification, suite } from '../report/suite.ts'
import type { JudgedSubject } from '../subject/judged-subject.ts'
import type { TraceHead } from '../trace/trace.ts'
import { Bench } from './bench.ts'
import type { SeededBug } from './bugs.ts'
import { firstClauses, Judge } from './ruling.ts'
import type { Witness, WitnessOptions } from './witness.ts'

/** One plan on two devices, each history as a trace. */
export interface Histories {
  /** With a seeded bug: ends in a breach of the clause that the bug names. */
  readonly refused: string
  /** The same on a sound device; left out where that cannot be judged as the subject, or the plan is not for it. */
  readonly allowed?: string
}

/** The smallest plan found that brings a witness's clause, and what a sound device makes of it. Undefined if the witness does not hold. */
export async function smallestHistories<T extends Terms>(
  bug: SeededBug,
  { property: id, clause, run }: Witness,
  sound: Candidate,
  { subject, seed }: WitnessOptions<T>,
): Promise<Histories | undefined> {
  const property = subject.properties.find((one) => one.id === id)
  if (property === undefined) return undefined
  const session = seedOf(seed, id, run)
  const about = { property: id, seed, session }
  const faulty = await standOf(subject, await bug.target())
  const good = await standOf(subject, sound)
  try {
    if (faulty === undefined) return undefined
    // What was seen last to break the clause is what is kept: a faulty device may not do the same twice.
    let kept: readonly EntryOf<T>[] = []
    const isBroken = async (plan: PlanOf<T>) => {
      const { log, clauses } = await faulty.ruled(plan, session)
      const broken = clauses.includes(clause)
      if (broken) kept = log
      return broken
    }
    const whole = plansOf(property, faulty.config, seed)(run)
    if (!(await isBroken(whole))) return undefined
    const plan = await shrink(whole, isBroken)
    const refused = faulty.written(kept, { ...about, clause, by: 'device' as const })
    const { log, clauses } = (await good?.ruled(plan, session)) ?? { log: [], clauses: [clause] }
    return good === undefined || clauses.length > 0 ? { refused } : { refused, allowed: good.written(log, about) }
  } finally {
    await faulty?.bench.close()
    await good?.bench.close()
  }
}

/** A target, and who judges it. */
async function standOf<T extends Terms>(subject: JudgedSubject<T>, candidate: Candidate) {
  const target = targetOf(subject, candidate)
  if (target === undefined) return undefined
  const { config } = await target.capabilities()
  const judge = new Judge(subject.model, config, [])
  const bench = new Bench(target)
  const { name, version } = target
  return {
    bench,
    config,
    async ruled(plan: PlanOf<T>, session: number) {
      const { log } = await bench.drive(plan, session)
      return { log, clauses: firstClauses(judge.rule(log)) }
    },
    written: (
      log: readonly EntryOf<T>[],
      facts: Pick<TraceHead<T>, 'property' | 'seed' | 'session' | 'clause' | 'by'>,
    ) =>
      subject.notation.write({
        head: { suite, specification, subject: subject.name, target: { name, version }, config, ...facts },
        log,
      }),
  }
}
