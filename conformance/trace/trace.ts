import type { ClauseId } from '../../model/clause/clause.ts'
import type { Party } from '../../model/kernel/machine.ts'
import type { EntryOf, NetTerms, Terms } from '../../properties/terms.ts'

/** What the head line of a trace calls its format. */
export const traceFormat = 'virtio-conformance-trace/1'

/** What a trace is of that does not say it. */
export const unnamedSubject = 'net'

/** What the first line of any trace says. */
export interface TraceFacts {
  readonly suite: { readonly name: string; readonly version: string }
  readonly specification: string
  /** What the target was judged as; the network device (`net`) unless it says otherwise. */
  readonly subject?: string
  readonly target: { readonly name: string; readonly version: string }
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

/** The first line of a trace: of the network device unless told otherwise. */
export interface TraceHead<T extends Terms = NetTerms> extends TraceFacts {
  /** The device as the model knew it. */
  readonly config: T['config']
}

/** A history on disk. */
export interface Trace<T extends Terms = NetTerms> {
  readonly head: TraceHead<T>
  /** Everything done and seen, ending with a rest. */
  readonly log: readonly EntryOf<T>[]
}
