import type { EngineBug } from './engine-bug.ts'

/** A bug of the engine's checksums on the sending side. */
const checksum = (bug: Pick<EngineBug, 'id' | 'says' | 'old' | 'new'> & Partial<EngineBug>): EngineBug => ({
  source: 'ours',
  property: 'transmit/checksum',
  clause: 'house.transmit.checksum',
  file: 'engine/offload.ts',
  ...bug,
})

/** A bug of the engine's segments. */
const segments = (bug: Pick<EngineBug, 'id' | 'says' | 'old' | 'new'> & Partial<EngineBug>): EngineBug => ({
  source: 'ours',
  property: 'transmit/segments',
  clause: 'house.transmit.segments',
  file: 'engine/segment.ts',
  ...bug,
})

/** A bug of the engine's fragments. */
const fragments = (bug: Pick<EngineBug, 'id' | 'says' | 'old' | 'new'> & Partial<EngineBug>): EngineBug =>
  segments({ property: 'transmit/fragments', clause: 'house.transmit.fragments', ...bug })

const checksumBugs: readonly EngineBug[] = [
  checksum({
    id: 'engine-checksum-short',
    says: 'A checksum leaves the last byte of the frame out.',
    old: 'sumWords(view, frame + start, length - start, 0)',
    new: 'sumWords(view, frame + start, length - start - 1, 0)',
  }),
  checksum({
    id: 'engine-checksum-whole-frame',
    says: 'A checksum is taken over the whole frame, its other headers included.',
    old: 'sumWords(view, frame + start, length - start, 0)',
    new: 'sumWords(view, frame, length, 0)',
  }),
  checksum({
    id: 'engine-checksum-host-order',
    says: 'A checksum is stored with its bytes the wrong way round.',
    old: 'view.setUint16(frame + place, sum === 0 ? 0xffff : sum)',
    new: 'view.setUint16(frame + place, sum === 0 ? 0xffff : sum, true)',
  }),
  checksum({
    id: 'engine-checksum-start-only',
    says: 'Of the place of a checksum only csum_start is looked at: it may straddle the end of the frame.',
    source: 'DPDK CVE-2024-11614 and 4dc4e33ffa',
    property: 'transmit/checksum-beyond',
    clause: 'house.transmit.ignored',
    old: 'if (place + 2 > length) return',
    new: 'if (start >= length) return',
  }),
  checksum({
    id: 'engine-unknown-flags-refused',
    says: 'A frame with a flag that the device does not know is dropped.',
    property: 'transmit/unknown-flags',
    clause: 'net.tx.device.1',
    old: 'const sums = (flags & flag.NEEDS_CSUM) !== 0',
    new: 'if (flags > 0x7f) return true\n      const sums = (flags & flag.NEEDS_CSUM) !== 0',
  }),
  checksum({
    id: 'engine-flags-compared-whole',
    says: 'NEEDS_CSUM is only seen where no other flag is set.',
    property: 'transmit/unknown-flags',
    clause: 'net.tx.device.1',
    old: '(flags & flag.NEEDS_CSUM) !== 0',
    new: 'flags === flag.NEEDS_CSUM',
  }),
  checksum({
    id: 'engine-header-length-believed',
    says: 'A frame whose hdr_len is beyond its end is dropped.',
    property: 'transmit/header-length',
    clause: 'net.tx.device.7',
    old: 'const sums = (flags & flag.NEEDS_CSUM) !== 0',
    new: 'if (view.getUint16(header + 2, true) > length) return true\n      const sums = (flags & flag.NEEDS_CSUM) !== 0',
  }),
  checksum({
    id: 'engine-header-in-one-piece',
    says: 'The first descriptor is taken to hold the whole header, though it may be shorter.',
    source: 'DPDK CVE-2022-2132 and dc1516e260',
    file: 'engine/gather.ts',
    old: 'const part = Math.min(segmentLength[segment] as number, length - done)',
    new: 'const part = Math.min(Math.max(segmentLength[segment] as number, done === 0 ? 12 : 0), length - done)',
  }),
]

