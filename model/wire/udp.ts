import { lengthOf } from '../kernel/bytes.ts'
import { type Ends, transportChecksum } from './checksum.ts'
import { type Decoded, decoded, type Malformed, malformed, missing } from './decoded.ts'
import type { Parsed } from './ethernet.ts'
import { join } from './join.ts'
import { unsigned } from './unsigned.ts'

/** The protocol number of UDP. */
export const PROTOCOL_UDP = 17
/** Bytes of a UDP header. */
export const UDP_HEADER_SIZE = 8

/** A UDP header. Length and checksum are not of it: they follow. */
export interface UdpHeader {
  readonly sourcePort: number
  readonly destinationPort: number
  /** Sent without a checksum, which only IPv4 allows. */
  readonly unchecked?: true
}

/** The bytes of a datagram between these ends, checksum included. Throws a `RangeError` for a field that does not fit. */
export function encodeUdp(header: UdpHeader, payload: Uint8Array, ends: Ends): Uint8Array {
  const datagram = join(new Uint8Array(UDP_HEADER_SIZE), payload)
  const view = new DataView(datagram.buffer)
  view.setUint16(0, unsigned(header.sourcePort, 16, 'sourcePort'))
  view.setUint16(2, unsigned(header.destinationPort, 16, 'destinationPort'))
  view.setUint16(4, unsigned(datagram.length, 16, 'the length'))
  if (header.unchecked) {
    if (lengthOf(ends.source) !== 4) throw new RangeError('over IPv6, UDP is not sent without a checksum')
    return datagram
  }
  // 0 would say that there is no checksum; 0xffff is the same number in ones' complement
  view.setUint16(6, transportChecksum(ends, PROTOCOL_UDP, datagram) || 0xffff)
  return datagram
}

function wrongChecksum(datagram: Uint8Array, checksum: number, ends: Ends): Malformed | undefined {
  if (checksum === 0) {
    return lengthOf(ends.source) === 4 ? undefined : malformed(6, 'over IPv6, UDP has a checksum')
  }
  const right = transportChecksum(ends, PROTOCOL_UDP, datagram) === 0
  return right ? undefined : malformed(6, 'the UDP checksum is wrong')
}

/** The header at the start of a datagram, its length and checksum right; all the bytes after it are payload. */
export function decodeUdp(datagram: Uint8Array, ends: Ends): Decoded<Parsed<UdpHeader>> {
  const short = missing(datagram, 0, UDP_HEADER_SIZE, 'a UDP header')
  if (short) return short
  const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.byteLength)
  const length = view.getUint16(4)
  if (length !== datagram.length) return malformed(4, `the length is ${length}, but ${datagram.length} bytes are there`)
  const checksum = view.getUint16(6)
  const wrong = wrongChecksum(datagram, checksum, ends)
  if (wrong) return wrong
  const header = { sourcePort: view.getUint16(0), destinationPort: view.getUint16(2) }
  return decoded({ header: checksum === 0 ? { ...header, unchecked: true } : header, length: UDP_HEADER_SIZE })
}
