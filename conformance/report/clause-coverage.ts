import { type Area, type Clause, catalogue } from '../../model/clause/clause.ts'
import type { CheckReport } from './report.ts'

/** How many of an area's clauses a check judged. */
export interface AreaCoverage {
  readonly area: Area
  readonly judged: number
  readonly total: number
}

/** Whether a clause binds a device, must be kept, and shows from outside; definitions that show count too. */
export const isJudgeable = ({ side, level, observe, legacy }: Clause): boolean =>
  side !== 'driver' && /^(MUST|DEFINES)/.test(level) && observe === 'device-under-test' && !legacy

/** Whether a clause binds a driver in the same way, and shows where a driver is under test. */
export const isJudgeableOfDriver = ({ side, level, observe, legacy }: Clause): boolean =>
  side !== 'device' && /^(MUST|DEFINES)/.test(level) && observe === 'driver-under-test' && !legacy

/** The areas of which a check judged at least one clause, in the order of the catalogue. */
export function clauseCoverage({ clauses }: Pick<CheckReport, 'clauses'>): readonly AreaCoverage[] {
  const judgeable = [...catalogue.values()].filter(isJudgeable)
  const judged = (clause: Clause): boolean => {
    const verdict = clauses[clause.id]?.verdict
    return verdict !== undefined && verdict !== 'skip' && verdict !== 'inconclusive'
  }
  return [...new Set(judgeable.map(({ area }) => area))]
    .map((area) => {
      const own = judgeable.filter((clause) => clause.area === area)
      return { area, judged: own.filter(judged).length, total: own.length }
    })
    .filter((row) => row.judged > 0)
}

/** The coverage in print: each area with the clauses judged and those there are, and what is not judged at all. */
export function clauseCoverageLines(report: Pick<CheckReport, 'clauses'>): readonly string[] {
  const rows = clauseCoverage(report)
  if (rows.length === 0) return []
  const judgeable = [...catalogue.values()].filter(isJudgeable)
  const judged = rows.reduce((sum, row) => sum + row.judged, 0)
  return [
    `clauses judged: ${judged} of the ${judgeable.length} that bind a device and show from outside`,
    ...rows.map(({ area, judged: some, total }) => `  ${area.padEnd(16)} ${String(some).padStart(3)} of ${total}`),
    '',
  ]
}
