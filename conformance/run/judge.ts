import { setImmediate } from 'node:timers/promises'
import type { ClauseId } from '../../model/clause/clause.ts'
import type { Finding } from '../../model/kernel/accept.ts'
import type { Refusal } from '../../model/kernel/machine.ts'
import type { NetConfig } from '../../model/net/config.ts'
import type { Plan, Property } from '../../properties/property.ts'
import type { Drive } from '../../properties/run/drive.ts'
import { lackOf } from '../../properties/run/lack.ts'
import { plansOf, seedOf } from '../../properties/run/seed.ts'
import { shrink } from '../../properties/run/shrink.ts'
import { type Capabilities, type Entry, TargetLost } from '../../properties/target.ts'
import type { Deviation } from '../expectations/deviation.ts'
import type { Bench } from './bench.ts'
import { confirm } from './confirm.ts'
import { counted, type Marks } from './freedom.ts'
import { Reach, type Reached } from './reached.ts'
import type { Judge } from './ruling.ts'

/** What one property needs to be judged. */
export interface Trial<State, Rules> {
  readonly bench: Bench
  readonly judge: Judge<State, Rules>
  readonly capabilities: Capabilities
  readonly deviations: readonly Deviation<State, Rules>[]
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
export interface Failure {
  readonly finding: Finding
  readonly log: readonly Entry[]
  /** What the session was opened with. */
  readonly seed: number
  /** The plan before, where the failure needs what that left behind. */
  readonly before?: Plan
}

/** What became of a property on a target. */
export interface Judgement {
  readonly runs: number
  readonly durationMs: number
  readonly reached: Reached
  readonly failure?: Failure
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

/** Ctrl-C. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/** Judges one property: runs until one fails, then makes the failure small and meets it again on a fresh target. */
export async function judge<State, Rules>(property: Property, trial: Trial<State, Rules>): Promise<Judgement> {
  return await new Hearing(property, trial).hold()
}

class Hearing<State, Rules> {
  private readonly now: () => number
  private readonly began: number
  private readonly reach = new Reach()
  private readonly seen = new Map<string, number>()
  private readonly due = new Set<string>()
  private readonly survey = new Map<string, { readonly refusal: Refusal; times: number }>()
  private marks: Marks = {}
  private runs = 0
  private rested: number
  private warning: Refusal | undefined
  private explained: Refusal | undefined
  private doubt: string | undefined
  private before: Plan | undefined

  constructor(
    private readonly property: Property,
    private readonly trial: Trial<State, Rules>,
  ) {
    this.now = trial.now ?? (() => performance.now())
    this.began = this.now()
    this.rested = this.began
  }

  async hold(): Promise<Judgement> {
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

  private get config(): NetConfig {
    return this.trial.capabilities.config
  }

  /** Drives and rules on one plan; the finding, if it failed. */
  private async run(
    plan: Plan,
    seed: number,
  ): Promise<{ readonly finding: Finding; readonly drive: Drive } | undefined> {
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
        for (const { name } of ruling.by) this.seen.set(name, (this.seen.get(name) ?? 0) + 1)
      }
    }
    return undefined
  }

  private async conclude(
    plan: Plan,
    seed: number,
    { finding, drive }: { readonly finding: Finding; readonly drive: Drive },
  ): Promise<Judgement> {
    const small = await shrink(plan, async (candidate) => {
      if (this.trial.signal?.aborted) throw new Interrupted('interrupted')
      await this.breathe()
      return this.failsAlike(await this.trial.bench.drive(candidate, seed), finding.refusal)
    })
    const suspect = { small, plan, before: this.before, seed }
    const confirmed = await confirm(this.trial.bench, suspect, (one) => this.failsAlike(one, finding.refusal))
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

  private failsAlike(drive: Drive, refusal: Refusal): boolean {
    const ruling = this.trial.judge.rule(drive.log)
    return ruling.kind === 'refused' && keyOf(ruling.finding.refusal) === keyOf(refusal)
  }

  private record(log: readonly Entry[]): void {
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

  private judgement(end: Pick<Judgement, 'failure' | 'skipped'>): Judgement {
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
