import { planOf, rested } from '../../properties/run/drive.ts'
import { lackOfPart, targetOf } from '../../properties/subject.ts'
import type { Candidate, Capabilities } from '../../properties/target.ts'
import type { EntryOf, PropertyOf, TargetOf, Terms } from '../../properties/terms.ts'
import type { Deviation } from '../expectations/deviation.ts'
import type { PropertyReport, SurveyRow } from '../report/report.ts'
import { specification, suite } from '../report/suite.ts'
import type { JudgedSubject } from '../subject/judged-subject.ts'
import type { TraceHead } from '../trace/trace.ts'
import { printed } from '../trace/transcript.ts'
import { surveyRows } from './assemble.ts'
import { Bench, type BenchOf } from './bench.ts'
import type { CheckOptions, PartReport } from './check.ts'
import { together } from './freedom.ts'
import { type Failure, type Findings, type Judgement, judge } from './judge.ts'
import { propertyReport } from './property-report.ts'
import { Judge } from './ruling.ts'
import { absences, withAbsence } from './unexpected.ts'

const nothing: PartReport = { properties: [], survey: [], marks: {}, capabilities: { has: new Set() } }

/** Judges a candidate as one subject. Where it cannot be judged as that, every property is skipped and says so. */
export async function checkPart<T extends Terms>(
  subject: JudgedSubject<T>,
  candidate: Candidate,
  options: CheckOptions,
): Promise<PartReport> {
  const wanted = options.properties
  const properties = subject.properties.filter(({ id }) => wanted === undefined || wanted.includes(id))
  if (properties.length === 0) return nothing
  const target = targetOf(subject, candidate)
  if (target !== undefined)
    return await new Check(subject, target, await target.capabilities(), options).run(properties)
  const reports = properties.map((property) =>
    propertyReport(property, skipped(lackOfPart(subject, candidate)), [], ''),
  )
  for (const report of reports) options.progress?.finished(report, [])
  return { ...nothing, properties: reports }
}

/** Nothing was done, for a reason. */
export function skipped(because: string): Findings {
  return { runs: 0, durationMs: 0, reached: {}, seen: new Map(), due: new Set(), survey: [], skipped: because }
}

class Check<T extends Terms> {
  private readonly bench: BenchOf<T>
  private readonly judge: Judge<T>
  private readonly deviations: readonly Deviation<T>[]

  constructor(
    private readonly subject: JudgedSubject<T>,
    private readonly target: TargetOf<T>,
    private readonly capabilities: Capabilities<T['config']>,
    private readonly options: CheckOptions,
  ) {
    this.deviations = expectedOf(subject, options.expected)
    this.bench = new Bench(target)
    this.judge = new Judge(subject.model, capabilities.config, this.deviations, target.version)
  }

  async run(properties: readonly PropertyOf<T>[]): Promise<PartReport> {
    const reports: PropertyReport[] = []
    const judgements: Judgement<T>[] = []
    const survey: SurveyRow[] = []
    try {
      for (const property of properties) {
        const { report, judgement } = await this.property(property)
        reports.push(report)
        judgements.push(judgement)
        survey.push(...surveyRows(property.id, judgement))
        if (this.options.bail && report.verdict === 'fail') break
      }
      const marks = together(judgements.map((judgement) => judgement.marks ?? {}))
      return { properties: await this.absent(reports, judgements), survey, marks, capabilities: this.capabilities }
    } finally {
      await this.bench.close()
    }
  }

  private async property(property: PropertyOf<T>): Promise<{ report: PropertyReport; judgement: Judgement<T> }> {
    const { progress, seed, runs, shard, timeoutMs, signal } = this.options
    progress?.started(property, Math.min(runs, property.cost?.maxRuns ?? runs))
    const judgement = await judge<T>(property, {
      bench: this.bench,
      judge: this.judge,
      capabilities: this.capabilities,
      deviations: this.deviations,
      gauge: this.subject.gauge,
      seed,
      runs,
      ...(shard === undefined ? {} : { shard }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(signal === undefined ? {} : { signal }),
      ...(progress === undefined ? {} : { onRun: (done: number) => progress.ran(done) }),
    })
    const { failure } = judgement
    const plain = propertyReport(property, judgement, this.deviations, this.target.version)
    const report = failure === undefined ? plain : { ...plain, ...this.keep(property, failure) }
    progress?.finished(report, failure === undefined ? [] : failureStory(this.subject, failure))
    return { report, judgement }
  }

  private keep(property: PropertyOf<T>, failure: Failure<T>): { readonly trace?: string; readonly replay?: string } {
    const { write } = this.subject.notation
    const { refusal } = failure.finding
    const breach = { session: failure.seed, clause: refusal.clauses[0], by: refusal.by, because: refusal.because }
    const head = { ...this.head(property), ...breach }
    const before =
      failure.before === undefined ? {} : { before: write({ head: this.head(property), log: rested(failure.before) }) }
    const { config: _, ...facts } = head
    return this.options.save?.({ facts, text: write({ head, log: failure.log }), ...before }) ?? {}
  }

  private head(property: PropertyOf<T>): TraceHead<T> {
    const { name, version } = this.target
    const { config } = this.capabilities
    const { name: subject } = this.subject
    const { seed } = this.options
    return { suite, specification, subject, target: { name, version }, config, seed, property: property.id }
  }

  private async absent(
    reports: readonly PropertyReport[],
    judgements: readonly Findings[],
  ): Promise<readonly PropertyReport[]> {
    const { storedText } = this.options
    if (storedText === undefined) return reports
    const missing = await absences(this.deviations, judgements, async (deviation) => {
      const { log } = this.subject.notation.read(storedText(deviation.trace))
      const drive = await this.bench.drive(planOf(log), this.options.seed)
      return this.judge.rule(drive.log).kind === 'accepted'
    })
    return reports.map((report) => withAbsence(report, missing, this.target.version))
  }
}

/** The deviations of these names, of whatever target. */
export function expectedOf<T extends Terms>(
  { deviations }: JudgedSubject<T>,
  names: readonly string[] = [],
): readonly Deviation<T>[] {
  return Object.values(deviations)
    .flat()
    .filter(({ name }) => names.includes(name))
}

/** A failure's history in print, with the refusal below the entry that shows it. */
export function failureStory<T extends Terms>(
  { speaker }: JudgedSubject<T>,
  { finding, log }: { readonly finding: Failure<T>['finding']; readonly log: readonly EntryOf<T>[] },
): readonly string[] {
  const { refusal, at } = finding
  return printed(log, speaker(), [{ at, text: `${refusal.clauses.join(', ')}: ${refusal.because}` }])
}
