import type { QueueIndex } from '../kernel/brand.ts'
import type { Bytes } from '../kernel/bytes.ts'

/** What a virtqueue of a network device is for. */
export type QueueKind = 'receive' | 'transmit' | 'control'

/**
 * A chain that the driver made available and the device has not used.
 *
 * Chains are known by the plan's ids. The order in which a device uses them is free without IN_ORDER (core.vq.def.1).
 */
export interface Chain {
  readonly id: number
  /** Bytes that the device may write. */
  readonly room: number
  /** Entries of the descriptor table that it takes. */
  readonly descriptors: number
  /** The device has surely seen it: there was a rest since. Before that it may or may not have. */
  readonly surely: boolean
}

/** Used buffer notifications of one queue, without EVENT_IDX. */
export interface Notifying {
  /** `avail.flags` does not hold VIRTQ_AVAIL_F_NO_INTERRUPT. */
  readonly on: boolean
  /** They were off at the last rest and not turned on since: whoever interrupts now does so unasked. */
  readonly quiet: boolean
  /** A buffer was used while they were on, and no notification was seen since. */
  readonly owed: boolean
}

/** A reset of the queue alone, in its past. @clause core.vqreset.device.2 core.vqreset.device.3 */
export interface Renewal {
  /** It was enabled with another size than before. */
  readonly resized: boolean
}

/** What was seen of content that is spread over several chains. */
export interface Spread {
  /** What they hold, one behind the other. */
  readonly bytes: Bytes
  /** How many were seen. */
  readonly buffers: number
  /** How many there are to be. */
  readonly of: number
}

/** One virtqueue as the model knows it. */
export interface Queue {
  readonly index: QueueIndex
  readonly kind: QueueKind
  readonly size: number
  readonly chains: readonly Chain[]
  readonly notifying: Notifying
  /** A chain was used since it was enabled. */
  readonly served: boolean
  /** It was reset alone and not enabled since. */
  readonly inReset: boolean
  /** It was in reset at some moment since the last rest. */
  readonly wasInReset: boolean
  /** Where it was reset alone and enabled anew. */
  readonly renewal?: Renewal
  /** Where chains of a frame were used, and not all of them. */
  readonly spread?: Spread
}

/** A queue just enabled: empty, notifications on. */
export function newQueue(index: QueueIndex, kind: QueueKind, size: number): Queue {
  const notifying = { on: true, quiet: false, owed: false }
  return { index, kind, size, chains: [], notifying, served: false, inReset: false, wasInReset: false }
}

/** How many descriptors of a queue its outstanding chains take. */
export const descriptorsTaken = ({ chains }: Queue): number =>
  chains.reduce((sum, { descriptors }) => sum + descriptors, 0)

/** Whether a split ring may have so many entries: a power of two up to 32768. @clause split.ring.def.1 */
export const isQueueSize = (size: number): boolean => size > 0 && size <= 32768 && (size & (size - 1)) === 0

/** What a queue is for, by its index and the number of pairs that the numbering counts. @clause net.vq.def.1 */
export function kindOf(index: QueueIndex, pairs: number): QueueKind {
  if (index === pairs * 2) return 'control'
  return index % 2 === 0 ? 'receive' : 'transmit'
}

/** A queue with a chain more. */
export const offered = (queue: Queue, chain: Chain): Queue => ({ ...queue, chains: [...queue.chains, chain] })

/** A queue after one of its chains was used: the chain is the driver's again, and a notification may be owed. */
export function used(queue: Queue, id: number): Queue {
  const { notifying } = queue
  return {
    ...queue,
    served: true,
    chains: queue.chains.filter((chain) => chain.id !== id),
    notifying: notifying.on && !notifying.owed ? { ...notifying, owed: true } : notifying,
  }
}

/** A queue after a rest: the device has seen every chain there is. */
export function rested(queue: Queue): Queue {
  const { notifying } = queue
  const seen = queue.chains.every((chain) => chain.surely)
  if (seen && notifying.quiet === !notifying.on && queue.wasInReset === queue.inReset) return queue
  return {
    ...queue,
    wasInReset: queue.inReset,
    chains: seen ? queue.chains : queue.chains.map((chain) => (chain.surely ? chain : { ...chain, surely: true })),
    notifying: { ...notifying, quiet: !notifying.on },
  }
}

/** Whether a queue has surely room for this many bytes: a chain surely seen, and none surely seen that is too small. */
export function hasRoom(queue: Queue, length: number): boolean {
  const surely = queue.chains.filter((chain) => chain.surely)
  return surely.length > 0 && surely.every((chain) => chain.room >= length)
}

/** Whether the chains of a queue that are surely seen have room for this many bytes altogether. */
export const hasRoomInAll = ({ chains }: Queue, length: number): boolean =>
  chains.reduce((sum, { surely, room }) => sum + (surely ? room : 0), 0) >= length

/**
 * A queue whose notifications are turned on or off. What was owed before is owed no longer: a device that looked at the flags
 * after they were turned off was right not to notify, and nobody can tell when it looked.
 */
export function notifies(queue: Queue, on: boolean): Queue {
  const { notifying } = queue
  return { ...queue, notifying: { on, quiet: notifying.quiet && !on, owed: on && notifying.on && notifying.owed } }
}

/** A queue after a notification was seen. */
export function notified(queue: Queue): Queue {
  return queue.notifying.owed ? { ...queue, notifying: { ...queue.notifying, owed: false } } : queue
}
