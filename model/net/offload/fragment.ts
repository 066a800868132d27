import { IPV4_HEADER_SIZE } from '../../wire/ipv4.ts'
import { IPV6_HEADER_SIZE } from '../../wire/ipv6.ts'
import { join } from '../../wire/join.ts'
import type { Cutting } from './cutting.ts'
import type { Range } from './range.ts'
import { putHeaderChecksum } from './segment.ts'

/** The next header number of a fragment header. */
const FRAGMENT = 44
const FRAGMENT_HEADER_SIZE = 8
const MORE_FRAGMENTS = 0x2000
const DONT_FRAGMENT = 0x4000

/** What a device may choose for the fragments of a datagram. */
export interface FragmentChoice {
  /** `identification`: the same in all fragments of a datagram. */
  readonly identification: number
  /** Whether DF still stands in a fragment of IPv4. */
  readonly dontFragment: boolean
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Whether fragments of the frame can be told for sure: its IP header has no options and no extensions. */
export const isFragmentable = ({ network: { version, at }, transport }: Cutting): boolean =>
  transport - at === (version === 4 ? IPV4_HEADER_SIZE : IPV6_HEADER_SIZE)

/** The fragment that carries a range of the datagram, whose checksum is complete. */
export function fragmentOf(frame: Uint8Array, cutting: Cutting, range: Range, choice: FragmentChoice): Uint8Array {
  const { network, transport, length } = cutting
  const data = frame.subarray(transport + range.from, transport + range.to)
  const more = range.to < length - transport
  if (network.version === 6) return fragmentOfIpv6(frame, cutting, { data, from: range.from, more }, choice)
  const fragment = join(frame.subarray(0, transport), data)
  const view = viewOf(fragment)
  const flags = (more ? MORE_FRAGMENTS : 0) | (choice.dontFragment ? DONT_FRAGMENT : 0)
  view.setUint16(network.at + 2, fragment.length - network.at)
  view.setUint16(network.at + 4, choice.identification)
  view.setUint16(network.at + 6, flags | (range.from >> 3))
  putHeaderChecksum(fragment, network.at)
  return fragment
}

interface Part {
  readonly data: Uint8Array
  readonly from: number
  readonly more: boolean
}

function fragmentOfIpv6(
  frame: Uint8Array,
  { network: { at }, transport, protocol }: Cutting,
  { data, from, more }: Part,
  { identification }: FragmentChoice,
): Uint8Array {
  const header = new Uint8Array(FRAGMENT_HEADER_SIZE)
  const fragment = join(frame.subarray(0, transport), header, data)
  const view = viewOf(fragment)
  view.setUint16(at + 4, fragment.length - at - IPV6_HEADER_SIZE)
  view.setUint8(at + 6, FRAGMENT)
  view.setUint8(transport, protocol)
  view.setUint16(transport + 2, from | (more ? 1 : 0))
  view.setUint32(transport + 4, identification)
  return fragment
}

/** What a device chose for a fragment, and the range that this says it carries; `undefined` where it is too short to say. */
export function fragmentIn(packet: Uint8Array, cutting: Cutting) {
  const { network, transport } = cutting
  const behind = transport + (network.version === 6 ? FRAGMENT_HEADER_SIZE : 0)
  if (packet.length <= behind) return undefined
  const view = viewOf(packet)
  const length = packet.length - behind
  if (network.version === 6) {
    const from = view.getUint16(transport + 2) & 0xfff8
    const choice = { identification: view.getUint32(transport + 4), dontFragment: false }
    return { choice, range: { from, to: from + length } }
  }
  const word = view.getUint16(network.at + 6)
  const from = (word & 0x1fff) * 8
  const choice = { identification: view.getUint16(network.at + 4), dontFragment: (word & DONT_FRAGMENT) !== 0 }
  return { choice, range: { from, to: from + length } }
}
