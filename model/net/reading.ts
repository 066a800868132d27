import type { Bytes } from '../kernel/bytes.ts'
import type { HashedTransport } from './hash-type.ts'

/** What the hash calculation sees in an IP packet. */
export interface IpReading {
  readonly family: 4 | 6
  /** Source address, destination address. */
  readonly addresses: Bytes
  /**
   * Only where the packet has IPv6 extension headers: the home address or else the source, then the address of the type 2
   * routing header or else the destination.
   */
  readonly extended?: Bytes
  /** Only where the packet has a transport header that a hash type covers. */
  readonly transport?: TransportReading
}

/** A transport header. */
export interface TransportReading {
  readonly kind: HashedTransport
  /** Source port, destination port. */
  readonly ports: Bytes
}

/** How a frame can be read: as an IP packet, or as nothing that has a hash. */
export type Reading = IpReading | 'no-ip'

/** The part of a frame in which something is to be found; offsets in bytes. */
export interface Stretch {
  readonly frame: Bytes
  readonly data: Uint8Array
  readonly at: number
  readonly end: number
}

/** 8 bits; zero beyond the end. */
export const u8 = (data: Uint8Array, at: number): number => data[at] ?? 0
/** 16 bits in network order; zero beyond the end. */
export const be16 = (data: Uint8Array, at: number): number => (u8(data, at) << 8) | u8(data, at + 1)
