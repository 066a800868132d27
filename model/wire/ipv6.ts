import { type Bytes, hexOf } from '../kernel/bytes.ts'
import { type Decoded, decoded, malformed, missing } from './decoded.ts'
import { address, type Parsed } from './ethernet.ts'
import { unsigned } from './unsigned.ts'

/** An IPv6 header. Version and payload length are not of it: they follow. */
export interface Ipv6Header {
  readonly trafficClass: number
  readonly flowLabel: number
  /** Number of what follows the header: an extension header or an upper-layer protocol. */
  readonly nextHeader: number
  readonly hopLimit: number
  /** Sixteen bytes. */
  readonly source: Bytes
  /** Sixteen bytes. */
  readonly destination: Bytes
}

/** A header that was read, and how many bytes follow it by its payload length. */
export interface ParsedIpv6 extends Parsed<Ipv6Header> {
  readonly payloadLength: number
}

/** Bytes of an IPv6 header. */
export const IPV6_HEADER_SIZE = 40

/** The bytes of a header before `payloadLength` bytes, extension headers included. Throws a `RangeError` for what does not fit. */
export function encodeIpv6(header: Ipv6Header, payloadLength: number): Uint8Array {
  const bytes = new Uint8Array(IPV6_HEADER_SIZE)
  const view = new DataView(bytes.buffer)
  const first = (unsigned(header.trafficClass, 8, 'trafficClass') << 20) | unsigned(header.flowLabel, 20, 'flowLabel')
  view.setUint32(0, 0x6000_0000 + first)
  view.setUint16(4, unsigned(payloadLength, 16, 'the payload length'))
  view.setUint8(6, unsigned(header.nextHeader, 8, 'nextHeader'))
  view.setUint8(7, unsigned(header.hopLimit, 8, 'hopLimit'))
  bytes.set(address(header.source, 16, 'source'), 8)
  bytes.set(address(header.destination, 16, 'destination'), 24)
  return bytes
}

/** The header at the start of a packet, all its payload there. Bytes beyond the packet are not looked at; jumbograms are not known. */
export function decodeIpv6(input: Uint8Array): Decoded<ParsedIpv6> {
  const short = missing(input, 0, IPV6_HEADER_SIZE, 'an IPv6 header')
  if (short) return short
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength)
  const first = view.getUint32(0)
  if (first >>> 28 !== 6) return malformed(0, `the version is ${first >>> 28}, not 6`)
  const payloadLength = view.getUint16(4)
  const cut = missing(input, IPV6_HEADER_SIZE, payloadLength, 'the payload of an IPv6 packet')
  if (cut) return cut
  const header = {
    trafficClass: (first >>> 20) & 0xff,
    flowLabel: first & 0xfffff,
    nextHeader: view.getUint8(6),
    hopLimit: view.getUint8(7),
    source: hexOf(input.subarray(8, 24)),
    destination: hexOf(input.subarray(24, 40)),
  }
  return decoded({ header, length: IPV6_HEADER_SIZE, payloadLength })
}
