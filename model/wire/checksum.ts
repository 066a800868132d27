import { arrayOf, type Bytes, lengthOf } from '../kernel/bytes.ts'
import { join } from './join.ts'

/**
 * The Internet checksum: the complement of the sum, in ones' complement, of the 16-bit words in network order. A last odd byte
 * counts as if a zero followed. Over bytes that hold their own right checksum it is 0.
 */
export function internetChecksum(bytes: Uint8Array): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at += 2) sum += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000)
  return ~sum & 0xffff
}

/** The ends of a packet as TCP and UDP see them: addresses of four bytes, or of sixteen. */
export interface Ends {
  readonly source: Bytes
  readonly destination: Bytes
}

/** What TCP and UDP put before a segment of `length` bytes when they sum it up: over IPv4 12 bytes, over IPv6 40. */
export function pseudoHeader({ source, destination }: Ends, protocol: number, length: number): Uint8Array {
  const tail = new Uint8Array(lengthOf(source) === 4 ? 4 : 8)
  const view = new DataView(tail.buffer)
  if (tail.length === 4) view.setUint16(2, length)
  else view.setUint32(0, length)
  tail[tail.length === 4 ? 1 : 7] = protocol
  return join(arrayOf(source), arrayOf(destination), tail)
}

/** The checksum of a TCP or UDP segment between these ends. */
export function transportChecksum(ends: Ends, protocol: number, segment: Uint8Array): number {
  return internetChecksum(join(pseudoHeader(ends, protocol, segment.length), segment))
}
