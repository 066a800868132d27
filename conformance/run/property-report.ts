import type { Refusal } from '../../model/kernel/machine.ts'
import type { PropertyFacts } from '../../properties/property.ts'
import type { DeviationFacts } from '../expectations/deviation.ts'
import { isWithin } from '../expectations/version.ts'
import type { PropertyReport, PropertyVerdict, ReportedRefusal, SeenDeviation } from '../report/report.ts'
import type { Findings } from './judge.ts'

/** A judgement as reports carry it. */
export function propertyReport(
  property: Pick<PropertyFacts, 'id' | 'says' | 'clauses'>,
  judgement: Findings,
  deviations: readonly DeviationFacts[],
  version: string,
): PropertyReport {
  const seen = deviations.filter((deviation) => judgement.seen.has(deviation.name))
  const astray = seen.filter((deviation) => !isWithin(version, deviation.versions))
  const plain = verdictOf(judgement)
  const verdict = plain === 'expected' && astray.length > 0 ? 'warn' : plain
  const reason = reasonOf(judgement, astray, version)
  const refusal = judgement.failure?.finding.refusal ?? judgement.warning ?? judgement.explained
  return {
    id: property.id,
    says: property.says,
    clauses: property.clauses,
    verdict,
    runs: judgement.runs,
    durationMs: judgement.durationMs,
    reached: judgement.reached,
    deviations: seen.map((deviation) => seenDeviation(deviation, judgement)),
    ...(reason === undefined ? {} : { reason }),
    ...(refusal === undefined ? {} : { refusal: reportedRefusal(refusal) }),
  }
}

function verdictOf(judgement: Findings): PropertyVerdict {
  if (judgement.skipped !== undefined) return 'skip'
  if (judgement.doubt !== undefined) return 'inconclusive'
  if (judgement.failure !== undefined) return 'fail'
  if (judgement.warning !== undefined) return 'warn'
  return judgement.seen.size > 0 ? 'expected' : 'pass'
}

function reasonOf(
  judgement: Findings,
  astray: readonly { readonly name: string }[],
  version: string,
): string | undefined {
  if (judgement.skipped !== undefined) return judgement.skipped
  if (judgement.doubt !== undefined) return judgement.doubt
  if (judgement.failure?.before !== undefined)
    return 'it needs what an earlier plan left behind; that plan is saved too'
  if (astray.length === 0) return undefined
  return `${astray.map(({ name }) => name).join(', ')}: not known of version ${version}`
}

function seenDeviation(deviation: DeviationFacts, judgement: Findings): SeenDeviation {
  return { name: deviation.name, clause: deviation.clause, times: judgement.seen.get(deviation.name) ?? 0 }
}

function reportedRefusal({ clauses, by, because }: Refusal): ReportedRefusal {
  return { clause: clauses[0], by, because }
}
