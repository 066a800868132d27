/** A tiny scope of a machine, all of whose histories are gone through, with every law in every state. */
import type { Action, Machine } from '../model/kernel/machine.ts'
import { laws, type Scope } from './laws.ts'
import { type Series, walk } from './walk.fixture.ts'

/** A tiny scope: where its histories begin, what may be done in them, and what is tried in each state. */
export interface TinyScope<Config, State, Act extends Action>
  extends Pick<Scope<Config, State, Act>, 'attempts' | 'choice'> {
  /** What happens in it, in a few words. */
  readonly says: string
  readonly machine: Machine<Config, State, Act>
  readonly start: () => State
  readonly plan: readonly Series<Act>[]
  /** How many actions a history has at most, where not all are gone through to their end. */
  readonly depth?: number
}

/** What was found in a tiny scope. */
export interface Findings {
  readonly states: number
  readonly histories: bigint
  readonly longest: number
  /** How laws are broken; none should be. */
  readonly breaches: readonly string[]
}

/** A tiny scope of any machine, ready to be gone through. */
export interface Exploration {
  readonly machine: string
  readonly says: string
  /** @param depth - at most so many actions, where that is less than the scope's own bound */
  readonly explore: (depth: number) => Findings
}

/** A scope as something to go through, whatever its machine. */
export function exploration<Config, State, Act extends Action>(scope: TinyScope<Config, State, Act>): Exploration {
  const { machine, says, start, plan, depth = Number.POSITIVE_INFINITY } = scope
  const explore = (bound: number): Findings => {
    const { states, histories, longest } = walk(machine, start(), plan, Math.min(depth, bound))
    const breaches = laws.flatMap((law) =>
      states.flatMap((state) => {
        const breach = law.breach(machine, state, scope)
        return breach === undefined ? [] : [`${law.id}: ${breach}`]
      }),
    )
    return { states: states.length, histories, longest, breaches }
  }
  return { machine: machine.name, says, explore }
}

const grouped = (count: number | bigint): string => count.toLocaleString('en')

/** What was found, in a line. */
export const printed = ({ machine, says }: Exploration, { states, histories, longest }: Findings): string =>
  `${machine}, ${says}: ${grouped(states)} states, ${grouped(histories)} histories of at most ${longest} actions`
