import type { Plan, Property } from '../../properties/property.ts'
import { planOf } from '../../properties/run/drive.ts'
import type { Capabilities, Entry, Target } from '../../properties/target.ts'
import type { Deviation, NetModel } from '../expectations/deviation.ts'
import type { CheckReport, PropertyReport, SurveyRow } from '../report/report.ts'
import { specification, suite } from '../report/suite.ts'
import type { Trace } from '../trace/trace.ts'
import { assemble, type CheckFacts, surveyRows } from './assemble.ts'
import { Bench } from './bench.ts'
import { together } from './freedom.ts'
import { type Failure, type Judgement, judge } from './judge.ts'
import { propertyReport } from './property-report.ts'
import { Judge } from './ruling.ts'
import { absences, withAbsence } from './unexpected.ts'

/** What a check must know. */
export interface CheckOptions<State, Rules> {
  readonly model: NetModel<State, Rules>
  readonly properties: readonly Property[]
  readonly seed: number
  /** Runs a property. */
  readonly runs: number
  /** The deviations known of the target; none unless given. */
  readonly deviations?: readonly Deviation<State, Rules>[]
  /** The stored history of a known deviation. */
  readonly historyOf?: (deviation: Deviation<State, Rules>) => readonly Entry[]
  /** The expectations file, for the report. */
  readonly expectations?: string | null
  readonly shard?: { readonly index: number; readonly of: number }
  /** Bounds one property, in milliseconds. */
  readonly timeoutMs?: number
  /** Stop after the first property that fails. */
  readonly bail?: boolean
  readonly signal?: AbortSignal
  /** Keeps a trace (and the one before it, where it is needed); yields its file and the command that replays it. */
  readonly save?: (trace: Trace, before: Trace | undefined) => { readonly trace: string; readonly replay: string }
  readonly progress?: Progress
}

/** Told how a check comes along. */
export interface Progress {
  started(property: Property, runs: number): void
  ran(runs: number): void
  finished(report: PropertyReport, failure: Failure | undefined): void
}

/** Judges a target by every property; what the command `check` does, and its JSON report. */
export async function check<State, Rules>(target: Target, options: CheckOptions<State, Rules>): Promise<CheckReport> {
  return await new Check(target, await target.capabilities(), options).run()
}

class Check<State, Rules> {
  private readonly bench: Bench
  private readonly judge: Judge<State, Rules>
  private readonly deviations: readonly Deviation<State, Rules>[]
  private readonly began = performance.now()

  constructor(
    private readonly target: Target,
    private readonly capabilities: Capabilities,
    private readonly options: CheckOptions<State, Rules>,
  ) {
    this.deviations = options.deviations ?? []
    this.bench = new Bench(target)
    this.judge = new Judge(options.model, capabilities.config, this.deviations, target.version)
  }

  async run(): Promise<CheckReport> {
    const reports: PropertyReport[] = []
    const judgements: Judgement[] = []
    const survey: SurveyRow[] = []
    try {
      for (const property of this.options.properties) {
        const { report, judgement } = await this.property(property)
        reports.push(report)
        judgements.push(judgement)
        survey.push(...surveyRows(property.id, judgement))
        if (this.options.bail && report.verdict === 'fail') break
      }
      const marks = together(judgements.map((judgement) => judgement.marks ?? {}))
      return assemble(this.facts(), await this.absent(reports, judgements), survey, marks)
    } finally {
      await this.bench.close()
    }
  }

  private facts(): CheckFacts {
    const { target, capabilities, began } = this
    const { seed, runs, expectations } = this.options
    return { target, capabilities, seed, runs, began, expectations: expectations ?? null }
  }

  private async property(property: Property): Promise<{ report: PropertyReport; judgement: Judgement }> {
    const { progress, seed, runs, shard, timeoutMs, signal } = this.options
    progress?.started(property, Math.min(runs, property.cost?.maxRuns ?? runs))
    const judgement = await judge(property, {
      bench: this.bench,
      judge: this.judge,
      capabilities: this.capabilities,
      deviations: this.deviations,
      seed,
      runs,
      ...(shard === undefined ? {} : { shard }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(signal === undefined ? {} : { signal }),
      ...(progress === undefined ? {} : { onRun: (done: number) => progress.ran(done) }),
    })
    const plain = propertyReport(property, judgement, this.deviations, this.target.version)
    const report = judgement.failure === undefined ? plain : { ...plain, ...this.keep(property, judgement.failure) }
    progress?.finished(report, judgement.failure)
    return { report, judgement }
  }

  private keep(property: Property, failure: Failure): { readonly trace?: string; readonly replay?: string } {
    const { refusal } = failure.finding
    const facts = { session: failure.seed, clause: refusal.clauses[0], by: refusal.by, because: refusal.because }
    const trace = { head: { ...this.head(property), ...facts }, log: failure.log }
    const before = failure.before === undefined ? undefined : { head: this.head(property), log: rested(failure.before) }
    return this.options.save?.(trace, before) ?? {}
  }

  private head(property: Property): Trace['head'] {
    const { name, version } = this.target
    const { config } = this.capabilities
    return { suite, specification, target: { name, version }, config, seed: this.options.seed, property: property.id }
  }

  private async absent(
    reports: readonly PropertyReport[],
    judgements: readonly Judgement[],
  ): Promise<readonly PropertyReport[]> {
    const { historyOf } = this.options
    if (historyOf === undefined) return reports
    const missing = await absences(this.deviations, judgements, async (deviation) => {
      const drive = await this.bench.drive(planOf(historyOf(deviation)), this.options.seed)
      return this.judge.rule(drive.log).kind === 'accepted'
    })
    return reports.map((report) => withAbsence(report, missing, this.target.version))
  }
}

/** A plan as a trace's log: a trace ends with a rest. */
function rested(plan: Plan): readonly Entry[] {
  return plan.at(-1)?.kind === 'device.rests' ? plan : [...plan, { kind: 'device.rests' }]
}
