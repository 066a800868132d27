/** Every history of a tiny scope: whatever is done to a machine, in any order, and however it reacts. */
import type { Action, Machine } from '../model/kernel/machine.ts'

/** Turns that are taken in order, or not at all; in each, one of some stimuli. */
export type Series<Act> = readonly (readonly Act[])[]

/** What a walk found. */
export interface Walk<State> {
  /** Every state, once. */
  readonly states: readonly State[]
  /** How many histories lead through them, the empty one included. */
  readonly histories: bigint
  /** How many actions the longest has. */
  readonly longest: number
}

/** A state, and how many turns of each series were taken on the way to it. */
interface Place<State> {
  readonly state: State
  readonly taken: readonly number[]
  /** How many histories lead here. */
  readonly ways: bigint
}

const keyOf = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner))

/** Where one action leads: a turn of a series, or a reaction. What the machine refuses, and a rest of a device at rest, leads nowhere. */
function next<Config, State, Act extends Action>(
  machine: Machine<Config, State, Act>,
  { state, taken, ways }: Place<State>,
  plan: readonly Series<Act>[],
): readonly Place<State>[] {
  const after = (act: Act, now: readonly number[]): readonly Place<State>[] => {
    const step = machine.step(state, act)
    return step.ok ? [{ state: step.state, taken: now, ways }] : []
  }
  const done = plan.flatMap((series, at) => {
    const now = taken.map((count, index) => (index === at ? count + 1 : count))
    return (series[taken[at] ?? 0] ?? []).flatMap((act) => after(act, now))
  })
  const shown = machine.enabled(state).flatMap((act) => after(act, taken))
  return [...done, ...shown.filter((place) => keyOf(place.state) !== keyOf(state))]
}

/** Places of the same state and turns, as one. */
function merged<State>(places: readonly Place<State>[]): ReadonlyMap<string, Place<State>> {
  const all = new Map<string, Place<State>>()
  for (const place of places) {
    const key = keyOf([place.taken, place.state])
    const known = all.get(key)
    all.set(key, known === undefined ? place : { ...known, ways: known.ways + place.ways })
  }
  return all
}

/** Takes every history from a state: the turns of every series, in every order, with every reaction that is enabled between. */
export function walk<Config, State, Act extends Action>(
  machine: Machine<Config, State, Act>,
  start: State,
  plan: readonly Series<Act>[],
  depth = Number.POSITIVE_INFINITY,
): Walk<State> {
  const states = new Map<string, State>()
  const begin: Place<State> = { state: start, taken: plan.map(() => 0), ways: 1n }
  let histories = 0n
  let longest = -1
  for (let front = merged([begin]); front.size > 0 && longest < depth; longest++) {
    for (const { state, ways } of front.values()) {
      states.set(keyOf(state), state)
      histories += ways
    }
    front = merged([...front.values()].flatMap((place) => next(machine, place, plan)))
  }
  return { states: [...states.values()], histories, longest }
}
