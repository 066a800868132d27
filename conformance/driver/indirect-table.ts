import type { Indirection } from '../../model/net/action.ts'

/** How the buffers of a chain are divided: so many descriptors in the ring, the others in a table that one more refers to. */
export interface Division {
  /** Buffers described in the ring. */
  readonly direct: number
  /** Buffers described in the table; 0 where there is none. */
  readonly inTable: number
  /** Descriptors of the ring. */
  readonly inRing: number
  /** Whether VIRTQ_DESC_F_WRITE is set in the one that refers to the table. */
  readonly write: boolean
}

/**
 * How `count` buffers are divided. Without an indirection, or where none was negotiated, there is no table; a table has one buffer at
 * least.
 */
export function divided(count: number, indirect: Indirection | undefined, negotiated: boolean): Division {
  if (indirect === undefined || !negotiated) return { direct: count, inTable: 0, inRing: count, write: false }
  const direct = Math.min(indirect.direct, count - 1)
  return { direct, inTable: count - direct, inRing: direct + 1, write: indirect.write === true }
}

/**
 * The places in a table of `count` entries that follow one another by `next`: the first entry first, then the others from the last
 * down, which no device may take for granted.
 *
 * @clause split.indirect.def.1
 */
export const tableOrder = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, nth) => (nth === 0 ? 0 : count - nth))
