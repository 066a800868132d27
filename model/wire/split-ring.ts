import { type Decoded, decoded, missing } from './decoded.ts'
import {
  availableEntryOffset,
  availableRingBytes,
  availEventOffset,
  usedElementOffset,
  usedEventOffset,
  usedRingBytes,
  virtqAvail,
  virtqDesc,
  virtqUsed,
  virtqUsedElem,
} from './split-ring-layout.ts'
import { unsigned } from './unsigned.ts'

/** `struct virtq_desc` as a value. `addr` is a bigint, since a hostile one may need all 64 bits. */
export interface Descriptor {
  readonly addr: bigint
  /** Bytes of the buffer. */
  readonly len: number
  readonly flags: number
  readonly next: number
}
/** `struct virtq_used_elem` as a value: the head of the chain used, and the bytes written to it. */
export interface UsedElement {
  readonly id: number
  readonly len: number
}
/** `struct virtq_avail` as a value. `usedEvent` means something only with VIRTIO_F_EVENT_IDX. */
export interface AvailableRing {
  readonly flags: number
  readonly idx: number
  /** Heads; as many as the queue has entries. */
  readonly ring: readonly number[]
  readonly usedEvent: number
}
/** `struct virtq_used` as a value. `availEvent` means something only with VIRTIO_F_EVENT_IDX. */
export interface UsedRing {
  readonly flags: number
  readonly idx: number
  readonly ring: readonly UsedElement[]
  readonly availEvent: number
}

const viewOf = (array: Uint8Array): DataView => new DataView(array.buffer, array.byteOffset, array.byteLength)

/** The 16 bytes of a descriptor. Throws a `RangeError` for a field that does not fit. @clause split.ring.def.1 */
export function encodeDescriptor(descriptor: Descriptor): Uint8Array {
  if (BigInt.asUintN(64, descriptor.addr) !== descriptor.addr) {
    throw new RangeError(`addr must be a whole number of 64 bits, not ${descriptor.addr}`)
  }
  const bytes = new Uint8Array(virtqDesc.size)
  const view = viewOf(bytes)
  view.setBigUint64(virtqDesc.addr, descriptor.addr, true)
  view.setUint32(virtqDesc.len, unsigned(descriptor.len, 32, 'len'), true)
  view.setUint16(virtqDesc.flags, unsigned(descriptor.flags, 16, 'flags'), true)
  view.setUint16(virtqDesc.next, unsigned(descriptor.next, 16, 'next'), true)
  return bytes
}

/** The descriptor in the first 16 bytes. @clause split.ring.def.1 */
export function decodeDescriptor(input: Uint8Array): Decoded<Descriptor> {
  const short = missing(input, 0, virtqDesc.size, 'a descriptor')
  if (short) return short
  const view = viewOf(input)
  return decoded({
    addr: view.getBigUint64(virtqDesc.addr, true),
    len: view.getUint32(virtqDesc.len, true),
    flags: view.getUint16(virtqDesc.flags, true),
    next: view.getUint16(virtqDesc.next, true),
  })
}

function putUsedElement(view: DataView, at: number, element: UsedElement): void {
  view.setUint32(at + virtqUsedElem.id, unsigned(element.id, 32, 'id'), true)
  view.setUint32(at + virtqUsedElem.len, unsigned(element.len, 32, 'len'), true)
}

function usedElementAt(view: DataView, at: number): UsedElement {
  return { id: view.getUint32(at + virtqUsedElem.id, true), len: view.getUint32(at + virtqUsedElem.len, true) }
}

/** The 8 bytes of a used ring entry. Throws a `RangeError` for a field that does not fit. @clause split.ring.def.1 */
export function encodeUsedElement(element: UsedElement): Uint8Array {
  const bytes = new Uint8Array(virtqUsedElem.size)
  putUsedElement(viewOf(bytes), 0, element)
  return bytes
}

/** The used ring entry in the first 8 bytes. @clause split.ring.def.1 */
export function decodeUsedElement(input: Uint8Array): Decoded<UsedElement> {
  return missing(input, 0, virtqUsedElem.size, 'a used ring entry') ?? decoded(usedElementAt(viewOf(input), 0))
}

/** The bytes of an available ring of as many entries as `ring` has. Throws a `RangeError` for a field that does not fit. */
export function encodeAvailableRing(available: AvailableRing): Uint8Array {
  const size = available.ring.length
  const bytes = new Uint8Array(availableRingBytes(size))
  const view = viewOf(bytes)
  view.setUint16(virtqAvail.flags, unsigned(available.flags, 16, 'flags'), true)
  view.setUint16(virtqAvail.idx, unsigned(available.idx, 16, 'idx'), true)
  available.ring.forEach((head, slot) => {
    view.setUint16(availableEntryOffset(slot), unsigned(head, 16, `ring[${slot}]`), true)
  })
  view.setUint16(usedEventOffset(size), unsigned(available.usedEvent, 16, 'used_event'), true)
  return bytes
}

/** The available ring of a queue of `size` entries. @clause split.ring.def.1 */
export function decodeAvailableRing(input: Uint8Array, size: number): Decoded<AvailableRing> {
  const short = missing(input, 0, availableRingBytes(size), `an available ring of ${size} entries`)
  if (short) return short
  const view = viewOf(input)
  return decoded({
    flags: view.getUint16(virtqAvail.flags, true),
    idx: view.getUint16(virtqAvail.idx, true),
    ring: Array.from({ length: size }, (_, slot) => view.getUint16(availableEntryOffset(slot), true)),
    usedEvent: view.getUint16(usedEventOffset(size), true),
  })
}

/** The bytes of a used ring of as many entries as `ring` has. Throws a `RangeError` for a field that does not fit. */
export function encodeUsedRing(used: UsedRing): Uint8Array {
  const size = used.ring.length
  const bytes = new Uint8Array(usedRingBytes(size))
  const view = viewOf(bytes)
  view.setUint16(virtqUsed.flags, unsigned(used.flags, 16, 'flags'), true)
  view.setUint16(virtqUsed.idx, unsigned(used.idx, 16, 'idx'), true)
  used.ring.forEach((element, slot) => {
    putUsedElement(view, usedElementOffset(slot), element)
  })
  view.setUint16(availEventOffset(size), unsigned(used.availEvent, 16, 'avail_event'), true)
  return bytes
}

/** The used ring of a queue of `size` entries. @clause split.ring.def.1 */
export function decodeUsedRing(input: Uint8Array, size: number): Decoded<UsedRing> {
  const short = missing(input, 0, usedRingBytes(size), `a used ring of ${size} entries`)
  if (short) return short
  const view = viewOf(input)
  return decoded({
    flags: view.getUint16(virtqUsed.flags, true),
    idx: view.getUint16(virtqUsed.idx, true),
    ring: Array.from({ length: size }, (_, slot) => usedElementAt(view, usedElementOffset(slot))),
    availEvent: view.getUint16(availEventOffset(size), true),
  })
}
