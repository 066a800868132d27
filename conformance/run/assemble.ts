import type { Capabilities, TargetFacts } from '../../properties/target.ts'
import type { CheckReport, PropertyReport, SurveyRow } from '../report/report.ts'
import { specification, suite } from '../report/suite.ts'
import { clausesOf, summaryOf } from '../report/summary.ts'
import type { Marks } from './freedom.ts'
import type { Findings } from './judge.ts'

/** What a report says beside its properties. */
export interface CheckFacts {
  readonly target: Pick<TargetFacts, 'name' | 'version'>
  /** Of every part that the target was judged by. */
  readonly capabilities: Pick<Capabilities, 'has' | 'notes'>
  readonly seed: number
  readonly runs: number
  /** When the check began, on the clock of `performance`. */
  readonly began: number
  readonly expectations: string | null
}

/** A report out of what was found. */
export function assemble(
  { target, capabilities, seed, runs, began, expectations }: CheckFacts,
  properties: readonly PropertyReport[],
  survey: readonly SurveyRow[],
  marks: Marks = {},
): CheckReport {
  return {
    suite,
    specification,
    target: {
      name: target.name,
      version: target.version,
      capabilities: [...capabilities.has].sort(),
      ...(capabilities.notes === undefined ? {} : { notes: capabilities.notes }),
    },
    seed,
    runs,
    durationMs: Math.round(performance.now() - began),
    expectations,
    summary: summaryOf(properties),
    properties,
    clauses: clausesOf(properties),
    marks,
    survey,
  }
}

/** What a judgement adds to the survey. */
export function surveyRows(property: string, judgement: Findings): readonly SurveyRow[] {
  return judgement.survey.map(({ refusal, times }) => ({
    clause: refusal.clauses[0],
    by: refusal.by,
    because: refusal.because,
    property,
    times,
  }))
}
