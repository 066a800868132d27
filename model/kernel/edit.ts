import { type Draft, produce, setAutoFreeze } from 'immer'

// Freezing costs eight times the edit itself; types forbid mutation, and tests switch freezing on to prove it.
setAutoFreeze(false)

/**
 * A copy of a state in which `change` was carried out on a draft; what it does not touch is shared with the original.
 * Never search inside the recipe: find first, then change by index or key.
 */
export function edit<State>(state: State, change: (draft: Draft<State>) => void): State {
  return produce(state, (draft) => {
    change(draft)
  })
}

/** Whether states are frozen deeply, so that a mutation throws. Off unless a test turns it on. */
export function freezeStates(on: boolean): void {
  setAutoFreeze(on)
}
