import type { DeviationFacts } from '../expectations/deviation.ts'
import { compare, isWithin } from '../expectations/version.ts'
import type { PropertyReport, PropertyVerdict } from '../report/report.ts'
import { worst } from '../report/summary.ts'
import type { Findings } from './judge.ts'

/**
 * The known deviations that are gone: in some run they should have shown, in none they did, and the history in which they were
 * found is allowed from beginning to end now.
 */
export async function absences<Known extends DeviationFacts>(
  deviations: readonly Known[],
  judgements: readonly Pick<Findings, 'seen' | 'due'>[],
  replaysClean: (deviation: Known) => Promise<boolean>,
): Promise<readonly Known[]> {
  const gone: Known[] = []
  for (const deviation of deviations) {
    const seen = judgements.some((judgement) => judgement.seen.has(deviation.name))
    const due = judgements.some((judgement) => judgement.due.has(deviation.name))
    if (due && !seen && (await replaysClean(deviation))) gone.push(deviation)
  }
  return gone
}

/** Whether a version is one that came before the deviation did. */
const isBefore = (version: string, { versions }: DeviationFacts): boolean =>
  versions.from !== undefined && compare(version, versions.from) < 0

/** A property's report in the light of deviations that are gone: an unexpected pass, or a warning outside their versions. */
export function withAbsence(report: PropertyReport, gone: readonly DeviationFacts[], version: string): PropertyReport {
  const own = gone.filter((deviation) => deviation.property === report.id && !isBefore(version, deviation))
  if (own.length === 0) return report
  const expected = own.some((deviation) => isWithin(version, deviation.versions))
  const absence: PropertyVerdict = expected ? 'unexpectedPass' : 'warn'
  const verdict = worst([report.verdict, absence])
  if (verdict === report.verdict && verdict !== absence) return report
  const names = own.map((deviation) => deviation.name).join(', ')
  return { ...report, verdict, reason: `${names}: known of this target and not seen any more on version ${version}` }
}
