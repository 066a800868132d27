import type { ClauseId } from '../../model/clause/clause.ts'

/** A bug seeded in the engine's source: a patch that must apply exactly once. The engine itself carries no hooks. */
export interface EngineBug {
  readonly id: string
  /** What the faulty engine does, in one sentence. */
  readonly says: string
  /** Where the defect shipped, or `ours`. */
  readonly source: string
  /** The property that must kill it. */
  readonly property: string
  /** The clause that must refuse it, as the first of the refusal. */
  readonly clause: ClauseId
  /** The file to be patched, from the package's root: `engine/steering.ts`. */
  readonly file: string
  readonly old: string
  readonly new: string
}
