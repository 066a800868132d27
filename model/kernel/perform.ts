import type { Action, Machine } from './machine.ts'

/** Picks one of the enabled reactions, or none: the device then waits. */
export type Policy<Act extends Action> = (enabled: readonly Act[]) => Act | undefined

/** What a device of this policy does next, one reaction after another, until the policy waits. */
export interface Performance<State, Act> {
  readonly state: State
  /** The reactions in order, hidden ones included. */
  readonly actions: readonly Act[]
}

/**
 * Plays the device: reactions are picked from what the machine enables until the policy waits or `most` were done.
 *
 * Throws a fault if the machine refuses what it enabled.
 */
export function perform<Config, State, Act extends Action>(
  machine: Machine<Config, State, Act>,
  state: State,
  policy: Policy<Act>,
  most = 10_000,
): Performance<State, Act> {
  const actions: Act[] = []
  let now = state
  while (actions.length < most) {
    const act = policy(machine.enabled(now))
    if (act === undefined) break
    const step = machine.step(now, act)
    if (!step.ok) throw new Error(`fault: ${machine.name} enabled ${act.kind} and refuses it: ${step.refusal.because}`)
    actions.push(act)
    now = step.state
  }
  return { state: now, actions }
}
