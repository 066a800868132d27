import type { ClauseId, Level } from '../../model/clause/clause.ts'
import type { Party } from '../../model/kernel/machine.ts'
import type { Reached } from '../run/reached.ts'

/** What a property was found to be on a target. */
export type PropertyVerdict = 'pass' | 'fail' | 'warn' | 'skip' | 'inconclusive' | 'expected' | 'unexpectedPass'

/** A refusal as reports carry it. */
export interface ReportedRefusal {
  readonly clause: ClauseId
  readonly by: Party
  readonly because: string
}

/** An expected deviation that was seen. */
export interface SeenDeviation {
  readonly name: string
  readonly clause: ClauseId
  readonly times: number
}

/** One property on one target. */
export interface PropertyReport {
  readonly id: string
  readonly says: string
  readonly clauses: readonly ClauseId[]
  readonly verdict: PropertyVerdict
  /** Runs really done. */
  readonly runs: number
  readonly durationMs: number
  readonly reached: Reached
  readonly deviations: readonly SeenDeviation[]
  /** Why it was skipped, is inconclusive, or passed where it should not. */
  readonly reason?: string
  readonly refusal?: ReportedRefusal
  /** File of the shrunk trace. */
  readonly trace?: string
  /** The command that replays the trace. */
  readonly replay?: string
}

/** A refusal without expectations, and how often it was met. */
export interface SurveyRow extends ReportedRefusal {
  readonly property: string
  readonly times: number
}

/** What is known of a clause after a check. */
export interface ClauseReport {
  readonly level: Level
  readonly verdict: PropertyVerdict
  readonly properties: readonly string[]
}

/** Properties by verdict. */
export type Summary = Readonly<Record<PropertyVerdict, number>>

/** The result of a check: what `--json` prints, field by field. A promise to scripts. */
export interface CheckReport {
  readonly suite: { readonly name: string; readonly version: string }
  readonly specification: string
  readonly target: {
    readonly name: string
    readonly version: string
    readonly capabilities: readonly string[]
    /** Facts about what ran: which of two implementations, on what. */
    readonly notes?: readonly string[]
  }
  readonly seed: number
  /** Runs that were asked for, a property. */
  readonly runs: number
  readonly durationMs: number
  /** The expectations file, or null where there is none. */
  readonly expectations: string | null
  readonly summary: Summary
  readonly properties: readonly PropertyReport[]
  readonly clauses: Readonly<Record<string, ClauseReport>>
  /** MAY clauses and permitted freedoms: which side the target took. */
  readonly marks: Readonly<Record<string, { readonly taken: number; readonly declined: number }>>
  readonly survey: readonly SurveyRow[]
}
