import type { ClauseId } from '../../model/clause/clause.ts'
import { type Bytes, bytes, sliceOf } from '../../model/kernel/bytes.ts'
import type { NetObservation } from '../../model/net/action.ts'
import { isSound, transportIn, written } from '../../model/net/receive-offload/transport.ts'
import type { NetHeader } from '../../model/wire/net-header.ts'
import {
  VIRTIO_NET_HDR_F_DATA_VALID,
  VIRTIO_NET_HDR_F_NEEDS_CSUM,
  VIRTIO_NET_HDR_F_RSC_INFO,
  VIRTIO_NET_HDR_GSO_ECN,
  VIRTIO_NET_HDR_GSO_TCPV4,
  VIRTIO_NET_HDR_GSO_TCPV6,
  VIRTIO_NET_HDR_GSO_UDP,
  VIRTIO_NET_HDR_GSO_UDP_L4,
} from '../../model/wire/net-header-layout.ts'
import { altered } from './altered.ts'
import type { ReactionBug } from './reaction-bug.ts'
import { type HeaderChange, rewriting } from './rewriting.ts'
import type { Watch } from './watch.ts'

/** A bug of received headers, ours. */
const ours = (
  id: string,
  says: string,
  [property, clause]: readonly [string, ClauseId],
  change: HeaderChange,
): ReactionBug => rewriting({ id, says, source: 'ours', property, clause }, change)

const checksum = (clause: ClauseId) => ['receive/checksum', clause] as const
const segments = (clause: ClauseId) => ['receive/segments', clause] as const
const needs = ({ flags }: NetHeader): boolean => (flags & VIRTIO_NET_HDR_F_NEEDS_CSUM) !== 0

/** Frames of one kind are said to be of another. */
const instead = (id: string, clause: ClauseId, from: number, to: number): ReactionBug =>
  ours(id, `Frames of gso_type ${from} are said to be of ${to}.`, segments(clause), (header) =>
    (header.gsoType & ~VIRTIO_NET_HDR_GSO_ECN) === from ? { ...header, gsoType: to } : header,
  )

/** Bytes of the header that only HASH_REPORT gives. */
const HASH_FIELDS = 8

/** A bug of the header's length with HASH_REPORT. */
const lengths = (
  id: string,
  says: string,
  change: (entry: NetObservation, watch: Watch) => NetObservation,
): ReactionBug => ({
  id,
  says,
  source: 'QEMU CVE-2023-6693',
  property: 'receive/header-length',
  clause: 'net.hdr.def.1',
  wrap: (session) => altered(session, () => (entry, watch) => [watch.reports ? change(entry, watch) : entry]),
})

