import type { QueueIndex } from '../kernel/brand.ts'
import type { Bytes } from '../kernel/bytes.ts'
import type { Corruption } from './corruption.ts'
import type { Table } from './format.ts'
import { afterUse, atRest, type Notifying, rewritten, type Span, settled } from './suppression.ts'
import { plainRing, type RingTerms } from './terms.ts'

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
  /** Entries of the descriptor table, or of a packed ring, that it takes. */
  readonly descriptors: number
  /** Buffers it is made of; as many as descriptors if left out. */
  readonly buffers?: number
  /** Where its last buffers are described in a table of their own. */
  readonly table?: Table
  /** The device has surely seen it: there was a rest since. Before that it may or may not have. */
  readonly surely: boolean
  /** Packed ring without IN_ORDER: one that was made available behind it was used. */
  readonly passed?: true
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

/** What a driver did to a queue that it broke. */
export interface Broken {
  readonly how: Corruption
  /** The chain by which it did. */
  readonly chain: number
  /** Whether that was used. */
  readonly used: boolean
  /** How many frames may yet leave for it, on a transmit queue. */
  readonly frames: number
}

/** One virtqueue as the model knows it. */
export interface Queue {
  readonly index: QueueIndex
  readonly kind: QueueKind
  readonly size: number
  readonly ring: RingTerms
  readonly chains: readonly Chain[]
  readonly notifying: Notifying
  /** Where the used ring stands, counted from where it began: entries of a split ring, descriptors of a packed one. Modulo {@link lapOf}. */
  readonly position: number
  /** Where it stood at the last rest. */
  readonly calm: number
  /** Where the ring began: as if so many entries had gone through it before; 0 if left out. */
  readonly begin?: number
  /** The used ring has gone past its end, or, in a split ring, past that of 16 bits. */
  readonly turned?: true
  /** It was notified of since the last rest, although nothing new was available. @clause split.notify.device.11 */
  readonly pestered?: true
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
  /** Where its driver broke it: nothing is owed on it. */
  readonly broken?: Broken
}

/** Positions of a ring before they repeat: the index of a split ring has 16 bits; a packed one is gone through once for each wrap counter. */
export const lapOf = ({ size, ring }: Pick<Queue, 'size' | 'ring'>): number => (ring.packed ? 2 * size : 0x1_0000)

/** What a driver asks for that wrote nothing yet: without EVENT_IDX everything, with it, in a split ring, the first entry. */
const unwritten = ({ packed, eventIdx }: RingTerms): Notifying =>
  eventIdx && !packed
    ? { on: true, event: 0, heeds: 'event', quiet: false }
    : { on: true, heeds: 'flags', quiet: false }

/** A queue just enabled: empty, notifications as its memory has them. */
export function newQueue(
  index: QueueIndex,
  kind: QueueKind,
  size: number,
  ring: RingTerms = plainRing,
  begin = 0,
): Queue {
  const empty = { index, kind, size, ring, chains: [], notifying: unwritten(ring), position: 0, calm: 0 }
  return { ...empty, ...(begin !== 0 && { begin }), served: false, inReset: false, wasInReset: false }
}

/** How many descriptors of a queue its outstanding chains take. */
export const descriptorsTaken = ({ chains }: Queue): number =>
  chains.reduce((sum, { descriptors }) => sum + descriptors, 0)

/** What a queue is for, by its index and the number of pairs that the numbering counts. @clause net.vq.def.1 */
export function kindOf(index: QueueIndex, pairs: number): QueueKind {
  if (index === pairs * 2) return 'control'
  return index % 2 === 0 ? 'receive' : 'transmit'
}

/** A queue with a chain more. */
export const offered = (queue: Queue, chain: Chain): Queue => ({ ...queue, chains: [...queue.chains, chain] })

