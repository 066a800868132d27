import { setImmediate } from 'node:timers/promises'
import type { ClauseId } from '../../model/clause/clause.ts'
import type { Finding } from '../../model/kernel/accept.ts'
import type { Refusal } from '../../model/kernel/machine.ts'
import { lackOf } from '../../properties/run/lack.ts'
import { plansOf, seedOf } from '../../properties/run/seed.ts'
import { shrink } from '../../properties/run/shrink.ts'
import { type Capabilities, TargetLost } from '../../properties/target.ts'
import type { EntryOf, NetTerms, PlanOf, PropertyOf, Terms } from '../../properties/terms.ts'
import type { Deviation } from '../expectations/deviation.ts'
import type { BenchOf } from './bench.ts'
import { confirm, type DriveOf } from './confirm.ts'
import { counted, type Marks } from './freedom.ts'
import { type Gauge, Reach, type Reached } from './reached.ts'
import type { Judge } from './ruling.ts'

/** What one property needs to be judged. */
export interface Trial<T extends Terms> {
  readonly bench: BenchOf<T>
  readonly judge: Judge<T>
  readonly capabilities: Capabilities<T['config']>
  readonly deviations: readonly Deviation<T>[]
  /** What is counted of the logs, beside stimuli; nothing unless given. */
  readonly gauge?: () => Gauge<EntryOf<T>>
  readonly seed: number
  readonly runs: number
  /** Which part of the runs to do: the `index`th (from 1) of `of`. */
  readonly shard?: { readonly index: number; readonly of: number }
  /** Bounds the property, in milliseconds; what was done until then counts. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
  /** Told after every run how many were done. */
  readonly onRun?: (runs: number) => void
  /** Milliseconds now. */
  readonly now?: () => number
}

/** A failure, shrunk and confirmed. */
export interface Failure<T extends Terms = NetTerms> {
  readonly finding: Finding
  readonly log: readonly EntryOf<T>[]
  /** What the session was opened with. */
  readonly seed: number
  /** The plan before, where the failure needs what that left behind. */
  readonly before?: PlanOf<T>
}

/** What became of a property on a target, whatever subject it is of. */
export interface Findings {
  readonly runs: number
  readonly durationMs: number
  readonly reached: Reached
  readonly failure?: { readonly finding: Finding; readonly before?: readonly unknown[] }
  /** The first SHOULD that was not followed. */
  readonly warning?: Refusal
  /** Why nothing can be concluded. */
  readonly doubt?: string
  /** Why it was not judged. */
  readonly skipped?: string
  /** Times each known deviation was seen, by name. */
  readonly seen: ReadonlyMap<string, number>
  /** Names of the known deviations that should have shown in some run. */
  readonly due: ReadonlySet<string>
  /** The first refusal that a known deviation explained. */
  readonly explained?: Refusal
  /** Every refusal without expectations, the first of its clause and party, with the number of times. */
  readonly survey: readonly { readonly refusal: Refusal; readonly times: number }[]
  /** Freedoms that the target used, in the runs that were allowed. */
  readonly marks?: Marks
}

/** What became of a property on a target, with the history of a failure. */
export interface Judgement<T extends Terms = NetTerms> extends Findings {
  readonly failure?: Failure<T>
}

/** Ctrl-C. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/** Judges one property: runs until one fails, then makes the failure small and meets it again on a fresh target. */
export async function judge<T extends Terms>(property: PropertyOf<T>, trial: Trial<T>): Promise<Judgement<T>> {
  return await new Hearing(property, trial).hold()
}

class Hearing<T extends Terms> {
  private readonly now: () => number
  private readonly began: number
  private readonly reach: Reach<EntryOf<T>>
  private readonly seen = new Map<string, number>()
  private readonly due = new Set<string>()
  private readonly survey = new Map<string, { readonly refusal: Refusal; times: number }>()
  private marks: Marks = {}
  private runs = 0
  private rested: number
  private warning: Refusal | undefined
  private explained: Refusal | undefined
  private doubt: string | undefined
  private before: PlanOf<T> | undefined

  constructor(
    private readonly property: PropertyOf<T>,
    private readonly trial: Trial<T>,
  ) {
    this.reach = new Reach(trial.gauge?.())
    this.now = trial.now ?? (() => performance.now())
    this.began = this.now()
    this.rested = this.began
  }

  async hold(): Promise<Judgement<T>> {
    const skipped = lackOf(this.property, this.trial.capabilities)
    if (skipped !== undefined) return this.judgement({ skipped })
    const plans = plansOf(this.property, this.config, this.trial.seed)
    const runs = Math.min(this.trial.runs, this.property.cost?.maxRuns ?? Number.POSITIVE_INFINITY)
    const { index, of } = this.trial.shard ?? { index: 1, of: 1 }
    for (let run = index - 1; run < runs; run += of) {
      if (this.isOver()) break
      await this.breathe()
      const plan = plans(run)
      const seed = seedOf(this.trial.seed, this.property.id, run)
      const failure = await this.run(plan, seed).catch((error: unknown) => this.fault(error, run))
      if (failure !== undefined) return await this.conclude(plan, seed, failure)
      this.before = plan
    }
    if (this.runs === 0 && this.doubt === undefined) this.doubt = 'not a single run was done in the time given'
    return this.judgement({})
  }

