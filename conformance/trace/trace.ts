import type { ClauseId } from '../../model/clause/clause.ts'
import type { Party } from '../../model/kernel/machine.ts'
import type { NetConfig } from '../../model/net/config.ts'
import type { Entry } from '../../properties/target.ts'

/** What the head line of a trace calls its format. */
export const traceFormat = 'virtio-conformance-trace/1'

/** The first line of a trace. */
export interface TraceHead {
  readonly suite: { readonly name: string; readonly version: string }
  readonly specification: string
  readonly target: { readonly name: string; readonly version: string }
  /** The device as the model knew it. */
  readonly config: NetConfig
  /** Seed of the check that found it. */
  readonly seed: number
  /** What the session was opened with: it decides what the target leaves to chance. */
  readonly session?: number
  readonly property: string
  /** The clause broken; absent in a trace that is allowed. */
  readonly clause?: ClauseId
  readonly by?: Party
  readonly because?: string
}

/** A history on disk. */
export interface Trace {
  readonly head: TraceHead
  /** Everything done and seen, ending with a rest. */
  readonly log: readonly Entry[]
}
