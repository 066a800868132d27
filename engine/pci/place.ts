/**
 * Where the function's structures lie. Why it is fast: each structure begins on a page of its own, so that an access finds it
 * by a shift, and constants fold into the code that compares with them.
 */

/** BAR 0 (64 bits wide, memory): common configuration, ISR status, device configuration and notification, in this order. */
export const structureBar = 0
/** BAR 2 (32 bits wide, memory): the MSI-X table, then its pending bits. */
export const msixBar = 2

/** Bits of an offset within a page. */
export const pageShift = 12
const page = 1 << pageShift

/** The page of BAR 0 that a structure begins with. */
export const pageOf = { common: 0, isr: 1, device: 2, notify: 3 } as const

/** Bytes of the common configuration: all of its fields, to `admin_queue_num`. @clause pci.common.device.2 */
export const commonLength = 64
/** Bytes of the ISR status. */
export const isrLength = 1
/** `notify_off_multiplier`: a doorbell of 32 bits for each queue. */
export const notifyMultiplier = 4

/** Bytes from the start of BAR 0 to a structure. */
export const offsetOf = {
  common: pageOf.common * page,
  isr: pageOf.isr * page,
  device: pageOf.device * page,
  notify: pageOf.notify * page,
} as const

const powerOfTwo = (least: number): number => 2 ** Math.ceil(Math.log2(least))

/** Bytes of BAR 0 for so many queues. */
export const structureBarSize = (queues: number): number => powerOfTwo(offsetOf.notify + queues * notifyMultiplier)

/** Bytes of an entry of the MSI-X table. */
export const entryBytes = 16
/** Where the pending bits begin in BAR 2, for so many vectors: a multiple of 8. */
export const pendingOffset = (vectors: number): number => vectors * entryBytes
/** Bytes of the pending bits: whole words of 64. */
export const pendingBytes = (vectors: number): number => Math.ceil(vectors / 64) * 8
/** Bytes of BAR 2: one page at least. */
export const msixBarSize = (vectors: number): number =>
  powerOfTwo(Math.max(page, pendingOffset(vectors) + pendingBytes(vectors)))

/** Where each capability begins in configuration space, in the order of the list. */
export const capabilityAt = { msix: 0x40, common: 0x4c, notify: 0x5c, isr: 0x70, device: 0x80, window: 0x90 } as const
