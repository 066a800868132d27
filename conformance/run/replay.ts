import type { Finding } from '../../model/kernel/accept.ts'
import type { Refusal } from '../../model/kernel/machine.ts'
import type { PropertyFacts } from '../../properties/property.ts'
import { planOf } from '../../properties/run/drive.ts'
import type { TargetOf, Terms } from '../../properties/terms.ts'
import type { Deviation } from '../expectations/deviation.ts'
import type { CheckReport, PropertyReport } from '../report/report.ts'
import type { JudgedSubject } from '../subject/judged-subject.ts'
import type { Trace } from '../trace/trace.ts'
import { assemble, surveyRows } from './assemble.ts'
import { Bench } from './bench.ts'
import { counted } from './freedom.ts'
import type { Failure, Judgement } from './judge.ts'
import { propertyReport } from './property-report.ts'
import { Reach } from './reached.ts'
import { Judge, type Ruling } from './ruling.ts'

/** What a replay must know. */
export interface ReplayOptions<T extends Terms> {
  readonly subject: JudgedSubject<T>
  /** The property that the trace is of. */
  readonly property: Pick<PropertyFacts, 'id' | 'says' | 'clauses'>
  readonly deviations: readonly Deviation<T>[]
  readonly expectations: string | null
  readonly finished: (report: PropertyReport, failure: Failure<T> | undefined) => void
}

/** Drives the plan of a trace on a target and judges what comes of it; a report on one property, in one run. */
export async function replay<T extends Terms>(
  target: TargetOf<T>,
  trace: Trace<T>,
  options: ReplayOptions<T>,
): Promise<CheckReport> {
  const began = performance.now()
  const capabilities = await target.capabilities()
  const judge = new Judge(options.subject.model, capabilities.config, options.deviations, target.version)
  const bench = new Bench(target)
  const seed = trace.head.session ?? trace.head.seed
  try {
    const drive = await bench.drive(planOf(trace.log), seed)
    const reach = new Reach(options.subject.gauge())
    reach.add(drive)
    const ruling = judge.rule(drive.log)
    const found = ruling.kind === 'accepted' ? [] : judge.survey(drive.log)
    const judgement: Judgement<T> = {
      runs: 1,
      durationMs: Math.round(performance.now() - began),
      reached: reach.counters(),
      due: new Set(),
      seen: new Map(ruling.kind === 'explained' ? ruling.by.map(({ name }) => [name, 1]) : []),
      survey: found.map(({ refusal }) => ({ refusal, times: 1 })),
      ...outcome(ruling, { log: drive.log, seed }),
    }
    const report = propertyReport(options.property, judgement, options.deviations, target.version)
    options.finished(report, judgement.failure)
    const facts = { target, capabilities, seed: trace.head.seed, runs: 1, began, expectations: options.expectations }
    const marks = ruling.kind === 'accepted' || ruling.kind === 'advised' ? counted(ruling.marks ?? []) : {}
    return assemble(facts, [report], surveyRows(options.property.id, judgement), marks)
  } finally {
    await bench.close()
  }
}

function outcome<T extends Terms>(
  ruling: Ruling<T>,
  driven: Omit<Failure<T>, 'finding'>,
): Pick<Judgement<T>, 'failure' | 'warning' | 'doubt' | 'explained'> {
  switch (ruling.kind) {
    case 'refused':
      return { failure: { finding: ruling.finding, ...driven } }
    case 'advised':
      return { warning: ruling.finding.refusal }
    case 'explained':
      return { explained: ruling.finding.refusal, ...warningOf(ruling.warnings) }
    case 'inconclusive':
      return { doubt: ruling.because }
    case 'accepted':
      return warningOf(ruling.warnings)
  }
}

function warningOf([first]: readonly Finding[]): { readonly warning?: Refusal } {
  return first === undefined ? {} : { warning: first.refusal }
}
