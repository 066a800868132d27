import type fc from 'fast-check'
import type { ClauseId } from '../model/clause/clause.ts'
import type { DeviceRests, NetStimulus } from '../model/net/action.ts'
import type { NetConfig } from '../model/net/config.ts'
import type { Capability } from './target.ts'

/** A step of a plan: a stimulus, or `device.rests` where the harness waits until the device rests. */
export type PlanStep = NetStimulus | DeviceRests

/**
 * Stimuli in order: what a run intends to do. What the driver cannot do in the present state is skipped when the plan is driven;
 * only what was done enters the history.
 */
export type Plan = readonly PlanStep[]

/**
 * A property is data. It holds of a target if, for every plan, the model accepts the log and nothing is owed at rest.
 */
export interface Property {
  /** `theme/name`. */
  readonly id: string
  /** One sentence, the property's heading in the documents. */
  readonly says: string
  /** The clauses that a failure may cite and that no other property is needed for. */
  readonly clauses: readonly ClauseId[]
  /** What a target must have, or the property is skipped for it. */
  readonly needs: readonly Capability[]
  /** Plans for a device of this kind. */
  readonly plan: (config: NetConfig) => fc.Arbitrary<Plan>
  /** Bounds the runs where one is slow by nature, and says why. */
  readonly cost?: { readonly maxRuns: number; readonly because: string }
}
