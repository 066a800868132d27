import type fc from 'fast-check'
import type { ClauseId } from '../model/clause/clause.ts'
import type { Action } from '../model/kernel/machine.ts'
import type { DeviceRests } from '../model/kernel/rest.ts'
import type { NetStimulus } from '../model/net/action.ts'
import type { NetConfig } from '../model/net/config.ts'
import type { Capability } from './target.ts'

/** A step of a plan: a stimulus, or `device.rests` where the harness waits until the device rests. */
export type PlanStep<Stimulus extends Action = NetStimulus> = Stimulus | DeviceRests

/**
 * Stimuli in order: what a run intends to do. What the driver cannot do in the present state is skipped when the plan is driven;
 * only what was done enters the history.
 */
export type Plan<Stimulus extends Action = NetStimulus> = readonly PlanStep<Stimulus>[]

/** What can be said of a property without knowing of which subject it is. */
export interface PropertyFacts {
  /** `theme/name`, unlike that of any other property of any subject. */
  readonly id: string
  /** One sentence, the property's heading in the documents. */
  readonly says: string
  /** The clauses that a failure may cite and that no other property is needed for. */
  readonly clauses: readonly ClauseId[]
  /** What a target must have, or the property is skipped for it. */
  readonly needs: readonly Capability[]
  /** Bounds the runs where one is slow by nature, and says why. */
  readonly cost?: { readonly maxRuns: number; readonly because: string }
}

/**
 * A property is data. It holds of a target if, for every plan, the model accepts the log and nothing is owed at rest.
 *
 * It is one of the network device unless told otherwise.
 */
export interface Property<Config = NetConfig, Stimulus extends Action = NetStimulus> extends PropertyFacts {
  /** Plans for a device of this kind. */
  readonly plan: (config: Config) => fc.Arbitrary<Plan<Stimulus>>
}
