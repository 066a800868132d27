import type { TunObservation, TunStimulus } from '../../model/tun/action.ts'
import type { TunConfig } from '../../model/tun/config.ts'
import type { TunRules } from '../../model/tun/rules.ts'
import type { TunState } from '../../model/tun/state.ts'
import type { PlanOf, PropertyOf } from '../terms.ts'

/** The terms of a tun device: nothing of it is hidden. */
export interface TunTerms {
  readonly config: TunConfig
  readonly state: TunState
  readonly rules: TunRules
  readonly stimulus: TunStimulus
  readonly observation: TunObservation
  readonly hidden: never
}

/** A property of a tun device. */
export type TunProperty = PropertyOf<TunTerms>
/** A plan for a tun device. */
export type TunPlan = PlanOf<TunTerms>
