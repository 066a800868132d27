import { together } from '../run/freedom.ts'
import { type Reached, shareOf } from '../run/reached.ts'
import type { CheckReport, PropertyReport, SurveyRow } from './report.ts'
import { clausesOf, summaryOf, worstFirst } from './summary.ts'

/** Joins reports on one target, in each of its ways to behave or in shards: the worst verdict counts, runs add up. */
export function merge(reports: readonly [CheckReport, ...CheckReport[]], name: string): CheckReport {
  const [first] = reports
  const ids = [...new Set(reports.flatMap((report) => report.properties.map((property) => property.id)))]
  const properties = ids.map((id) =>
    reports.flatMap((report) => report.properties.filter((property) => property.id === id)).reduce(joined),
  )
  return {
    ...first,
    target: { ...first.target, name },
    durationMs: sum(reports.map((report) => report.durationMs)),
    summary: summaryOf(properties),
    properties,
    clauses: clausesOf(properties),
    marks: together(reports.map((report) => report.marks)),
    survey: surveys(reports.flatMap((report) => report.survey)),
  }
}

function joined(a: PropertyReport, b: PropertyReport): PropertyReport {
  const worse = worstFirst.indexOf(b.verdict) < worstFirst.indexOf(a.verdict) ? b : a
  const names = [...new Set([...a.deviations, ...b.deviations].map((deviation) => deviation.name))]
  return {
    ...worse,
    runs: a.runs + b.runs,
    durationMs: a.durationMs + b.durationMs,
    reached: reaches(a.reached, b.reached),
    deviations: names.flatMap((name) => {
      const same = [...a.deviations, ...b.deviations].filter((deviation) => deviation.name === name)
      return same.slice(0, 1).map((one) => ({ ...one, times: sum(same.map(({ times }) => times)) }))
    }),
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

function reaches(a: Reached, b: Reached): Reached {
  const labels = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  const all = Object.fromEntries(labels.map((label) => [label, (a[label] ?? 0) + (b[label] ?? 0)]))
  const share = shareOf(all['stimuli'] ?? 0, all['stimuli skipped'] ?? 0)
  // Two reports may have met the same combinations: the larger number is what is certain.
  const combinations = Math.max(a['feature combinations'] ?? 0, b['feature combinations'] ?? 0)
  return {
    ...all,
    ...(combinations === 0 ? {} : { 'feature combinations': combinations }),
    ...(share === 0 ? {} : { 'share of stimuli skipped': share }),
  }
}

function surveys(rows: readonly SurveyRow[]): readonly SurveyRow[] {
  const all = new Map<string, SurveyRow>()
  for (const row of rows) {
    const key = `${row.property} ${row.by} ${row.clause}`
    const known = all.get(key)
    all.set(key, known === undefined ? row : { ...known, times: known.times + row.times })
  }
  return [...all.values()]
}