/** Seeded bugs of what a received header says of checksums and segments, and of its length. */
export const receiveOffloadBugs: readonly ReactionBug[] = [
  lengths(
    'hash-fields-sent',
    'The header before a frame that leaves is taken for one of 12 bytes whatever was negotiated.',
    (entry) =>
      entry.kind === 'device.sends' ? { ...entry, bytes: `${'00'.repeat(HASH_FIELDS)}${entry.bytes}` as Bytes } : entry, // Bytes, joined
  ),
  lengths(
    'hash-fields-left-out',
    'A header of 12 bytes stands before frames that come in whatever was negotiated.',
    (entry, watch) => {
      if (!watch.isPlacement(entry)) return entry
      const bytes = `${sliceOf(entry.bytes, 0, 12)}${sliceOf(entry.bytes, 12 + HASH_FIELDS)}` as Bytes // Bytes, joined
      return { ...entry, bytes, length: entry.length - HASH_FIELDS }
    },
  ),
  ours(
    'data-valid-unasked',
    'DATA_VALID is set without GUEST_CSUM.',
    ['receive/header', 'net.rx.device.8'],
    (header) => ({
      ...header,
      flags: VIRTIO_NET_HDR_F_DATA_VALID,
    }),
  ),
  ours(
    'gso-unasked',
    'gso_type is TCPV4 without any receive GSO.',
    ['receive/header', 'net.rx.device.29'],
    (header) => ({
      ...header,
      gsoType: VIRTIO_NET_HDR_GSO_TCPV4,
    }),
  ),
  ours(
    'checksum-not-looked-at',
    'DATA_VALID is set without the checksum being looked at.',
    checksum('net.rx.device.36'),
    (header, use, watch) =>
      watch.checks && isSound(watch.frameIn(use)) === false && !needs(header)
        ? { ...header, flags: VIRTIO_NET_HDR_F_DATA_VALID }
        : header,
  ),
  ours(
    'wrong-checksum-renewed',
    'A wrong checksum is left to the driver to be calculated anew.',
    checksum('net.rx.device.21'),
    (header, use, watch) => {
      const frame = watch.frameIn(use)
      const at = transportIn(frame)
      if (!watch.checks || at === undefined || isSound(frame) !== false || needs(header)) return header
      const flags = VIRTIO_NET_HDR_F_NEEDS_CSUM
      return { ...header, flags, csumStart: at.start, csumOffset: at.field - at.start }
    },
  ),
  {
    id: 'pseudo-header-left-out',
    says: 'A checksum that is to be completed is zero, without the pseudo-header.',
    source: 'ours',
    property: 'receive/checksum',
    clause: 'net.rx.device.22',
    wrap: (session) =>
      altered(session, () => (entry, watch) => {
        if (!watch.isPlacement(entry) || (Number.parseInt(sliceOf(entry.bytes, 0, 1), 16) & 1) === 0) return [entry]
        const frame = watch.frameIn(entry)
        const at = transportIn(frame)
        if (at === undefined) return [entry]
        const header = sliceOf(entry.bytes, 0, (entry.bytes.length - frame.length) / 2)
        return [{ ...entry, bytes: `${header}${written(frame, at.field, bytes('0000'))}` as Bytes }] // Bytes, joined
      }),
  },
  ours(
    'csum-start-of-packet',
    'csum_start is counted from the IP header on.',
    checksum('net.rx.device.23'),
    (header) => (needs(header) ? { ...header, csumStart: header.csumStart - 14 } : header),
  ),
  ours('rsc-info-unasked', 'RSC_INFO is set without RSC_EXT.', checksum('net.rx.device.33'), (header, _, watch) =>
    watch.checks ? { ...header, flags: header.flags | VIRTIO_NET_HDR_F_RSC_INFO } : header,
  ),
  instead('tcpv4-unasked', 'net.rx.device.10', VIRTIO_NET_HDR_GSO_TCPV6, VIRTIO_NET_HDR_GSO_TCPV4),
  instead('udp-unasked', 'net.rx.device.11', VIRTIO_NET_HDR_GSO_UDP_L4, VIRTIO_NET_HDR_GSO_UDP),
  instead('tcpv6-unasked', 'net.rx.device.12', VIRTIO_NET_HDR_GSO_TCPV4, VIRTIO_NET_HDR_GSO_TCPV6),
  instead('udp-l4-unasked', 'net.rx.device.13', VIRTIO_NET_HDR_GSO_UDP, VIRTIO_NET_HDR_GSO_UDP_L4),
  ours('ecn-bit-lost', 'The ECN bit of gso_type is never set.', segments('net.rx.device.17'), (header) => ({
    ...header,
    gsoType: header.gsoType & ~VIRTIO_NET_HDR_GSO_ECN,
  })),
  ours('gso-without-needs-csum', 'NEEDS_CSUM is clear beside gso_type.', segments('net.rx.device.30'), (header) =>
    header.gsoType === 0 ? header : { ...header, flags: 0 },
  ),
  ours('gso-size-lost', 'gso_size is 0 whatever gso_type is.', segments('net.rx.device.31'), (header) => ({
    ...header,
    gsoSize: 0,
  })),
  ours('rsc-info-left-out', 'RSC_INFO is never set.', ['receive/coalesced', 'net.rx.device.32'], (header) => ({
    ...header,
    flags: header.flags & ~VIRTIO_NET_HDR_F_RSC_INFO,
  })),
  ours(
    'duplicate-acks-not-counted',
    'csum_offset is 0 beside RSC_INFO.',
    ['receive/coalesced', 'net.rx.def.2'],
    (header) => ((header.flags & VIRTIO_NET_HDR_F_RSC_INFO) === 0 ? header : { ...header, csumOffset: 0 }),
  ),
]
