import { arrayOf, type Bytes, hexOf, lengthOf } from '../kernel/bytes.ts'
import { type Ends, transportChecksum } from './checksum.ts'
import { type Decoded, decoded, malformed, missing } from './decoded.ts'
import type { Parsed } from './ethernet.ts'
import { join } from './join.ts'
import { unsigned } from './unsigned.ts'

/** The protocol number of TCP. */
export const PROTOCOL_TCP = 6
/** Bytes of a TCP header without options. */
export const TCP_HEADER_SIZE = 20
/** Bits of `flags`. */
export const tcpFlag = { FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16, URG: 32, ECE: 64, CWR: 128 } as const

/** A TCP header. Data offset and checksum are not of it: they follow. */
export interface TcpHeader {
  readonly sourcePort: number
  readonly destinationPort: number
  readonly sequence: number
  readonly acknowledgment: number
  /** The twelve bits after the data offset, the four reserved ones included. */
  readonly flags: number
  readonly window: number
  readonly urgent: number
  /** At most forty bytes, a multiple of four. */
  readonly options: Bytes
}

/** The bytes of a segment between these ends, checksum included. Throws a `RangeError` for a field that does not fit. */
export function encodeTcp(header: TcpHeader, payload: Uint8Array, ends: Ends): Uint8Array {
  const optionsLength = lengthOf(header.options)
  if (optionsLength > 40 || optionsLength % 4 !== 0) {
    throw new RangeError(`options must have at most 40 bytes, a multiple of 4, not ${optionsLength}`)
  }
  const length = TCP_HEADER_SIZE + optionsLength
  const segment = join(new Uint8Array(TCP_HEADER_SIZE), arrayOf(header.options), payload)
  const view = new DataView(segment.buffer)
  view.setUint16(0, unsigned(header.sourcePort, 16, 'sourcePort'))
  view.setUint16(2, unsigned(header.destinationPort, 16, 'destinationPort'))
  view.setUint32(4, unsigned(header.sequence, 32, 'sequence'))
  view.setUint32(8, unsigned(header.acknowledgment, 32, 'acknowledgment'))
  view.setUint16(12, ((length / 4) << 12) | unsigned(header.flags, 12, 'flags'))
  view.setUint16(14, unsigned(header.window, 16, 'window'))
  view.setUint16(18, unsigned(header.urgent, 16, 'urgent'))
  view.setUint16(16, transportChecksum(ends, PROTOCOL_TCP, segment))
  return segment
}

/** The header at the start of a segment, its checksum right; all the bytes after it are payload. */
export function decodeTcp(segment: Uint8Array, ends: Ends): Decoded<Parsed<TcpHeader>> {
  const short = missing(segment, 0, TCP_HEADER_SIZE, 'a TCP header')
  if (short) return short
  const view = new DataView(segment.buffer, segment.byteOffset, segment.byteLength)
  const length = (view.getUint8(12) >> 4) * 4
  if (length < TCP_HEADER_SIZE) return malformed(12, `a header of ${length} bytes is shorter than ${TCP_HEADER_SIZE}`)
  const cut = missing(segment, 0, length, 'a TCP header with its options')
  if (cut) return cut
  if (transportChecksum(ends, PROTOCOL_TCP, segment) !== 0) return malformed(16, 'the TCP checksum is wrong')
  const header = {
    sourcePort: view.getUint16(0),
    destinationPort: view.getUint16(2),
    sequence: view.getUint32(4),
    acknowledgment: view.getUint32(8),
    flags: view.getUint16(12) & 0xfff,
    window: view.getUint16(14),
    urgent: view.getUint16(18),
    options: hexOf(segment.subarray(TCP_HEADER_SIZE, length)),
  }
  return decoded({ header, length })
}
