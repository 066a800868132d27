import type { Chain } from './queue.ts'

/** What was negotiated of how rings lie in memory. */
export interface RingFormat {
  /** RING_PACKED. */
  readonly packed: boolean
  /** INDIRECT_DESC. */
  readonly indirect: boolean
}

/** The last descriptors of a chain in a table of their own. */
export interface Table {
  /** Descriptors in the ring before the one that refers to the table. */
  readonly direct: number
  /** Whether VIRTQ_DESC_F_WRITE is set in that one. */
  readonly write: boolean
}

/** How a chain of so many buffers lies: the entries of the ring it takes, and the table where there is one. */
export type Lie = Pick<Chain, 'descriptors' | 'buffers' | 'table'>

/**
 * How a chain lies that the driver would like to describe in a table. Where tables were not negotiated there is none; on a packed
 * ring it holds all of the chain, since a list may not mix.
 *
 * @clause packed.indirect.driver.1 packed.indirect.driver.4 split.indirect.device.2
 */
export function lieOf(
  { packed, indirect }: RingFormat,
  buffers: number,
  wish: { readonly direct: number; readonly write?: boolean } | undefined,
): Lie {
  if (wish === undefined || !indirect) return { descriptors: buffers }
  const direct = packed ? 0 : Math.min(wish.direct, buffers - 1)
  return { descriptors: direct + 1, buffers, table: { direct, write: !packed && wish.write === true } }
}

/** Whether a ring of a format may have so many entries. @clause split.ring.def.1 packed.ring.def.1 */
export function isSizeOf({ packed }: RingFormat, size: number): boolean {
  return Number.isInteger(size) && size > 0 && size <= 32768 && (packed || (size & (size - 1)) === 0)
}
