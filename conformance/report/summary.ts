import { type ClauseId, clauseOf } from '../../model/clause/clause.ts'
import type { ClauseReport, PropertyReport, PropertyVerdict, Summary } from './report.ts'

/** Verdicts from the worst to the best: of several, the first one counts. */
export const worstFirst: readonly PropertyVerdict[] = [
  'fail',
  'unexpectedPass',
  'inconclusive',
  'warn',
  'expected',
  'pass',
  'skip',
]

/** The worst of some verdicts; `skip` of none. */
export function worst(verdicts: readonly PropertyVerdict[]): PropertyVerdict {
  return worstFirst.find((verdict) => verdicts.includes(verdict)) ?? 'skip'
}

/** How many properties have each verdict. */
export function summaryOf(properties: readonly PropertyReport[]): Summary {
  const count = (verdict: PropertyVerdict) => properties.filter((property) => property.verdict === verdict).length
  return {
    pass: count('pass'),
    fail: count('fail'),
    warn: count('warn'),
    skip: count('skip'),
    inconclusive: count('inconclusive'),
    expected: count('expected'),
    unexpectedPass: count('unexpectedPass'),
  }
}

/** What the properties say of each clause that they name or that was broken. */
export function clausesOf(properties: readonly PropertyReport[]): Readonly<Record<string, ClauseReport>> {
  const ids = [...new Set(properties.flatMap((property) => [...property.clauses, ...brokenBy(property)]))].sort()
  return Object.fromEntries(ids.map((id) => [id, clauseReport(id, properties)]))
}

function brokenBy(property: PropertyReport): readonly ClauseId[] {
  const seen = property.deviations.map((deviation) => deviation.clause)
  return property.refusal === undefined ? seen : [property.refusal.clause, ...seen]
}

function clauseReport(id: ClauseId, properties: readonly PropertyReport[]): ClauseReport {
  const about = properties.filter((property) => property.clauses.includes(id) || brokenBy(property).includes(id))
  return {
    level: clauseOf(id).level,
    verdict: worst(about.map((property) => verdictOn(id, property))),
    properties: about.map((property) => property.id),
  }
}

/** A property that fell by another clause says little of this one: its runs were cut short. */
function verdictOn(id: ClauseId, property: PropertyReport): PropertyVerdict {
  if (brokenBy(property).includes(id)) return property.refusal?.clause === id ? property.verdict : 'expected'
  if (property.verdict === 'fail' || property.verdict === 'inconclusive') return 'inconclusive'
  return property.verdict === 'skip' ? 'skip' : 'pass'
}

/** The exit status of a check. */
export function exitStatus(summary: Summary, strict: boolean): 0 | 1 {
  const wrong = summary.fail + summary.unexpectedPass + summary.inconclusive + (strict ? summary.warn : 0)
  return wrong === 0 ? 0 : 1
}
