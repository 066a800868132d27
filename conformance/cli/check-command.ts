import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { merge } from '../report/merge.ts'
import type { CheckReport, PropertyReport } from '../report/report.ts'
import { specification, suite } from '../report/suite.ts'
import { exitStatus } from '../report/summary.ts'
import { check } from '../run/check.ts'
import { type ExpectationFlags, expectationsFor } from './expectation-flags.ts'
import type { ReportFlag } from './flags.ts'
import { JobProgress } from './job-progress.ts'
import { jobsFor, reportsOf, type Shard, shardsOf } from './jobs.ts'
import { type KnownTarget, optionsFor, targetNamed } from './known-target.ts'
import { type Project, propertiesOf } from './project.ts'
import { commandLine, optionWords } from './quote.ts'
import { Reporter } from './reporter.ts'
import { select } from './selection.ts'
import type { Surroundings } from './surroundings.ts'
import { traceIn, traceKeeper } from './trace-files.ts'
import { reportsAsked, writeReports } from './write-reports.ts'

/** The flags of `check`. */
export interface CheckFlags extends ExpectationFlags {
  readonly target: string
  readonly option: readonly string[]
  readonly property: readonly string[]
  readonly clause: readonly string[]
  readonly runs: number
  readonly seed: number
  readonly strict: boolean
  readonly report: readonly ReportFlag[]
  readonly json: boolean
  readonly traces: string
  readonly shard?: { readonly index: number; readonly of: number }
  /** Seconds a property. */
  readonly timeout?: number
  readonly bail: boolean
  /** Worker processes that share the runs; by what is judged and how often unless given. */
  readonly jobs?: number
}

/** Judges a target; the exit status. */
export async function checkCommand(project: Project, flags: CheckFlags, around: Surroundings): Promise<number> {
  const known = targetNamed(project.targets, flags.target)
  const options = optionsFor(known, flags.option)
  const selected = select(propertiesOf(project), { properties: flags.property, clauses: flags.clause })
  const expectations = expectationsFor(known, project.courts, flags)
  const asked = reportsAsked(flags.report, flags.json)
  const prints = asked.some(({ format, file }) => format === 'text' && file === undefined)
  const reporter = new Reporter(around, prints)
  const again = commandLine([...againWords(flags), ...optionWords(options)])
  const jobs = flags.jobs ?? jobsFor(known, flags.runs, availableParallelism())
  if (jobs > 1) {
    const progress = new JobProgress(around, jobs, selected.length)
    const report = await byJobs(known, { ...flags, jobs }, optionWords(options), around, progress).finally(() =>
      progress.stop(),
    )
    reporter.head(report)
    for (const property of report.properties) reporter.finished(property, storyOf(property, project.courts))
    return tell(report)
  }
  const reports: CheckReport[] = []
  try {
    for (const target of await known.make(options)) {
      try {
        reporter.head({
          suite,
          specification,
          target: { name: target.name, version: target.version, capabilities: [] },
          seed: flags.seed,
          runs: flags.runs,
        })
        reports.push(
          await check(project.courts, target, {
            properties: selected.map(({ id }) => id),
            seed: flags.seed,
            runs: flags.runs,
            ...expectations,
            ...(flags.shard === undefined ? {} : { shard: flags.shard }),
            ...(flags.timeout === undefined ? {} : { timeoutMs: flags.timeout * 1000 }),
            bail: flags.bail,
            signal: around.signal,
            save: traceKeeper(flags.traces, known.name, options),
            progress: reporter,
          }),
        )
      } finally {
        await target.dispose?.()
      }
    }
  } finally {
    reporter.stop()
  }
  return tell(joined(reports, known))

  function tell(report: CheckReport): number {
    reporter.tail(report, again)
    writeReports(asked, report, () => reporter.text(report, again), around)
    return exitStatus(report.summary, flags.strict)
  }
}

/** The report that worker processes make together; each keeps its traces in a folder of its own. */
async function byJobs(
  known: KnownTarget,
  flags: CheckFlags & { readonly jobs: number },
  options: readonly string[],
  around: Surroundings,
  progress: JobProgress,
): Promise<CheckReport> {
  const began = performance.now()
  const { shard = { index: 1, of: 1 }, timeout, bail, traces } = flags
  const words = (one: Shard) => [
    ...againWords({ ...flags, shard: one }),
    ...options,
    ...(timeout === undefined ? [] : ['--timeout', String(timeout)]),
    ...(bail ? ['--bail'] : []),
    ...['--jobs', '1', '--traces', join(traces, `shard-${one.index}-of-${one.of}`), '--json'],
  ]
  const reports = await reportsOf(shardsOf(shard, flags.jobs), words, around.again, around.signal, (line) =>
    progress.heard(line),
  )
  return { ...joined(reports, known), durationMs: Math.round(performance.now() - began) }
}

/** The story of a failure that another process found, from the trace it kept. */
const storyOf = ({ trace, verdict }: PropertyReport, courts: Project['courts']): readonly string[] =>
  trace === undefined || verdict !== 'fail' ? [] : traceIn(trace, courts).story()

/** A target that behaves in several ways has one report. */
function joined(reports: readonly CheckReport[], known: KnownTarget): CheckReport {
  const [first, ...others] = reports
  if (first === undefined) throw new Error(`fault: ${known.name} makes no target`)
  return others.length === 0 ? first : merge([first, ...others], known.name)
}

function againWords(flags: CheckFlags): readonly string[] {
  return [
    'check',
    ...['--target', flags.target, '--seed', String(flags.seed), '--runs', String(flags.runs)],
    ...flags.property.flatMap((id) => ['--property', id]),
    ...flags.clause.flatMap((id) => ['--clause', id]),
    ...(flags.expectations === undefined ? [] : ['--expectations', flags.expectations]),
    ...(flags.shard === undefined ? [] : ['--shard', `${flags.shard.index}/${flags.shard.of}`]),
  ]
}
