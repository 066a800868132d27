import { arrayOf, type Bytes, hexOf, lengthOf } from '../kernel/bytes.ts'
import { internetChecksum } from './checksum.ts'
import { type Decoded, decoded, type Malformed, malformed, missing } from './decoded.ts'
import { address, type Parsed } from './ethernet.ts'
import { unsigned } from './unsigned.ts'

/** An IPv4 header. Version, lengths and checksum are not of it: they follow. */
export interface Ipv4Header {
  /** Type of service: DSCP and ECN in one byte. */
  readonly tos: number
  readonly identification: number
  readonly dontFragment: boolean
  readonly moreFragments: boolean
  /** In units of eight bytes. */
  readonly fragmentOffset: number
  readonly ttl: number
  readonly protocol: number
  /** Four bytes. */
  readonly source: Bytes
  /** Four bytes. */
  readonly destination: Bytes
  /** At most forty bytes, a multiple of four. */
  readonly options: Bytes
}

/** A header that was read, and how many bytes follow it by its total length. */
export interface ParsedIpv4 extends Parsed<Ipv4Header> {
  readonly payloadLength: number
}

/** Bytes of an IPv4 header without options. */
export const IPV4_HEADER_SIZE = 20

/** Whether a packet is a fragment of a datagram. */
export const isFragment = (header: Pick<Ipv4Header, 'moreFragments' | 'fragmentOffset'>): boolean =>
  header.moreFragments || header.fragmentOffset !== 0

function headerLength(options: Bytes): number {
  const length = lengthOf(options)
  if (length > 40 || length % 4 !== 0) {
    throw new RangeError(`options must have at most 40 bytes, a multiple of 4, not ${length}`)
  }
  return IPV4_HEADER_SIZE + length
}

/** The bytes of a header before `payloadLength` bytes, checksum included. Throws a `RangeError` for a field that does not fit. */
export function encodeIpv4(header: Ipv4Header, payloadLength: number): Uint8Array {
  const length = headerLength(header.options)
  const bytes = new Uint8Array(length)
  const view = new DataView(bytes.buffer)
  const flags = (Number(header.dontFragment) << 14) | (Number(header.moreFragments) << 13)
  view.setUint8(0, 0x40 | (length / 4))
  view.setUint8(1, unsigned(header.tos, 8, 'tos'))
  view.setUint16(2, unsigned(length + payloadLength, 16, 'the total length'))
  view.setUint16(4, unsigned(header.identification, 16, 'identification'))
  view.setUint16(6, flags | unsigned(header.fragmentOffset, 13, 'fragmentOffset'))
  view.setUint8(8, unsigned(header.ttl, 8, 'ttl'))
  view.setUint8(9, unsigned(header.protocol, 8, 'protocol'))
  bytes.set(address(header.source, 4, 'source'), 12)
  bytes.set(address(header.destination, 4, 'destination'), 16)
  bytes.set(arrayOf(header.options), 20)
  view.setUint16(10, internetChecksum(bytes))
  return bytes
}

function wrongWith(input: Uint8Array, view: DataView): Malformed | undefined {
  const version = view.getUint8(0) >> 4
  const length = (view.getUint8(0) & 15) * 4
  const total = view.getUint16(2)
  if (version !== 4) return malformed(0, `the version is ${version}, not 4`)
  if (length < IPV4_HEADER_SIZE) return malformed(0, `a header of ${length} bytes is shorter than ${IPV4_HEADER_SIZE}`)
  if (total < length) return malformed(2, `a total length of ${total} does not cover the header of ${length} bytes`)
  const cut = missing(input, 0, total, 'an IPv4 packet')
  if (cut) return cut
  if ((view.getUint16(6) & 0x8000) !== 0) return malformed(6, 'the reserved flag must be zero')
  const rest = internetChecksum(input.subarray(0, length))
  return rest === 0 ? undefined : malformed(10, 'the header checksum is wrong')
}

/** The header at the start of a packet, its checksum right and all its payload there. Bytes beyond the packet are not looked at. */
export function decodeIpv4(input: Uint8Array): Decoded<ParsedIpv4> {
  const short = missing(input, 0, IPV4_HEADER_SIZE, 'an IPv4 header')
  if (short) return short
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength)
  const wrong = wrongWith(input, view)
  if (wrong) return wrong
  const length = (view.getUint8(0) & 15) * 4
  const flags = view.getUint16(6)
  const header = {
    tos: view.getUint8(1),
    identification: view.getUint16(4),
    dontFragment: (flags & 0x4000) !== 0,
    moreFragments: (flags & 0x2000) !== 0,
    fragmentOffset: flags & 0x1fff,
    ttl: view.getUint8(8),
    protocol: view.getUint8(9),
    source: hexOf(input.subarray(12, 16)),
    destination: hexOf(input.subarray(16, 20)),
    options: hexOf(input.subarray(20, length)),
  }
  return decoded({ header, length, payloadLength: view.getUint16(2) - length })
}
