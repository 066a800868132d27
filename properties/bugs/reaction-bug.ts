import type { ClauseId } from '../../model/clause/clause.ts'
import type { NetConfig } from '../../model/net/config.ts'
import type { Session } from '../target.ts'

/**
 * A bug seeded in a device's reactions: a session that passes stimuli on and alters what is seen. Laid over the reference it
 * makes a faulty reference; laid over a real target it makes a faulty real target.
 */
export interface ReactionBug {
  readonly id: string
  /** What the faulty device does, in one sentence. */
  readonly says: string
  /** Where the defect shipped, or `ours`. */
  readonly source: string
  /** The property that must kill it. */
  readonly property: string
  /** The clause that must refuse it, as the first of the refusal. */
  readonly clause: ClauseId
  wrap(session: Session, config: NetConfig): Session
}