  private get config(): T['config'] {
    return this.trial.capabilities.config
  }

  /** Drives and rules on one plan; the finding, if it failed. */
  private async run(
    plan: PlanOf<T>,
    seed: number,
  ): Promise<{ readonly finding: Finding; readonly drive: DriveOf<T> } | undefined> {
    const drive = await this.trial.bench.drive(plan, seed)
    this.runs++
    this.trial.onRun?.(this.runs)
    this.reach.add(drive)
    for (const one of this.trial.deviations) if (one.due(drive.log, this.config)) this.due.add(one.name)
    const ruling = this.trial.judge.rule(drive.log)
    if (ruling.kind === 'accepted' || ruling.kind === 'advised') this.marks = counted(ruling.marks ?? [], this.marks)
    if (ruling.kind === 'accepted') this.warning ??= ruling.warnings[0]?.refusal
    else if (ruling.kind === 'inconclusive') this.doubt ??= ruling.because
    else {
      this.record(drive.log)
      if (ruling.kind === 'refused') return { finding: ruling.finding, drive }
      if (ruling.kind === 'advised') this.warning ??= ruling.finding.refusal
      else {
        this.explained ??= ruling.finding.refusal
        this.warning ??= ruling.warnings[0]?.refusal
        for (const { name } of ruling.by) this.seen.set(name, (this.seen.get(name) ?? 0) + 1)
      }
    }
    return undefined
  }

  private async conclude(
    plan: PlanOf<T>,
    seed: number,
    { finding, drive }: { readonly finding: Finding; readonly drive: DriveOf<T> },
  ): Promise<Judgement<T>> {
    const small = await shrink(plan, async (candidate) => {
      if (this.trial.signal?.aborted) throw new Interrupted('interrupted')
      await this.breathe()
      return this.failsAlike(await this.trial.bench.drive(candidate, seed), finding.refusal)
    })
    const suspect = { small, plan, before: this.before, seed }
    const confirmed = await confirm<T>(this.trial.bench, suspect, (one) => this.failsAlike(one, finding.refusal))
    if (confirmed.kind === 'vanished') {
      const how = `${confirmed.times} of ${confirmed.of} times on a fresh target`
      this.doubt = `refused by ${finding.refusal.clauses[0]} once, and again ${how}: ${finding.refusal.because}`
      return this.judgement({ failure: { finding, log: drive.log, seed } })
    }
    const ruling = this.trial.judge.rule(confirmed.drive.log)
    if (ruling.kind !== 'refused') throw new Error('fault: a log that was refused is not refused any more')
    const failure = { finding: ruling.finding, log: confirmed.drive.log, seed }
    if (confirmed.kind === 'confirmed' || this.before === undefined) return this.judgement({ failure })
    return this.judgement({ failure: { ...failure, before: this.before } })
  }

  /** A fault of ours says where it was met; a lost target and an interrupt are none. */
  private fault(error: unknown, run: number): never {
    if (error instanceof TargetLost || error instanceof Interrupted) throw error
    const where = `${this.property.id}, seed ${this.trial.seed}, run ${run + 1}`
    throw new Error(`fault: in ${where}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }

  private failsAlike(drive: DriveOf<T>, refusal: Refusal): boolean {
    const ruling = this.trial.judge.rule(drive.log)
    return ruling.kind === 'refused' && keyOf(ruling.finding.refusal) === keyOf(refusal)
  }

  private record(log: readonly EntryOf<T>[]): void {
    for (const { refusal } of this.trial.judge.survey(log)) {
      const known = this.survey.get(keyOf(refusal))
      if (known === undefined) this.survey.set(keyOf(refusal), { refusal, times: 1 })
      else known.times++
    }
  }

  private isOver(): boolean {
    if (this.trial.signal?.aborted) throw new Interrupted('interrupted')
    return this.trial.timeoutMs !== undefined && this.now() - this.began >= this.trial.timeoutMs
  }

  /** A target in this process never lets go of it: without a pause no signal would be heard and no progress shown. */
  private async breathe(): Promise<void> {
    if (this.now() - this.rested < 50) return
    await setImmediate()
    this.rested = this.now()
  }

  private judgement(end: Pick<Judgement<T>, 'failure' | 'skipped'>): Judgement<T> {
    return {
      runs: this.runs,
      durationMs: Math.round(this.now() - this.began),
      reached: this.reach.counters(),
      seen: this.seen,
      due: this.due,
      survey: [...this.survey.values()],
      marks: this.marks,
      ...(this.warning === undefined ? {} : { warning: this.warning }),
      ...(this.explained === undefined ? {} : { explained: this.explained }),
      ...(this.doubt === undefined ? {} : { doubt: this.doubt }),
      ...end,
    }
  }
}

const keyOf = (refusal: Refusal): `${string} ${ClauseId}` => `${refusal.by} ${refusal.clauses[0]}`