/** A queue after one of its chains was used: the chain is the driver's again, and a notification may be owed. */
export function used(queue: Queue, id: number): Queue {
  const { position, notifying, chains } = queue
  const lap = lapOf(queue)
  const chain = chains.find((one) => one.id === id)
  const count = queue.ring.packed ? (chain?.descriptors ?? 1) : 1
  const span: Span = { from: position, to: (position + count) % lap }
  return {
    ...queue,
    served: true,
    ...(isPassing(queue, position, count) && { turned: true }),
    chains: without(queue, chain),
    position: span.to,
    notifying: afterUse(notifying, span, lap),
  }
}

/** The chains of a queue but one, those before it being passed by. */
function without({ chains, ring }: Queue, used: Chain | undefined): readonly Chain[] {
  const place = used === undefined ? -1 : chains.indexOf(used)
  const others = chains.filter((one) => one !== used)
  if (!ring.packed || ring.inOrder) return others
  return others.map((one, at) => (at < place && one.passed !== true ? { ...one, passed: true } : one))
}

/** Positions before a ring, or in a split ring its 16-bit index, begins anew. */
const roundOf = ({ size, ring }: Queue): number => (ring.packed ? size : 0x1_0000)

/** Whether `count` entries from a position on go past the end of the ring, or of 16 bits. @clause packed.wrap.def.1 split.avail.def.1 */
export const isPassing = (queue: Queue, position: number, count: number): boolean =>
  (((queue.begin ?? 0) + position) % roundOf(queue)) + count >= roundOf(queue)

/** A queue after a rest: the device has seen every chain there is. */
export function rested(before: Queue): Queue {
  if (isRested(before)) return before
  const { pestered: _, ...queue } = before
  const { notifying, position } = queue
  const quiet = atRest(notifying)
  const seen = queue.chains.every((chain) => chain.surely)
  return {
    ...queue,
    wasInReset: queue.inReset,
    calm: position,
    chains: seen ? queue.chains : queue.chains.map((chain) => (chain.surely ? chain : { ...chain, surely: true })),
    notifying: notifying.quiet === quiet ? notifying : { ...notifying, quiet },
  }
}

/** Whether a rest would change nothing of a queue. */
function isRested({ pestered, notifying, position, calm, chains, wasInReset, inReset }: Queue): boolean {
  const same = notifying.quiet === atRest(notifying) && calm === position && wasInReset === inReset
  return same && pestered === undefined && chains.every((chain) => chain.surely)
}

/** Whether a queue has surely room for this many bytes: a chain surely seen, and none surely seen that is too small. */
export function hasRoom(queue: Queue, length: number): boolean {
  const surely = queue.chains.filter((chain) => chain.surely)
  return surely.length > 0 && surely.every((chain) => chain.room >= length)
}

/** Whether the chains of a queue that are surely seen have room for this many bytes altogether. */
export const hasRoomInAll = ({ chains }: Queue, length: number): boolean =>
  chains.reduce((sum, { surely, room }) => sum + (surely ? room : 0), 0) >= length

/** A queue of which the driver wrote something else. */
const written = (queue: Queue, now: Notifying): Queue => ({
  ...queue,
  notifying: rewritten(queue.notifying, now, { lap: lapOf(queue), position: queue.position, calm: queue.calm }),
})

/** A queue whose notifications are turned on or off: in a split ring with EVENT_IDX to no effect. @clause split.notify.device.4 */
export function notifies(queue: Queue, on: boolean): Queue {
  const { ring, notifying } = queue
  return written(queue, { ...notifying, on, heeds: ring.packed ? 'flags' : notifying.heeds })
}

/** A queue whose driver asks for a notification of one position: in a split ring without EVENT_IDX to no effect. @clause split.notify.device.1 */
export function awaits(queue: Queue, event: number): Queue {
  const { ring, notifying } = queue
  const heeds = ring.packed ? 'event' : notifying.heeds
  return written(queue, { ...notifying, event: event % lapOf(queue), heeds })
}

/** A queue after a notification was seen. */
export function notified(queue: Queue): Queue {
  return isOwing(queue) ? { ...queue, notifying: settled(queue.notifying) } : queue
}

/** Whether a used buffer notification is due. */
export const isOwing = ({ notifying }: Queue): boolean => notifying.owed !== undefined
