import { arrayOf, type Bytes, hexOf, lengthOf, sliceOf } from '../../kernel/bytes.ts'
import { transportChecksum } from '../../wire/checksum.ts'
import { ETHERNET_HEADER_SIZE } from '../../wire/ethernet.ts'
import { IPV6_HEADER_SIZE } from '../../wire/ipv6.ts'
import { PROTOCOL_TCP } from '../../wire/tcp.ts'
import { PROTOCOL_UDP } from '../../wire/udp.ts'
import { be16, u8 } from '../reading.ts'

/** Where TCP or UDP stands in a frame. Offsets in bytes from the frame's beginning. */
export interface Transport {
  readonly protocol: typeof PROTOCOL_TCP | typeof PROTOCOL_UDP
  readonly start: number
  /** Where the packet ends: padding may follow. */
  readonly end: number
  /** Where the checksum stands. */
  readonly field: number
  readonly source: Bytes
  readonly destination: Bytes
}

const IPV4 = 0x0800
const IPV6 = 0x86dd
const TYPE = 12
/** MF and the offset of a fragment. */
const FRAGMENT = 0x3fff
const CHECKSUM = { [PROTOCOL_TCP]: 16, [PROTOCOL_UDP]: 6 } as const

/** TCP or UDP right behind an IP header without tags, fragments and extension headers; nothing where it is not that plain. */
export function transportIn(frame: Bytes): Transport | undefined {
  const data = arrayOf(frame)
  const at = ETHERNET_HEADER_SIZE
  const type = be16(data, TYPE)
  const isIpv4 = type === IPV4 && u8(data, at) >> 4 === 4
  if (!isIpv4 && !(type === IPV6 && u8(data, at) >> 4 === 6)) return undefined
  const protocol = u8(data, at + (isIpv4 ? 9 : 6))
  const start = at + (isIpv4 ? (u8(data, at) & 15) * 4 : IPV6_HEADER_SIZE)
  const end = isIpv4 ? at + be16(data, at + 2) : start + be16(data, at + 4)
  if (protocol !== PROTOCOL_TCP && protocol !== PROTOCOL_UDP) return undefined
  const field = start + CHECKSUM[protocol]
  if ((isIpv4 && (be16(data, at + 6) & FRAGMENT) !== 0) || end > data.length || field + 2 > end) return undefined
  const [from, size] = isIpv4 ? [at + 12, 4] : [at + 8, 16]
  const source = sliceOf(frame, from, from + size)
  return { protocol, start, end, field, source, destination: sliceOf(frame, from + size, from + 2 * size) }
}

/** Whether the checksum of TCP or UDP is right; nothing where there is none to check. */
export function isSound(frame: Bytes): boolean | undefined {
  const transport = transportIn(frame)
  if (transport === undefined) return undefined
  const { protocol, start, end, field } = transport
  if (protocol === PROTOCOL_UDP && sliceOf(frame, field, field + 2) === '0000') return undefined
  return transportChecksum(transport, protocol, arrayOf(sliceOf(frame, start, end))) === 0
}

/** A frame with other bytes from `at` on. */
export function written(frame: Bytes, at: number, bytes: Bytes): Bytes {
  return `${sliceOf(frame, 0, at)}${bytes}${sliceOf(frame, at + lengthOf(bytes))}` as Bytes // Bytes, joined
}

/** 16 bits in network order. */
export const be16Bytes = (value: number): Bytes => hexOf(Uint8Array.of(value >> 8, value & 0xff))
