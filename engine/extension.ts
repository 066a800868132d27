import type { Layout } from './layout.ts'
import type { Memory } from './memory.ts'

/** Next header values (IANA's protocol numbers). */
export const protocol = {
  hopByHop: 0,
  TCP: 6,
  UDP: 17,
  routing: 43,
  fragment: 44,
  authentication: 51,
  none: 59,
  destination: 60,
  mobility: 135,
  hostIdentity: 139,
  shim6: 140,
} as const

const homeAddressOption = 0xc9
const pad1Option = 0
const addressLength = 16
/** Extension headers come in units of 8 bytes, and none is shorter. */
const unit = 8

/**
 * Walks the extension headers of an IPv6 packet. Why it is fast: it returns one number and leaves the rest in columns, and
 * most packets leave at the first comparison.
 *
 * It ends at what is no extension header (ESP hides what follows and counts as such), at the end of the packet, or at a
 * fragment header that belongs to a real fragment. Every header is 8 bytes or more, so that the work is bounded by the
 * packet's length.
 *
 * @param next the IPv6 header's next header
 * @param at where the first extension header would begin
 * @param end where the packet ends
 * @returns where the upper-layer header begins; `upperProtocol` says which it is, 59 (none) if it cannot be had
 */
export type ExtensionWalk = (next: number, at: number, end: number) => number

/** A walk over headers that lie in this memory; home address and type 2 routing header go into `homeTuple`. */
export function createExtensionWalk(layout: Layout, memory: Memory): ExtensionWalk {
  const { frameExtended, homeTuple, upperProtocol } = layout
  const { view } = memory

  function copyAddress(from: number, word: number): void {
    for (let index = 0; index < 4; index++) homeTuple[word + index] = view.getInt32(from + 4 * index, false)
  }

  /** The home address option among the options from `at` to `end`. */
  function readOptions(at: number, end: number): void {
    let option = at
    while (option + 1 < end) {
      const kind = view.getUint8(option)
      if (kind === pad1Option) {
        option++
        continue
      }
      const length = view.getUint8(option + 1)
      const isHome = kind === homeAddressOption && length === addressLength && option + 2 + addressLength <= end
      if (isHome) copyAddress(option + 2, 0)
      option += 2 + length
    }
  }

  /** The length in bytes of the extension header `kind` at `at`; 0 if it is no extension header. */
  function lengthOf(kind: number, at: number): number {
    switch (kind) {
      case protocol.hopByHop:
      case protocol.routing:
      case protocol.destination:
      case protocol.mobility:
      case protocol.hostIdentity:
      case protocol.shim6:
        return (view.getUint8(at + 1) + 1) * unit
      case protocol.fragment:
        return unit
      case protocol.authentication:
        return (view.getUint8(at + 1) + 2) * 4
      default:
        return 0
    }
  }

  /** Takes note of what a whole header says; whether the walk may go on behind it. */
  function readHeader(kind: number, at: number, length: number): boolean {
    if (kind === protocol.destination) readOptions(at + 2, at + length)
    const isType2 = kind === protocol.routing && length === unit + addressLength && view.getUint8(at + 2) === 2
    if (isType2) copyAddress(at + unit, 4)
    return kind !== protocol.fragment || (view.getUint16(at + 2, false) & 0xfff9) === 0
  }

  return (first, at, end) => {
    let kind = first
    let place = at
    upperProtocol[0] = protocol.none
    while (place + unit <= end) {
      const length = lengthOf(kind, place)
      if (length === 0) {
        upperProtocol[0] = kind
        return place
      }
      frameExtended[0] = 1
      if (place + length > end || !readHeader(kind, place, length)) return end
      kind = view.getUint8(place)
      place += length
    }
    return end
  }
}
