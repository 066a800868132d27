import { type ClauseId, clauseOf } from '../../model/clause/clause.ts'
import { markLines } from '../run/freedom.ts'
import type { Reached } from '../run/reached.ts'
import { clauseCoverageLines } from './clause-coverage.ts'
import type { Paint } from './paint.ts'
import type { CheckReport, PropertyReport, PropertyVerdict, Summary, SurveyRow } from './report.ts'

const words: Readonly<Record<PropertyVerdict, string>> = {
  pass: 'pass',
  fail: 'FAIL',
  warn: 'warn',
  skip: 'skip',
  inconclusive: 'UNCLEAR',
  expected: 'expected',
  unexpectedPass: 'UNEXPECTED',
}

/** The first line: what judges what. */
export function headLine(report: Pick<CheckReport, 'suite' | 'specification' | 'target' | 'seed' | 'runs'>): string {
  const { suite, specification, target, seed, runs } = report
  const what = `${target.name} ${target.version}`
  return `${suite.name} ${suite.version} · ${specification} · ${what} · seed ${seed} · ${runs} runs a property`
}

/** A property in print: its verdict and reach, and if it failed the story. `story` is the transcript of its trace. */
export function propertyLines(property: PropertyReport, story: readonly string[], paint: Paint): readonly string[] {
  const verdict = colour(property.verdict, paint)(words[property.verdict].padEnd(10))
  const runs = property.verdict === 'skip' ? '' : `${property.runs} runs, ${seconds(property.durationMs)}`
  const first = `  ${verdict} ${property.id.padEnd(34)} ${runs}`.trimEnd()
  const reached = reachedWords(property.reached)
  return [
    first,
    ...(reached === '' ? [] : [paint.dim(`             reached ${reached}`)]),
    ...(property.reason === undefined ? [] : [`             ${property.reason}`]),
    ...property.deviations.map(
      ({ name, clause, times }) => `             deviates as known: ${name} (${clause}), ${times} times`,
    ),
    ...refusalLines(property, story, paint),
  ]
}

function refusalLines(property: PropertyReport, story: readonly string[], paint: Paint): readonly string[] {
  const { refusal, trace, replay, verdict } = property
  if (refusal === undefined || verdict === 'expected') return []
  const what = verdict === 'warn' ? 'is not followed by' : 'is broken by'
  return [
    `             ${paint.bold(refusal.clause)} ${what} the ${refusal.by}: ${refusal.because}`,
    `             ${paint.dim(gistLine(refusal.clause))}`,
    ...story.map((line) => `               ${line.includes('  ^ ') ? paint.red(line) : line}`),
    ...(trace === undefined ? [] : [`             trace   ${trace}`]),
    ...(replay === undefined ? [] : [`             replay  ${replay}`]),
  ]
}

/** A clause in our words, with its level and its place. */
export function gistLine(id: ClauseId): string {
  const { gist, level, place, authority } = clauseOf(id)
  return `${level}: ${gist} (${place ?? authority})`
}

/** What stands below the properties: known and unknown refusals together, and the sums. */
export function tailLines(report: CheckReport, again: string, paint: Paint): readonly string[] {
  const { summary } = report
  const wrong = summary.fail + summary.inconclusive + summary.unexpectedPass > 0
  return [
    '',
    ...surveyLines(report.survey),
    ...clauseCoverageLines(report),
    ...markLines(report.marks),
    ...(report.target.notes ?? []).map((note) => `target: ${note}`),
    `${paint.bold(sums(summary))} in ${seconds(report.durationMs)}`,
    ...(wrong ? [`again: ${again}`] : []),
  ]
}

function surveyLines(survey: readonly SurveyRow[]): readonly string[] {
  if (survey.length === 0) return []
  const rows = survey.map(
    ({ clause, by, because, property, times }) => `  ${times} × ${clause} by the ${by} in ${property}: ${because}`,
  )
  return ['refusals without expectations:', ...rows, '']
}

function sums(summary: Summary): string {
  const parts: readonly (readonly [number, string])[] = [
    [summary.pass, 'passed'],
    [summary.fail, 'failed'],
    [summary.warn, 'warned'],
    [summary.expected, 'deviated as expected'],
    [summary.unexpectedPass, 'passed unexpectedly'],
    [summary.inconclusive, 'inconclusive'],
    [summary.skip, 'skipped'],
  ]
  return parts.flatMap(([count, word], index) => (count > 0 || index < 2 ? `${count} ${word}` : [])).join(', ')
}

/** More kinds of rings than this are counted only: the JSON report names them. */
const FEW_RINGS = 3

function reachedWords(reached: Reached): string {
  const rings = Object.keys(reached).filter((label) => label.startsWith('chains on '))
  const shown = rings.length > FEW_RINGS ? { ...reached, 'kinds of rings': rings.length } : reached
  return Object.entries(shown)
    .filter(([label]) => rings.length <= FEW_RINGS || !rings.includes(label))
    .filter(([label]) => label !== 'stimuli' && label !== 'stimuli skipped')
    .map(([label, count]) =>
      label === 'share of stimuli skipped'
        ? `${Math.round(count * 1000) / 10} % of stimuli skipped`
        : `${count} ${label}`,
    )
    .join(', ')
}

function colour(verdict: PropertyVerdict, paint: Paint): (text: string) => string {
  if (verdict === 'pass') return paint.green
  if (verdict === 'skip') return paint.dim
  return verdict === 'warn' || verdict === 'expected' ? paint.yellow : paint.red
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
