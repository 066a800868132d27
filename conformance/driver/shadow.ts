import type { GuestMemory } from './memory-device.ts'
import { poison } from './poison.ts'

/** What a driver keeps beside a guest memory: as much of both as the memory holds, at the same offsets. */
export interface Shadow {
  /** What the driver left at each address. */
  readonly image: Uint8Array
  /** Room for what memory holds now. */
  readonly snapshot: Uint8Array
  /** The poison of these offsets, from one to the other (exclusive): each byte is made once. A view, not to be written. */
  poison(start: number, end: number): Uint8Array
}

const shadows = new WeakMap<GuestMemory, Shadow>()

/**
 * The shadow of a memory: the same one each time, since a target that gives every plan a session of its own gives many of them
 * the same memory, and to make megabytes anew takes longer than to drive the plan.
 */
export function shadowOf(memory: GuestMemory): Shadow {
  const known = shadows.get(memory) ?? newShadow(memory)
  shadows.set(memory, known)
  return known
}

function newShadow({ base, size }: GuestMemory): Shadow {
  const all = new Uint8Array(size)
  let made = 0
  return {
    image: new Uint8Array(size),
    snapshot: new Uint8Array(size),
    poison(start, end) {
      if (end > made) {
        poison(all.subarray(made, end), base + made)
        made = end
      }
      return all.subarray(start, end)
    },
  }
}
