import type { ClauseId } from '../clause/clause.ts'

/** Who acts. The driver, the program that uses an interface of the kernel's (`user`), the wire, the administrator (`admin`, `pf`, `vf`) and time stimulate; the device reacts. */
export type Party = 'driver' | 'wire' | 'device' | 'backend' | 'user' | 'admin' | 'pf' | 'vf' | 'time'

/** Anything that happens. The kind names the party and the verb: `driver.offers`, `device.uses`. */
export interface Action {
  readonly kind: `${Party}.${string}`
}

/** Somebody broke one or more clauses. A value, never thrown: a fault of ours is thrown. */
export interface Refusal {
  readonly by: Party
  /** Every clause broken; the first is *the* refusal. */
  readonly clauses: readonly [ClauseId, ...ClauseId[]]
  /** Why, in a sentence that names queues, chains and values. */
  readonly because: string
}

/** Something the device must still do before it may rest. */
export interface Obligation {
  readonly clauses: readonly [ClauseId, ...ClauseId[]]
  readonly because: string
}

/** The outcome of a transition. */
export type Step<State> =
  | { readonly ok: true; readonly state: State; readonly warnings?: readonly Refusal[] }
  | { readonly ok: false; readonly refusal: Refusal }

/**
 * A machine says, of any history, whether it is allowed. It is total, deterministic and never mutates.
 *
 * The theory is input/output conformance of labelled transition systems: an implementation conforms if, after every history
 * that the machine allows, each reaction it shows is one that the machine allows, silence (`device.rests`) included.
 */
export interface Machine<Config, State, Act extends Action> {
  readonly name: string
  /** The state after power-on. */
  initial(config: Config): State
  /** The state after an action, or the refusal. A refused action changes nothing. */
  step(state: State, action: Act): Step<State>
  /** The state after what was shown, refused or not, so that a survey can go on past a refusal. */
  effect(state: State, action: Act): State
  /** The reactions that the clauses permit next, the hidden ones among them. */
  enabled(state: State): readonly Act[]
  /** The enabled actions that no observer sees: a command takes effect, say. */
  hidden(state: State): readonly Act[]
  /** What must be empty when the device rests. */
  owed(state: State): readonly Obligation[]
  /**
   * The lane of an observation: order is total within a lane. A late lane only forbids, and moves when due. `among` are the
   * entries up to the next rest, for observations whose lane follows from what else is seen.
   */
  lane(action: Act, among: readonly Act[]): Lane
  /**
   * Whether a stimulus ends what could be observed before it: a queue is reset, say. What is reported behind it happened before it, and
   * so did the hidden actions that explain it. A machine without such stimuli leaves this out.
   */
  ends?(stimulus: Act): boolean
}

/** A lane of observations. */
export interface Lane {
  readonly name: string
  readonly late: boolean
}

/** Whether an action is the device's: everything else is a stimulus. */
export function isReaction(action: Action): boolean {
  return action.kind.startsWith('device.') || action.kind.startsWith('backend.')
}

/** Whether an action is a stimulus. */
export function isStimulus(action: Action): boolean {
  return !isReaction(action)
}
