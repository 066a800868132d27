import fc from 'fast-check'
import { type Action, isReaction, isStimulus, type Machine } from '../model/kernel/machine.ts'
import { perform } from '../model/kernel/perform.ts'

/** Where the laws are tried on a machine. */
export interface Scope<Config, State, Act extends Action> {
  readonly config: Config
  /** What happens, in order; what the machine refuses is left out. */
  readonly histories: fc.Arbitrary<readonly Act[]>
  /** What is tried in a state: actions of every party, allowed or not. */
  readonly attempts: (state: State) => readonly Act[]
  /** What a reaction stands for: of those that stand for the same, one need be enabled; `undefined` where none need be. */
  readonly choice: (state: State, reaction: Act) => string | undefined
}

/** A law that holds for every machine. */
export interface Law {
  /** `laws/name`. */
  readonly id: string
  /** One sentence, the law's heading in the documents. */
  readonly says: string
  /** How a machine breaks the law in a state, if it does. */
  readonly breach: <Config, State, Act extends Action>(
    machine: Machine<Config, State, Act>,
    state: State,
    scope: Pick<Scope<Config, State, Act>, 'attempts' | 'choice'>,
  ) => string | undefined
}

/** The states that a history leads through, the first included. */
export function statesOf<Config, State, Act extends Action>(
  machine: Machine<Config, State, Act>,
  config: Config,
  history: readonly Act[],
): readonly State[] {
  const states = [machine.initial(config)]
  let now = machine.initial(config)
  for (const act of history) {
    const step = machine.step(now, act)
    if (!step.ok) continue
    now = step.state
    states.push(now)
  }
  return states
}

/** A law as a property of a machine: it holds in every state that the histories of the scope lead through. */
export function lawProperty<Config, State, Act extends Action>(
  law: Law,
  machine: Machine<Config, State, Act>,
  scope: Scope<Config, State, Act>,
): fc.IProperty<[readonly Act[]]> {
  return fc.property(scope.histories, (history) => {
    for (const state of statesOf(machine, scope.config, history)) {
      const breach = law.breach(machine, state, scope)
      if (breach !== undefined) throw new Error(`${machine.name} breaks ${law.id}: ${breach}`)
    }
  })
}

const print = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner))

/** Whether two values are alike in depth; states share most of theirs, which ends the search early. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const [left, right] = [new Map<string, unknown>(Object.entries(a)), new Map<string, unknown>(Object.entries(b))]
  return [...new Set([...left.keys(), ...right.keys()])].every((key) => isSame(left.get(key), right.get(key)))
}

/** The first of some values for which there is something to say, and what. */
function first<One>(all: readonly One[], say: (one: One) => string | undefined): string | undefined {
  for (const one of all) {
    const said = say(one)
    if (said !== undefined) return said
  }
  return undefined
}

const enabledIsAccepted: Law = {
  id: 'laws/enabled-is-accepted',
  says: 'What a machine enables, it accepts, and what it hides, it enables.',
  breach: (machine, state) =>
    first(machine.enabled(state), (act) => {
      const step = machine.step(state, act)
      return step.ok ? undefined : `${print(act)} is enabled and refused: ${step.refusal.because}`
    }) ??
    first(machine.hidden(state), (act) =>
      machine.enabled(state).some((other) => isSame(act, other))
        ? undefined
        : `${print(act)} is hidden and not enabled`,
    ),
}

const acceptedIsEnabled: Law = {
  id: 'laws/accepted-is-enabled',
  says: 'What a machine accepts of a device, it enables, up to choices of which one stands for many.',
  breach: (machine, state, { attempts, choice }) => {
    const enabled = new Set(machine.enabled(state).map((act) => choice(state, act)))
    return first(attempts(state), (act) => {
      const chosen = isReaction(act) ? choice(state, act) : undefined
      if (chosen === undefined || enabled.has(chosen)) return undefined
      const step = machine.step(state, act)
      return step.ok && step.warnings === undefined ? `${print(act)} is accepted and not enabled` : undefined
    })
  },
}

const total: Law = {
  id: 'laws/total',
  says: 'A machine answers to every action in every state, always alike, and the effect of what it accepts is its step.',
  breach: (machine, state, { attempts }) =>
    first(attempts(state), (act) => {
      try {
        const step = machine.step(state, act)
        const effect = machine.effect(state, act)
        if (!isSame(step, machine.step(state, act))) return `${print(act)} ends in two ways`
        return step.ok && !isSame(step.state, effect) ? `${print(act)} has another effect than its step` : undefined
      } catch (error) {
        return `${print(act)} throws: ${String(error)}`
      }
    }),
}

