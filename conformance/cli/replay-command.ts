import type { Property } from '../../properties/property.ts'
import type { Target } from '../../properties/target.ts'
import type { CheckReport, PropertyReport } from '../report/report.ts'
import { specification, suite } from '../report/suite.ts'
import { exitStatus } from '../report/summary.ts'
import { replay } from '../run/replay.ts'
import type { Trace } from '../trace/trace.ts'
import { type ExpectationFlags, expectationsFor } from './expectation-flags.ts'
import type { ReportFlag } from './flags.ts'
import { optionsFor, targetNamed } from './known-target.ts'
import type { Project } from './project.ts'
import { commandLine, optionWords } from './quote.ts'
import { Reporter } from './reporter.ts'
import type { Surroundings } from './surroundings.ts'
import { traceIn } from './trace-files.ts'
import { reportsAsked, writeReports } from './write-reports.ts'

/** The flags of `replay`. */
export interface ReplayFlags extends ExpectationFlags {
  /** The target that the trace was found on, unless given. */
  readonly target?: string
  readonly option: readonly string[]
  readonly strict: boolean
  readonly report: readonly ReportFlag[]
  readonly json: boolean
}

/** Drives the plan in a trace once more; the exit status is that of `check`. */
export async function replayCommand<State, Rules>(
  project: Project<State, Rules>,
  file: string,
  flags: ReplayFlags,
  around: Surroundings,
): Promise<number> {
  const trace = traceIn(file)
  const known = targetNamed(project.targets, flags.target ?? nameIn(trace))
  const options = optionsFor(known, flags.option)
  const expectations = expectationsFor(known, flags)
  const asked = reportsAsked(flags.report, flags.json)
  const reporter = new Reporter(
    around,
    asked.some(({ format, file: to }) => format === 'text' && to === undefined),
  )
  const again = commandLine(['replay', file, '--target', known.name, ...optionWords(options)])
  const targets = await known.make(options)
  const target = targets.find((one) => one.name === trace.head.target.name) ?? targets[0]
  try {
    reporter.head({ suite, specification, target: { ...target, capabilities: [] }, seed: trace.head.seed, runs: 1 })
    const report = await replay(target, trace, {
      model: project.model,
      property: propertyOf(project.properties, trace),
      ...expectations,
      finished: (property: PropertyReport, failure) =>
        reporter.finished({ ...property, trace: file, replay: again }, failure),
    })
    return tell(report)
  } finally {
    await disposeAll(targets)
  }

  function tell(report: CheckReport): number {
    reporter.tail(report, again)
    writeReports(asked, report, () => reporter.text(report, again), around)
    return exitStatus(report.summary, flags.strict)
  }
}

/** `reference` for `reference (eager)`. */
const nameIn = (trace: Trace): string => trace.head.target.name.replace(/ \(.*$/, '')

function propertyOf(properties: readonly Property[], { head }: Trace): Pick<Property, 'id' | 'says' | 'clauses'> {
  const known = properties.find((property) => property.id === head.property)
  return (
    known ?? { id: head.property, says: 'A stored trace.', clauses: head.clause === undefined ? [] : [head.clause] }
  )
}

async function disposeAll(targets: readonly Target[]): Promise<void> {
  for (const target of targets) await target.dispose?.()
}
