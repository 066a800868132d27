import type { Action, Machine } from '../model/kernel/machine.ts'
import type { DeviceApplies, NetObservation, NetStimulus } from '../model/net/action.ts'
import type { NetConfig } from '../model/net/config.ts'
import type { NetRules } from '../model/net/rules.ts'
import type { NetState } from '../model/net/state.ts'
import type { Plan, Property } from './property.ts'
import type { Entry, Part, Session, Target } from './target.ts'

/** The types of a subject, in one: what its machine is told, knows, and is built of, and what is done to it and seen of it. */
export interface Terms {
  readonly config: unknown
  readonly state: unknown
  /** Its record of leaf rules. */
  readonly rules: unknown
  readonly stimulus: Action
  readonly observation: Action
  /** What nobody sees: `never` where it hides nothing. */
  readonly hidden: Action
}

/** The terms of the network device. */
export interface NetTerms {
  readonly config: NetConfig
  readonly state: NetState
  readonly rules: NetRules
  readonly stimulus: NetStimulus
  readonly observation: NetObservation
  readonly hidden: DeviceApplies
}

/** An entry of a log, in these terms. */
export type EntryOf<T extends Terms> = Entry<T['stimulus'], T['observation']>
/** Whatever happens, seen or not. */
export type ActionOf<T extends Terms> = EntryOf<T> | T['hidden']
/** A machine, in these terms. */
export type MachineOf<T extends Terms> = Machine<T['config'], T['state'], ActionOf<T>>
/** A plan, in these terms. */
export type PlanOf<T extends Terms> = Plan<T['stimulus']>
/** A property, in these terms. */
export type PropertyOf<T extends Terms> = Property<T['config'], T['stimulus']>
/** A session, in these terms. */
export type SessionOf<T extends Terms> = Session<T['stimulus'], T['observation']>
/** What makes an implementation be judged in these terms. */
export type PartOf<T extends Terms> = Part<T['config'], T['stimulus'], T['observation']>
/** An implementation that is judged in these terms. */
export type TargetOf<T extends Terms> = Target<T['config'], T['stimulus'], T['observation']>
