import type { ClauseId } from '../clause/clause.ts'

/** Bytes of what a broken chain has the device read where nothing else is said, and all of them {@link filling}. */
export const readableLength = 64
/** Bytes of what it has the device write, and of the place that the readable ones are in. */
export const bufferLength = 2048
/** What the device-readable bytes of a broken chain are. */
export const filling = 0xff
/** Descriptors of a chain that is too long, where the queue has as many. */
export const longChain = 34

/** What is known of a way to break a queue. */
interface Way {
  /** The format of rings that can be broken so; either, where this is absent. */
  readonly format?: 'split' | 'packed'
  /** Bytes of {@link filling} that a device finds which makes of the chain what it can; none where this is absent. */
  readonly holds?: number
  /** The same in a packed ring alone. */
  readonly holdsInPacked?: number
  /** What a device reads there nobody can say: so many bytes of anything. */
  readonly holdsAny?: number
  /** Entries that were used before become available once more. */
  readonly repeats?: true
}

const none: Way = {}
const whole: Way = { holds: readableLength }
const endless: Way = { holds: 0xffff_ffff }
const anything: Way = { holdsAny: readableLength }

/**
 * Ways in which a driver breaks a queue, each by a chain that it makes available:
 *
 * - `loop`: the last descriptor's `next` leads back to the first; in a packed ring NEXT is set all around
 * - `head-beyond`: the available ring names a head that the table does not have; in a packed ring the buffer id is as large as the ring
 * - `next-beyond`: `next` names a descriptor that the table does not have; in a packed ring NEXT leads to one that is not available
 * - `far`, `wraps`, `huge`: a buffer at an address that nothing has, beyond the end of all addresses, of nearly 4 GiB
 * - `truncated`: a buffer whose address has its lower half within the driver's memory, and a higher half that nothing has
 * - `wrong-way`: device-writable descriptors for a frame to be sent, device-readable ones for what is to be written
 * - `mixed`: device-readable descriptors before device-writable ones, on a queue that has one kind only
 * - `disordered`: a device-readable descriptor behind a device-writable one
 * - `empty`: descriptors of length zero
 * - `short`, `long`: fewer bytes than the header has; more than a frame or a command can have
 * - `overlapping`: the same bytes twice
 * - `changed`: a chain as it should be, whose address goes wrong once it was notified of
 * - `ahead`: the available index moves on by more entries than the ring has; in a packed ring a descriptor is left out
 * - `stale`: beside the chain an entry is available that was used long ago, or never written
 * - `unwrapped`: the flags are those of the other wrap counter, so that nothing is available
 * - `events`: a chain as it should be, and nonsense in what the driver asks of notifications
 * - `indirect`: a table of descriptors that holds nothing but a descriptor of that very table
 * - `table-odd`, `table-none`, `table-huge`: its length is no multiple of a descriptor's, zero, nearly 4 GiB
 * - `table-far`: it lies at an address that nothing has
 * - `table-next`: the descriptor that refers to it has NEXT set as well, and another follows
 * - `table-behind`: the descriptor that refers to it follows another in a packed ring, where a list may not mix
 * - `table-loop`, `table-beyond`: in the table `next` leads back to the first, or beyond the end
 */
const ways = {
  loop: endless,
  'head-beyond': { holdsInPacked: readableLength },
  'next-beyond': whole,
  far: anything,
  wraps: anything,
  huge: { holds: bufferLength },
  truncated: anything,
  'wrong-way': none,
  mixed: whole,
  disordered: whole,
  empty: none,
  short: none,
  long: { holds: longChain * bufferLength },
  overlapping: { holds: 2 * readableLength },
  changed: { ...whole, ...anything },
  ahead: { ...endless, repeats: true },
  stale: { repeats: true },
  unwrapped: { format: 'packed' },
  events: whole,
  // Where tables were not negotiated a device may take this one for a buffer.
  indirect: { holdsAny: 16 },
  'table-odd': whole,
  'table-none': none,
  'table-huge': whole,
  'table-far': none,
  'table-next': { holds: 2 * readableLength },
  'table-behind': { format: 'packed', holds: 2 * readableLength },
  'table-loop': { ...endless, format: 'split' },
  'table-beyond': { ...whole, format: 'split' },
} as const satisfies Readonly<Record<string, Way>>

/** A way in which a driver breaks a queue. */
export type Corruption = keyof typeof ways

/** All of them. */
export const corruptions = Object.keys(ways) as readonly Corruption[] // the keys of `ways`

const wayOf = (how: Corruption): Way => ways[how]

/** Whether the chain refers to a table of descriptors. */
export const isOfTable = (how: Corruption): boolean => how === 'indirect' || how.startsWith('table-')

/** Whether a ring of a format can be broken so. */
export const canBreak = (how: Corruption, packed: boolean): boolean =>
  (wayOf(how).format ?? (packed ? 'packed' : 'split')) === (packed ? 'packed' : 'split')

/** Whether a device may look at what it used before, and use it again: in a packed ring as well where NEXT leads on to it. */
export const isRepeating = (how: Corruption, packed: boolean): boolean =>
  wayOf(how).repeats === true || (packed && how === 'loop')

/**
 * The clause by which the device may not even look at the chain: in a packed ring it sees which descriptors are not available. None
 * where it may.
 */
export function clauseOfUnavailable(how: Corruption, packed: boolean): ClauseId | undefined {
  if (how === 'unwrapped') return 'packed.desc.device.3'
  return how === 'ahead' && packed ? 'packed.ring.device.1' : undefined
}

/** Whether so many bytes, headers included, may leave for a chain on a transmit queue: of the filling, or any. */
export function mayHold(how: Corruption, packed: boolean, length: number, isFilling: boolean): boolean {
  const { holdsInPacked = 0, holds = packed ? holdsInPacked : 0, holdsAny = 0 } = wayOf(how)
  return length <= (isFilling ? holds : holdsAny)
}
