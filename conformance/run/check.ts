import type { PropertyFacts } from '../../properties/property.ts'
import type { Candidate, Capabilities } from '../../properties/target.ts'
import type { CheckReport, PropertyReport, SurveyRow } from '../report/report.ts'
import type { TraceFacts } from '../trace/trace.ts'
import { assemble } from './assemble.ts'
import { type Marks, together } from './freedom.ts'

/** What a check must know. */
export interface CheckOptions {
  /** Ids of the properties to be judged; every one unless given. */
  readonly properties?: readonly string[]
  readonly seed: number
  /** Runs a property. */
  readonly runs: number
  /** Names of the known deviations that are expected of the target; none unless given. */
  readonly expected?: readonly string[]
  /** The text of the stored history of a known deviation, by its file. */
  readonly storedText?: (file: string) => string
  /** The expectations file, for the report. */
  readonly expectations?: string | null
  readonly shard?: { readonly index: number; readonly of: number }
  /** Bounds one property, in milliseconds. */
  readonly timeoutMs?: number
  /** Stop after the first property that fails. */
  readonly bail?: boolean
  readonly signal?: AbortSignal
  /** Keeps a trace (and the one before it, where it is needed); yields its file and the command that replays it. */
  readonly save?: (trace: WrittenTrace) => { readonly trace: string; readonly replay: string }
  readonly progress?: Progress
}

/** A trace to be kept: what its head says, its text, and that of the plan before it where the failure needs that. */
export interface WrittenTrace {
  readonly facts: TraceFacts
  readonly text: string
  readonly before?: string
}

/** Told how a check comes along. */
export interface Progress {
  started(property: PropertyFacts, runs: number): void
  ran(runs: number): void
  /** `story` is the failure's history in print; empty where nothing failed. */
  finished(report: PropertyReport, story: readonly string[]): void
}

/** What judging a target as one subject came to. */
export interface PartReport {
  readonly properties: readonly PropertyReport[]
  readonly survey: readonly SurveyRow[]
  readonly marks: Marks
  readonly capabilities: Pick<Capabilities, 'has' | 'notes'>
}

/** What judges candidates as one subject. */
export interface Judging {
  check(candidate: Candidate, options: CheckOptions): Promise<PartReport>
}

/** Judges a candidate by every property of every subject; what the command `check` does, and its JSON report. */
export async function check(
  courts: readonly Judging[],
  candidate: Candidate,
  options: CheckOptions,
): Promise<CheckReport> {
  const began = performance.now()
  const parts: PartReport[] = []
  for (const court of courts) {
    const part = await court.check(candidate, options)
    parts.push(part)
    if (options.bail && part.properties.some(({ verdict }) => verdict === 'fail')) break
  }
  const { seed, runs, expectations = null } = options
  const facts = { target: candidate, capabilities: all(parts), seed, runs, began, expectations }
  return assemble(
    facts,
    parts.flatMap((part) => part.properties),
    parts.flatMap((part) => part.survey),
    together(parts.map((part) => part.marks)),
  )
}

function all(parts: readonly PartReport[]): PartReport['capabilities'] {
  const notes = [...new Set(parts.flatMap(({ capabilities }) => capabilities.notes ?? []))]
  const has = new Set(parts.flatMap(({ capabilities }) => [...capabilities.has]))
  return { has, ...(parts.some(({ capabilities }) => capabilities.notes !== undefined) ? { notes } : {}) }
}
