import {
  type CalculatedReport,
  VIRTIO_NET_HASH_REPORT_IPv4,
  VIRTIO_NET_HASH_REPORT_IPv6,
  VIRTIO_NET_HASH_REPORT_IPv6_EX,
  VIRTIO_NET_HASH_REPORT_TCPv4,
  VIRTIO_NET_HASH_REPORT_TCPv6,
  VIRTIO_NET_HASH_REPORT_TCPv6_EX,
  VIRTIO_NET_HASH_REPORT_UDPv4,
  VIRTIO_NET_HASH_REPORT_UDPv6,
  VIRTIO_NET_HASH_REPORT_UDPv6_EX,
} from '../wire/hash-report.ts'

/** A transport whose ports a hash type covers. */
export type HashedTransport = 'tcp' | 'udp'

/** What a hash type covers. Its bit is that of its report. */
export interface HashType {
  readonly report: CalculatedReport
  /** The packet must have this header, and its ports are covered; `undefined` where the addresses alone are. */
  readonly transport?: HashedTransport
}

/** The bit of a hash type in `hash_types`. @clause net.hash-report.def.4 */
export const bitOfReport = (report: number): number => 1 << (report - 1)

/** Types for IPv4 packets, in the order in which they are tried. @clause net.hash.def.1 net.hash.def.2 net.hash.def.3 */
export const ipv4HashTypes: readonly HashType[] = [
  { report: VIRTIO_NET_HASH_REPORT_TCPv4, transport: 'tcp' },
  { report: VIRTIO_NET_HASH_REPORT_UDPv4, transport: 'udp' },
  { report: VIRTIO_NET_HASH_REPORT_IPv4 },
]

/** Types for IPv6 packets without extension headers, in the order in which they are tried. @clause net.hash.def.5 */
export const ipv6HashTypes: readonly HashType[] = [
  { report: VIRTIO_NET_HASH_REPORT_TCPv6, transport: 'tcp' },
  { report: VIRTIO_NET_HASH_REPORT_UDPv6, transport: 'udp' },
  { report: VIRTIO_NET_HASH_REPORT_IPv6 },
]

/** Types for IPv6 packets with extension headers; those without come after them. @clause net.hash.def.6 net.hash.def.7 */
export const ipv6ExHashTypes: readonly HashType[] = [
  { report: VIRTIO_NET_HASH_REPORT_TCPv6_EX, transport: 'tcp' },
  { report: VIRTIO_NET_HASH_REPORT_UDPv6_EX, transport: 'udp' },
  { report: VIRTIO_NET_HASH_REPORT_IPv6_EX },
]
