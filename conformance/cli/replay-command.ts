import type { Candidate } from '../../properties/target.ts'
import type { CheckReport } from '../report/report.ts'
import { specification, suite } from '../report/suite.ts'
import { exitStatus } from '../report/summary.ts'
import type { StoredTrace } from '../subject/court.ts'
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
export async function replayCommand(
  project: Project,
  file: string,
  flags: ReplayFlags,
  around: Surroundings,
): Promise<number> {
  const trace = traceIn(file, project.courts)
  const known = targetNamed(project.targets, flags.target ?? nameIn(trace))
  const options = optionsFor(known, flags.option)
  const expectations = expectationsFor(known, project.courts, flags)
  const asked = reportsAsked(flags.report, flags.json)
  const reporter = new Reporter(
    around,
    asked.some(({ format, file: to }) => format === 'text' && to === undefined),
  )
  const again = commandLine(['replay', file, '--target', known.name, ...optionWords(options)])
  const targets = await known.make(options)
  const target = targets.find((one) => one.name === trace.facts.target.name) ?? targets[0]
  try {
    reporter.head({
      suite,
      specification,
      target: { name: target.name, version: target.version, capabilities: [] },
      seed: trace.facts.seed,
      runs: 1,
    })
    const report = await trace.replay(target, {
      ...expectations,
      finished: (property, story) => reporter.finished({ ...property, trace: file, replay: again }, story),
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
const nameIn = ({ facts }: StoredTrace): string => facts.target.name.replace(/ \(.*$/, '')

async function disposeAll(targets: readonly Candidate[]): Promise<void> {
  for (const target of targets) await target.dispose?.()
}
