import { arrayOf, type Bytes } from '../kernel/bytes.ts'
import { ipv4Readings } from './ipv4-reading.ts'
import { ipv6Readings } from './ipv6-reading.ts'
import { be16, type Reading, type Stretch } from './reading.ts'

/** Where the EtherType of a frame stands, or its first VLAN tag. */
export const ETHERTYPE_OFFSET = 12
const ETHERTYPE_IPV4 = 0x0800
const ETHERTYPE_IPV6 = 0x86dd
/** IEEE 802.1Q, IEEE 802.1ad, and what stood for the latter before it was written. */
export const TAGS: readonly number[] = [0x8100, 0x88a8, 0x9100]
/** Bytes of a VLAN tag. */
export const TAG_SIZE = 4

/**
 * Every way in which a device may read a frame in order to hash it, the likeliest first. There is one wherever the text decides
 * what the packet is and what headers it has, and there are several where the text is silent:
 *
 * - behind VLAN tags, which it never names: the packet inside, or nothing;
 * - a fragment, which it never names either: with the transport header if it is in this fragment, without, or nothing;
 * - a header that is cut off or contradicts itself: with it as far as it goes, without it, or nothing;
 * - extension headers that IPv6 itself does not define (AH, ESP, Mobility, …): skipped, or not recognised.
 *
 * IPv4 options leave nothing open: a TCP header behind them is a TCP header. Nor do multicast addresses, other protocols (the
 * addresses alone), padding, or wrong checksums, which the text makes no condition.
 */
export function readingsOf(frame: Bytes): readonly Reading[] {
  const data = arrayOf(frame)
  let at = ETHERTYPE_OFFSET
  while (TAGS.includes(be16(data, at))) at += TAG_SIZE
  const readings = readingsBy(be16(data, at), { frame, data, at: at + 2, end: data.length })
  return at === ETHERTYPE_OFFSET ? readings : [...readings, 'no-ip']
}

/** The readings of what stands in a stretch behind this EtherType; tags are looked behind, as in a frame. */
export function readingsIn(stretch: Stretch, etherType: number): readonly Reading[] {
  if (!TAGS.includes(etherType)) return readingsBy(etherType, stretch)
  return [...readingsIn({ ...stretch, at: stretch.at + TAG_SIZE }, be16(stretch.data, stretch.at + 2)), 'no-ip']
}

function readingsBy(etherType: number, packet: Stretch): readonly Reading[] {
  if (etherType === ETHERTYPE_IPV4) return ipv4Readings(packet)
  if (etherType === ETHERTYPE_IPV6) return ipv6Readings(packet)
  return ['no-ip']
}
