import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { junit } from '../report/junit.ts'
import type { CheckReport } from '../report/report.ts'
import { tap } from '../report/tap.ts'
import type { ReportFlag, ReportFormat } from './flags.ts'
import type { Surroundings } from './surroundings.ts'
import { UsageError } from './usage-error.ts'

/** What the flags ask for; the text report on standard output unless they say otherwise. */
export function reportsAsked(flags: readonly ReportFlag[], json: boolean): readonly ReportFlag[] {
  const asked: readonly ReportFlag[] = json ? [...flags, { format: 'json' }] : flags
  const printed = new Set(asked.filter(({ file }) => file === undefined).map(({ format }) => format))
  if (printed.size > 1)
    throw new UsageError(
      `standard output holds one report, not ${[...printed].join(' and ')}: give FORMAT=FILE for the others`,
    )
  return printed.size === 0 ? [...asked, { format: 'text' }] : asked
}

/** Writes every report asked for; text on standard output was written while the check ran. */
export function writeReports(
  asked: readonly ReportFlag[],
  report: CheckReport,
  text: () => string,
  around: Surroundings,
): void {
  for (const { format, file } of asked) {
    if (file !== undefined) save(file, `${rendered(format, report, text).trimEnd()}\n`)
    else if (format !== 'text') around.out(rendered(format, report, text).trimEnd())
  }
}

function rendered(format: ReportFormat, report: CheckReport, text: () => string): string {
  switch (format) {
    case 'json':
      return JSON.stringify(report, undefined, 2)
    case 'junit':
      return junit(report)
    case 'tap':
      return tap(report)
    case 'text':
      return text()
  }
}

function save(file: string, content: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  } catch (error) {
    throw new UsageError(`--report: cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
}