const segmentBugs: readonly EngineBug[] = [
  segments({
    id: 'engine-pseudo-header-twice',
    says: 'The sum that the driver left in the place of the checksum counts twice.',
    old: 'view.setUint16(at + checksum, 0)',
    new: '',
  }),
  segments({
    id: 'engine-pseudo-header-whole',
    says: 'The pseudo header of a segment has the length of the whole frame.',
    old: 'folded(view.getUint16(frame + checksum) + (~whole & 0xffff) + part)',
    new: 'view.getUint16(frame + checksum)',
  }),
  segments({
    id: 'engine-fin-first',
    says: 'FIN and PSH are on every segment.',
    old: '(isLast ? 0 : tcpFlag.FIN | tcpFlag.PSH)',
    new: '0',
  }),
  segments({
    id: 'engine-fin-lost',
    says: 'FIN and PSH are on none of the segments.',
    old: '(isLast ? 0 : tcpFlag.FIN | tcpFlag.PSH)',
    new: '(tcpFlag.FIN | tcpFlag.PSH)',
  }),
  segments({
    id: 'engine-congestion-repeated',
    says: 'CWR is on every segment.',
    old: '(from === 0 ? 0 : tcpFlag.CWR)',
    new: '0',
  }),
  segments({
    id: 'engine-sequence-stands',
    says: 'Every segment has the sequence number of the first.',
    old: 'view.getUint32(at + transport + 4) + from)',
    new: 'view.getUint32(at + transport + 4))',
  }),
  segments({
    id: 'engine-header-checksum-stale',
    says: 'The checksum of the IPv4 header is that of the frame before it was cut.',
    old: 'view.setUint16(header + 10, 0)\n',
    new: 'if (packet.length > 0) return\n',
  }),
  segments({
    id: 'engine-payload-length-with-header',
    says: 'The payload length of IPv6 counts the header.',
    old: 'view.setUint16(header + 4, length - packet.network - 40)',
    new: 'view.setUint16(header + 4, length - packet.network)',
  }),
  segments({
    id: 'engine-datagram-length-whole',
    says: 'The length in every UDP header is that of the frame before it was cut.',
    old: 'view.setUint16(at + transport + 4, length - transport)',
    new: 'view.setUint16(at + transport + 4, packet.length - transport)',
  }),
  segments({
    id: 'engine-segments-too-large',
    says: 'Segments have up to eight bytes more than gso_size says.',
    old: 'const part = Math.min(size, all - from)\n      if (part < 0) break',
    new: 'const part = Math.min(size + 8, all - from)\n      if (part < 0) break',
  }),
  segments({
    id: 'engine-segments-end',
    says: 'Segments beyond those of one step are never sent.',
    old: 'return from < all ? sending.begun : sending.done',
    new: 'return sending.done',
  }),
  segments({
    id: 'engine-segments-again',
    says: 'Each step begins eight bytes before the end of the last: they leave again.',
    old: 'let from = segmentedBytes[queue] as number\n    for (let count = 0; count < segmentsPerStep; count++)',
    new: 'let from = Math.max(0, (segmentedBytes[queue] as number) - 8)\n    for (let count = 0; count < segmentsPerStep; count++)',
  }),
  fragments({
    id: 'engine-fragment-offset-bytes',
    says: 'The offset of a fragment of IPv4 is counted in bytes.',
    old: '(from >>> 3) | (isLast ? 0 : moreFragments)',
    new: 'from | (isLast ? 0 : moreFragments)',
  }),
  fragments({
    id: 'engine-fragments-without-end',
    says: 'Every fragment of IPv6 says that more will follow.',
    old: 'from | (isLast ? 0 : 1)',
    new: 'from | 1',
  }),
  segments({
    id: 'engine-total-length-whole',
    says: 'Outside of tunnels the total length of IPv4 in a segment is that of the whole frame.',
    old: 'view.setUint16(header + 2, length - packet.network)',
    new: 'view.setUint16(header + 2, (packet.tunnel === 0 ? packet.length : length) - packet.network)',
  }),
  fragments({
    id: 'engine-fragments-unchecked',
    says: 'The checksum of a datagram that is fragmented is not completed.',
    old: 'complete()\n    if (length - payload <= size) {',
    new: 'if (length - payload <= size) {',
  }),
  fragments({
    id: 'engine-fragments-strangers',
    says: 'Every fragment of IPv6 has an identification of its own.',
    old: 'view.setUint32(at + transport + 4, identification)',
    new: 'view.setUint32(at + transport + 4, identification + from)',
  }),
]

/** Bugs of the engine's sending side. */
export const transmitBugs: readonly EngineBug[] = [...checksumBugs, ...segmentBugs]
