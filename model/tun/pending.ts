import type { ClauseId } from '../clause/clause.ts'
import type { Bytes } from '../kernel/bytes.ts'
import type { TunFile } from './action.ts'
import { anyHash, type HashRange, hashesOfSlot, outside, within } from './hash-range.ts'

/** A packet that was sent and not read yet: in one of some queues. */
export interface Pending {
  readonly frame: number
  readonly bytes: Bytes
  /** The key of its flow. */
  readonly flow: string
  /** The files of the active queues when it was sent, by their slots. */
  readonly slots: readonly TunFile[]
  /** The slot that is chosen without its hash: the only one, or a learned one. */
  readonly fixed: number | undefined
  /** Whether its hash may have chosen. */
  readonly hashed: boolean
  /** Where it is not: another packet behind it was read there, or nothing was. */
  readonly absent: readonly TunFile[]
  /** Queues that were emptied when they were detached or closed: it was lost if it was there. */
  readonly purged: readonly TunFile[]
  /** The clause that decides where it goes. */
  readonly why: ClauseId
  /** The queue it goes to surely has no room: that it was not taken is owed. */
  readonly excess: boolean
}

/** What is known of the hashes of flows. */
export type Hashes = Readonly<Record<string, HashRange>>

/** Slots that it may be in, as far as hashes are known. */
function slotsOf(pending: Pending, hashes: Hashes): readonly number[] {
  const range = hashes[pending.flow] ?? anyHash
  const { slots, fixed, hashed } = pending
  return slots.flatMap((_, slot) => {
    const byHash = hashed && within(range, hashesOfSlot(slot, slots.length)).length > 0
    return slot === fixed || byHash ? [slot] : []
  })
}

/** The queues that it may be in, those that were emptied since not among them. */
export function placesOf(pending: Pending, hashes: Hashes): readonly TunFile[] {
  const { slots, absent, purged } = pending
  return slotsOf(pending, hashes).flatMap((slot) => {
    const file = slots[slot]
    return file === undefined || absent.includes(file) || purged.includes(file) ? [] : [file]
  })
}

/** Whether it can be nowhere else than in this queue: it was neither lost, nor is another possible. */
export function isSurelyIn(pending: Pending, file: TunFile, hashes: Hashes): boolean {
  const places = placesOf(pending, hashes)
  return places.length === 1 && places[0] === file && !mayBeLost(pending, hashes)
}

/** Whether it may have been in a queue that was emptied. */
export function mayBeLost(pending: Pending, hashes: Hashes): boolean {
  const { slots, absent, purged } = pending
  return slotsOf(pending, hashes).some((slot) => {
    const file = slots[slot]
    return file !== undefined && purged.includes(file) && !absent.includes(file)
  })
}

/** What is known of hashes once a packet was found in a queue. */
export function foundIn(pending: Pending, file: TunFile, hashes: Hashes): Hashes {
  const slot = pending.slots.indexOf(file)
  if (slot < 0 || !pending.hashed || slot === pending.fixed) return hashes
  return narrowed(pending, hashes, (range) => within(range, hashesOfSlot(slot, pending.slots.length)))
}

/** What is known of hashes once a packet was found not to be in a queue, in which it was not lost either. */
export function missedIn(pending: Pending, file: TunFile, hashes: Hashes): Hashes {
  const slot = pending.slots.indexOf(file)
  if (slot < 0 || pending.fixed !== undefined || pending.purged.includes(file)) return hashes
  return narrowed(pending, hashes, (range) => outside(range, hashesOfSlot(slot, pending.slots.length)))
}

/** Hashes with one of them narrowed; one that would be narrowed to nothing stays, and what does that is refused elsewhere. */
function narrowed({ flow }: Pending, hashes: Hashes, change: (range: HashRange) => HashRange): Hashes {
  const range = change(hashes[flow] ?? anyHash)
  return range.length === 0 ? hashes : { ...hashes, [flow]: range }
}
