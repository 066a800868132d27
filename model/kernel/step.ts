import { type ClauseId, isAdvice } from '../clause/clause.ts'
import type { Obligation, Party, Refusal, Step } from './machine.ts'

/** The transition is allowed and leads here. */
export function allow<State>(state: State, warnings?: readonly Refusal[]): Step<State> {
  return warnings === undefined || warnings.length === 0 ? { ok: true, state } : { ok: true, state, warnings }
}

/** Somebody broke these clauses; the first is the refusal. */
export function refusal(by: Party, clauses: readonly [ClauseId, ...ClauseId[]], because: string): Refusal {
  return { by, clauses, because }
}

/** The transition is refused. */
export function refuse(
  by: Party,
  clause: ClauseId,
  because: string,
): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: refusal(by, [clause], because) }
}

/**
 * The transition's outcome from the faults found in it: refused with every clause of those that bind, the first fault's first;
 * otherwise allowed, with advice that was not followed and breaches that were only noted as warnings.
 */
export function judge<State>(faults: readonly Fault[], next: () => State): Step<State> {
  const binding = faults.filter((fault) => fault.noted !== true && !isAdvice(fault.clauses[0]))
  const [first, ...others] = binding
  if (first === undefined) return allow(next(), faults)
  const clauses = new Set([...first.clauses, ...others.flatMap((fault) => fault.clauses)])
  clauses.delete(first.clauses[0])
  const because = binding.map((fault) => fault.because).join('; ')
  return { ok: false, refusal: { by: first.by, clauses: [first.clauses[0], ...clauses], because } }
}

/** A breach found in an action. */
export interface Fault extends Refusal {
  /** The standard gives the other side an answer to this breach: it is noted, and the history goes on. */
  readonly noted?: true
}

/** Something the device owes. */
export function owe(clause: ClauseId, because: string): Obligation {
  return { clauses: [clause], because }
}

/** The refusal of a device that rests although it owes something: every obligation's clauses, the first obligation's first. */
export function restless(owed: readonly [Obligation, ...Obligation[]]): Refusal {
  const [first, ...others] = owed
  const rest = others.flatMap((one) => one.clauses)
  const clauses = [...new Set([...first.clauses.slice(1), ...rest])].filter((clause) => clause !== first.clauses[0])
  return { by: 'device', clauses: [first.clauses[0], ...clauses], because: owed.map((one) => one.because).join('; ') }
}
