import type { ClauseId } from '../../model/clause/clause.ts'
import type { Action } from '../../model/kernel/machine.ts'
import type { NetObservation, NetStimulus } from '../../model/net/action.ts'
import type { NetConfig } from '../../model/net/config.ts'
import type { Session } from '../target.ts'

/** What can be said of a seeded bug without knowing of which subject it is, or how it comes about. */
export interface BugFacts {
  readonly id: string
  /** What the faulty device does, in one sentence. */
  readonly says: string
  /** Where the defect shipped, or `ours`. */
  readonly source: string
  /** The property that must kill it. */
  readonly property: string
  /** The clause that must refuse it, as the first of the refusal. */
  readonly clause: ClauseId
}

/**
 * A bug seeded in a device's reactions: a session that passes stimuli on and alters what is seen. Laid over the reference it
 * makes a faulty reference; laid over a real target it makes a faulty real target. One of the network device unless told
 * otherwise.
 */
export interface ReactionBug<
  Config = NetConfig,
  Stimulus extends Action = NetStimulus,
  Observation extends Action = NetObservation,
> extends BugFacts {
  /** What the device is, where the reference is not it: another reference is made then. Real targets stay what they are. */
  readonly device?: (config: Config) => Config
  wrap(session: Session<Stimulus, Observation>, config: Config): Session<Stimulus, Observation>
}
