import type { EngineBug } from './engine-bug.ts'

export type { EngineBug } from './engine-bug.ts'

/** Every bug seeded in the engine's source. */
export const engineBugs: readonly EngineBug[] = []
