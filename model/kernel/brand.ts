declare const brand: unique symbol
type Branded<Name extends string> = number & { readonly [brand]: Name }

/** A virtqueue's index in the device: receiveq1 is 0, transmitq1 is 1, receiveq2 is 2, … */
export type QueueIndex = Branded<'QueueIndex'>
/** A queue pair's index, from 0; pair 0 is receiveq1 and transmitq1. It is what `rss_rq_id` holds. */
export type PairIndex = Branded<'PairIndex'>
/** An index into a descriptor table. */
export type DescriptorIndex = Branded<'DescriptorIndex'>
/** A free-running 16-bit position in a ring; the *slot* is the position modulo the ring's size. */
export type RingPosition = Branded<'RingPosition'>

function whole(value: number, below: number, what: string): number {
  if (!Number.isInteger(value) || value < 0 || value >= below) {
    throw new RangeError(`${what} must be a whole number from 0 to ${below - 1}, not ${value}`)
  }
  return value
}

/** A queue index, asserted to be 0..65535. */
export const queueIndex = (value: number): QueueIndex => whole(value, 0x1_0000, 'a queue index') as QueueIndex
/** A pair index, asserted to be 0..32767. */
export const pairIndex = (value: number): PairIndex => whole(value, 0x8000, 'a pair index') as PairIndex
/** A descriptor index, asserted to be 0..65535. */
export const descriptorIndex = (value: number): DescriptorIndex =>
  whole(value, 0x1_0000, 'a descriptor index') as DescriptorIndex
/** A ring position, asserted to be 0..65535. */
export const ringPosition = (value: number): RingPosition => whole(value, 0x1_0000, 'a ring position') as RingPosition

/** The receive queue of a pair. @clause net.vq.def.1 */
export const receiveQueueOf = (pair: PairIndex): QueueIndex => queueIndex(pair * 2)
/** The transmit queue of a pair. @clause net.vq.def.1 */
export const transmitQueueOf = (pair: PairIndex): QueueIndex => queueIndex(pair * 2 + 1)
/** The pair a receive or transmit queue belongs to. @clause net.vq.def.1 */
export const pairOf = (queue: QueueIndex): PairIndex => pairIndex(queue >> 1)
/** The position `count` entries further on, modulo 2¹⁶. @clause split.avail.def.1 */
export const advance = (position: RingPosition, count: number): RingPosition =>
  ringPosition((position + count) & 0xffff)
/** The slot of a position in a ring of `size` entries. @clause split.avail.def.1 */
export const slotOf = (position: RingPosition, size: number): number => position % size
