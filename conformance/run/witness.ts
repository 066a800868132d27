import type { ClauseId } from '../../model/clause/clause.ts'
import { lackOf } from '../../properties/run/lack.ts'
import { plansOf, seedOf } from '../../properties/run/seed.ts'
import { targetOf } from '../../properties/subject.ts'
import type { Capabilities } from '../../properties/target.ts'
import type { PropertyOf, Terms } from '../../properties/terms.ts'
import type { JudgedSubject } from '../subject/judged-subject.ts'
import { Bench, type BenchOf } from './bench.ts'
import type { SeededBug } from './bugs.ts'
import { Interrupted } from './judge.ts'
import { firstClauses, Judge } from './ruling.ts'

/** Where a bug is refused: in this run of a property, first by this clause, which the property names. */
export interface Witness {
  readonly bug: string
  readonly property: string
  readonly clause: ClauseId
  /** The run's number, from 0. Run and seed give the plan. */
  readonly run: number
}

/** What judging a bug needs. */
export interface WitnessOptions<T extends Terms> {
  readonly subject: JudgedSubject<T>
  readonly seed: number
  readonly signal?: AbortSignal
}

/** Which witnesses hold: each run is done anew, so that nothing counts that a bug, a plan or the model outgrew. */
export async function confirmed<T extends Terms>(
  witnesses: readonly Witness[],
  bugs: readonly SeededBug[],
  options: WitnessOptions<T>,
): Promise<readonly Witness[]> {
  const held: Witness[] = []
  for (const bug of bugs) {
    const own = witnesses.filter((witness) => witness.bug === bug.id)
    if (own.length === 0) continue
    const stand = await Stand.of(bug, options)
    try {
      for (const witness of own) if (await stand.bears(witness)) held.push(witness)
    } finally {
      await stand.close()
    }
  }
  return held
}

/** Every clause of a property by which a bug is refused within some runs, with the first run that shows it. */
export async function witnessesOf<T extends Terms>(
  bug: SeededBug,
  property: PropertyOf<T>,
  runs: number,
  options: WitnessOptions<T>,
): Promise<readonly Witness[]> {
  const stand = await Stand.of(bug, options)
  const found = new Map<ClauseId, Witness>()
  try {
    if (stand.lacks(property)) return []
    for (let run = 0; run < runs; run++)
      for (const clause of await stand.refusals(property, run))
        if (property.clauses.includes(clause) && !found.has(clause))
          found.set(clause, { bug: bug.id, property: property.id, clause, run })
    return [...found.values()]
  } finally {
    await stand.close()
  }
}

/** Every clause that comes first when a bug meets some runs of a property, whether that names it or not. */
export async function refusalsOf<T extends Terms>(
  bug: SeededBug,
  property: PropertyOf<T>,
  runs: number,
  options: WitnessOptions<T>,
): Promise<ReadonlySet<ClauseId>> {
  const stand = await Stand.of(bug, options)
  const clauses = new Set<ClauseId>()
  try {
    if (stand.lacks(property)) return clauses
    for (let run = 0; run < runs; run++) for (const clause of await stand.refusals(property, run)) clauses.add(clause)
    return clauses
  } finally {
    await stand.close()
  }
}

/** A faulty target before its judge. */
class Stand<T extends Terms> {
  private constructor(
    private readonly bench: BenchOf<T>,
    private readonly judge: Judge<T>,
    private readonly capabilities: Capabilities<T['config']>,
    private readonly options: WitnessOptions<T>,
  ) {}

  static async of<T extends Terms>(bug: SeededBug, options: WitnessOptions<T>): Promise<Stand<T>> {
    const { subject } = options
    const target = targetOf(subject, await bug.target())
    if (target === undefined) throw new Error(`fault: what has the bug ${bug.id} is no target of ${subject.name}`)
    const capabilities = await target.capabilities()
    return new Stand(new Bench(target), new Judge(subject.model, capabilities.config, []), capabilities, options)
  }

  async bears({ property: id, clause, run }: Witness): Promise<boolean> {
    const property = this.options.subject.properties.find((one) => one.id === id)
    if (property === undefined || !property.clauses.includes(clause) || this.lacks(property)) return false
    return (await this.refusals(property, run)).includes(clause)
  }

  lacks(property: PropertyOf<T>): boolean {
    return lackOf(property, this.capabilities) !== undefined
  }

  /** The clauses that come first in the refusal or the warnings of a run. */
  async refusals(property: PropertyOf<T>, run: number): Promise<readonly ClauseId[]> {
    if (this.options.signal?.aborted) throw new Interrupted('interrupted')
    const { seed } = this.options
    const plan = plansOf(property, this.capabilities.config, seed)(run)
    return firstClauses(this.judge.rule((await this.bench.drive(plan, seedOf(seed, property.id, run))).log))
  }

  close(): Promise<void> {
    return this.bench.close()
  }
}
