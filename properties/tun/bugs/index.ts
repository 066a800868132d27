import type { TunBug } from './altered.ts'
import { fileBugs } from './files.ts'
import { steeringBugs } from './steering.ts'

/** Every bug seeded in the reactions of a tun device, by theme. */
export const tunBugs: readonly TunBug[] = [...fileBugs, ...steeringBugs]
