/** `flags` of a descriptor: the chain goes on at `next`. */
export const VIRTQ_DESC_F_NEXT = 1
/** `flags` of a descriptor: the device writes the buffer (else it reads it). */
export const VIRTQ_DESC_F_WRITE = 2
/** `flags` of a descriptor: the buffer holds a table of descriptors. */
export const VIRTQ_DESC_F_INDIRECT = 4
/** `flags` of the available ring: the driver needs no used buffer notifications. */
export const VIRTQ_AVAIL_F_NO_INTERRUPT = 1
/** `flags` of the used ring: the device needs no available buffer notifications. */
export const VIRTQ_USED_F_NO_NOTIFY = 1

/** The largest size of a split virtqueue, in entries. */
export const MAX_QUEUE_SIZE = 32768

/** `struct virtq_desc`: size in bytes, alignment of the table, offsets of the fields. @clause split.ring.def.1 */
export const virtqDesc = { size: 16, align: 16, addr: 0, len: 8, flags: 12, next: 14 } as const
/** `struct virtq_avail`: alignment, offsets of the fields, bytes of an entry. @clause split.ring.def.1 */
export const virtqAvail = { align: 2, flags: 0, idx: 2, ring: 4, entrySize: 2 } as const
/** `struct virtq_used`: alignment, offsets of the fields. @clause split.ring.def.1 */
export const virtqUsed = { align: 4, flags: 0, idx: 2, ring: 4 } as const
/** `struct virtq_used_elem`: size in bytes, offsets of the fields. @clause split.ring.def.1 */
export const virtqUsedElem = { size: 8, id: 0, len: 4 } as const

/** Whether a split virtqueue may have this many entries: a power of two up to {@link MAX_QUEUE_SIZE}. */
export const isQueueSize = (size: number): boolean =>
  Number.isInteger(size) && size >= 1 && size <= MAX_QUEUE_SIZE && (size & (size - 1)) === 0

/** Bytes of the descriptor table of a queue of `size` entries. @clause split.ring.def.1 */
export const descriptorTableBytes = (size: number): number => virtqDesc.size * size
/** Bytes of the available ring, `used_event` included. @clause split.ring.def.1 */
export const availableRingBytes = (size: number): number => usedEventOffset(size) + 2
/** Bytes of the used ring, `avail_event` included. @clause split.ring.def.1 */
export const usedRingBytes = (size: number): number => availEventOffset(size) + 2

/** Offset of a descriptor in the descriptor table. */
export const descriptorOffset = (index: number): number => virtqDesc.size * index
/** Offset of `ring[slot]` in the available ring. */
export const availableEntryOffset = (slot: number): number => virtqAvail.ring + virtqAvail.entrySize * slot
/** Offset of `ring[slot]` in the used ring. */
export const usedElementOffset = (slot: number): number => virtqUsed.ring + virtqUsedElem.size * slot
/** Offset of `used_event` in the available ring of a queue of `size` entries. */
export const usedEventOffset = (size: number): number => availableEntryOffset(size)
/** Offset of `avail_event` in the used ring of a queue of `size` entries. */
export const availEventOffset = (size: number): number => usedElementOffset(size)

/** Where the three areas of a split virtqueue lie, as addresses; `end` is the first byte after them. */
export interface SplitRingPlacement {
  readonly descriptors: number
  readonly driver: number
  readonly device: number
  readonly end: number
}

const alignUp = (address: number, align: number): number => Math.ceil(address / align) * align

/**
 * The areas of a queue of `size` entries, one after the other from the first suitable address at or after `from`: descriptor
 * table (Descriptor Area), available ring (Driver Area), used ring (Device Area).
 *
 * @clause split.layout.driver.1
 */
export function placeSplitRing(size: number, from: number): SplitRingPlacement {
  const descriptors = alignUp(from, virtqDesc.align)
  const driver = alignUp(descriptors + descriptorTableBytes(size), virtqAvail.align)
  const device = alignUp(driver + availableRingBytes(size), virtqUsed.align)
  return { descriptors, driver, device, end: device + usedRingBytes(size) }
}
