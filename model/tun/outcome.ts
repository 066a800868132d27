import type { ClauseId } from '../clause/clause.ts'
import type { Errno } from './errno.ts'
import type { TunState } from './state.ts'

/** What a call does: the error it ends with, or the value it returns, the clause that says so, and the state after it. */
export interface Outcome {
  readonly error: Errno | 'none'
  /** `undefined` where it is not judged. */
  readonly value?: number | undefined
  readonly clause: ClauseId
  readonly state: TunState
}

/** The call fails and changes nothing. */
export function fails(state: TunState, error: Errno, clause: ClauseId): Outcome {
  return { error, value: 0, clause, state }
}

/** The call succeeds. */
export function succeeds(state: TunState, clause: ClauseId, value: number | undefined = 0): Outcome {
  return { error: 'none', value, clause, state }
}

/** The state that awaits the answer of a call. */
export function awaiting({ error, value, clause, state }: Outcome): TunState {
  return { ...state, answer: { kind: 'returns', error, value, clause } }
}