/** Freezes a value with all that is in it. */
function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
  Object.freeze(value)
  for (const inner of Object.values(value)) freeze(inner)
}

const unchanged: Law = {
  id: 'laws/unchanged',
  says: 'No state is changed, whatever is tried in it, and a refused action changes nothing.',
  breach: (machine, state, { attempts }) => {
    const before = print(state)
    freeze(state)
    const thrown = first([...attempts(state), ...machine.enabled(state)], (act) => {
      try {
        machine.step(state, act)
        machine.effect(state, act)
        machine.hidden(state)
        machine.owed(state)
      } catch (error) {
        return `${print(act)} throws: ${String(error)}`
      }
      return undefined
    })
    return thrown ?? (print(state) === before ? undefined : 'a state is changed by what is tried in it')
  },
}

const blame: Law = {
  id: 'laws/blame',
  says: 'A refusal blames the party that acted.',
  breach: (machine, state, { attempts }) =>
    first(attempts(state), (act) => {
      const step = machine.step(state, act)
      if (step.ok || act.kind.startsWith(`${step.refusal.by}.`)) return undefined
      return `${print(act)} is refused, and ${step.refusal.by} is blamed: ${step.refusal.because}`
    }),
}

const restIsReachable: Law = {
  id: 'laws/rest-is-reachable',
  says: 'A device that goes on doing what is permitted comes to rest.',
  breach: (machine, state) => {
    const { state: calm, actions } = perform(
      machine,
      state,
      (enabled) => enabled.find((act) => act.kind !== 'device.rests'),
      1000,
    )
    if (machine.enabled(calm).some((act) => act.kind === 'device.rests')) return undefined
    return `no rest after ${actions.length} reactions; owed: ${print(machine.owed(calm))}`
  },
}

/** Rests are left out: what is seen after one never runs ahead of it (`kernel/accept.ts`). */
const monotone: Law = {
  id: 'laws/monotone',
  says: 'An observation that can be taken before or after something else is taken before it without loss, unless its lane is late.',
  breach: (machine, state, { attempts }) => {
    const enabled = machine.enabled(state)
    const isSeen = (act: (typeof enabled)[number]) =>
      act.kind !== 'device.rests' && !machine.hidden(state).some((other) => isSame(act, other))
    return first(enabled.filter(isSeen), (act) => {
      const { name, late } = machine.lane(act, enabled)
      const isElsewhere = (other: typeof act) =>
        other.kind !== 'device.rests' && (!isSeen(other) || machine.lane(other, enabled).name !== name)
      const others = [...enabled.filter(isElsewhere), ...attempts(state).filter(isStimulus)]
      return late ? undefined : first(others, (other) => lossBefore(machine, state, act, other))
    })
  },
}

/** What is lost where an observation is taken before something that it may follow as well. */
function lossBefore<Config, State, Act extends Action>(
  machine: Machine<Config, State, Act>,
  state: State,
  act: Act,
  other: Act,
): string | undefined {
  const then = machine.step(state, other)
  const late = then.ok ? machine.step(then.state, act) : then
  if (!late.ok) return undefined
  const now = machine.step(state, act)
  const early = now.ok ? machine.step(now.state, other) : now
  if (!early.ok) return `${print(act)} disables ${print(other)}, and may follow it`
  return first(machine.enabled(late.state), (next) =>
    machine.step(early.state, next).ok ? undefined : `${print(act)} before ${print(other)} disables ${print(next)}`,
  )
}

const endsIsSaid: Law = {
  id: 'laws/ends',
  says: 'A stimulus takes away nothing that could be observed, unless the machine says that it does.',
  breach: (machine, state, { attempts }) => {
    const enabled = machine.enabled(state)
    const seen = enabled.filter((act) => act.kind !== 'device.rests' && !machine.lane(act, enabled).late)
    return first(attempts(state).filter(isStimulus), (stimulus) => {
      const step = machine.ends?.(stimulus) === true ? undefined : machine.step(state, stimulus)
      if (step?.ok !== true) return undefined
      return first(seen, (act) =>
        machine.step(step.state, act).ok ? undefined : `${print(stimulus)} ends ${print(act)} and does not say so`,
      )
    })
  },
}

/** The laws of every machine. */
export const laws: readonly Law[] = [
  enabledIsAccepted,
  acceptedIsEnabled,
  total,
  unchanged,
  blame,
  restIsReachable,
  monotone,
  endsIsSaid,
]
