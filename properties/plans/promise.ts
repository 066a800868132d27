import { internetChecksum } from '../../model/wire/checksum.ts'
import { ETHERNET_HEADER_SIZE } from '../../model/wire/ethernet.ts'
import { IPV6_HEADER_SIZE } from '../../model/wire/ipv6.ts'
import type { Oddities } from './flow.ts'

/** How far the total length of IPv4, and the payload length of IPv6, is from the beginning of the header. */
const OFFSET = { ipv4: 2, ipv6: 4 } as const
const CHECKSUM = 10

/**
 * A frame of IP without tags whose length field says otherwise than it should: nothing, 8 bytes more than the frame holds, or
 * so many fewer than its headers take, `headers` bytes of the frame. The checksum of an IPv4 header is right again.
 */
export function promising(frame: Uint8Array, promises: NonNullable<Oddities['promises']>, headers: number): Uint8Array {
  const changed = frame.slice()
  const at = ETHERNET_HEADER_SIZE
  const view = new DataView(changed.buffer)
  const isIpv4 = view.getUint8(at) >> 4 === 4
  const end = promises === 'more' ? frame.length + 8 : promises === 'nothing' ? 0 : headers - promises
  const start = isIpv4 ? at : at + IPV6_HEADER_SIZE
  view.setUint16(at + (isIpv4 ? OFFSET.ipv4 : OFFSET.ipv6), Math.max(0, end - start))
  if (!isIpv4) return changed
  view.setUint16(at + CHECKSUM, 0)
  view.setUint16(at + CHECKSUM, internetChecksum(changed.subarray(at, at + (view.getUint8(at) & 15) * 4)))
  return changed
}
