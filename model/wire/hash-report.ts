/**
 * Hash types and report codes: `VIRTIO_NET_HASH_TYPE_XXX` is `1 << (VIRTIO_NET_HASH_REPORT_XXX - 1)`.
 *
 * @clause net.hash-report.def.4
 * @module
 */

/** `hash_report`: no hash was calculated. `hash_value` then means nothing. @clause net.hash-report.def.3 */
export const VIRTIO_NET_HASH_REPORT_NONE = 0
/** `hash_report`: the hash covers IPv4 addresses. */
export const VIRTIO_NET_HASH_REPORT_IPv4 = 1
/** `hash_report`: the hash covers IPv4 addresses and TCP ports. */
export const VIRTIO_NET_HASH_REPORT_TCPv4 = 2
/** `hash_report`: the hash covers IPv4 addresses and UDP ports. */
export const VIRTIO_NET_HASH_REPORT_UDPv4 = 3
/** `hash_report`: the hash covers IPv6 addresses. */
export const VIRTIO_NET_HASH_REPORT_IPv6 = 4
/** `hash_report`: the hash covers IPv6 addresses and TCP ports. */
export const VIRTIO_NET_HASH_REPORT_TCPv6 = 5
/** `hash_report`: the hash covers IPv6 addresses and UDP ports. */
export const VIRTIO_NET_HASH_REPORT_UDPv6 = 6
/** `hash_report`: the hash covers IPv6 addresses, those of extension headers first. */
export const VIRTIO_NET_HASH_REPORT_IPv6_EX = 7
/** `hash_report`: the hash covers the same and TCP ports. */
export const VIRTIO_NET_HASH_REPORT_TCPv6_EX = 8
/** `hash_report`: the hash covers the same and UDP ports. */
export const VIRTIO_NET_HASH_REPORT_UDPv6_EX = 9

/** `hash_types`: IPv4 addresses. */
export const VIRTIO_NET_HASH_TYPE_IPv4 = 1 << 0
/** `hash_types`: IPv4 addresses and TCP ports. */
export const VIRTIO_NET_HASH_TYPE_TCPv4 = 1 << 1
/** `hash_types`: IPv4 addresses and UDP ports. */
export const VIRTIO_NET_HASH_TYPE_UDPv4 = 1 << 2
/** `hash_types`: IPv6 addresses. */
export const VIRTIO_NET_HASH_TYPE_IPv6 = 1 << 3
/** `hash_types`: IPv6 addresses and TCP ports. */
export const VIRTIO_NET_HASH_TYPE_TCPv6 = 1 << 4
/** `hash_types`: IPv6 addresses and UDP ports. */
export const VIRTIO_NET_HASH_TYPE_UDPv6 = 1 << 5
/** `hash_types`: IPv6 addresses, those of extension headers first. */
export const VIRTIO_NET_HASH_TYPE_IP_EX = 1 << 6
/** `hash_types`: the same and TCP ports. */
export const VIRTIO_NET_HASH_TYPE_TCP_EX = 1 << 7
/** `hash_types`: the same and UDP ports. */
export const VIRTIO_NET_HASH_TYPE_UDP_EX = 1 << 8

/** A `hash_report` that says that a hash was calculated. */
export type CalculatedReport = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9

/** Each report with the bit of its hash type and both names, in the order of the reports. */
export const hashReports: readonly {
  readonly report: CalculatedReport
  readonly type: number
  /** The report's name, without VIRTIO_NET_HASH_REPORT_. */
  readonly reportName: string
  /** The type's name, without VIRTIO_NET_HASH_TYPE_. */
  readonly typeName: string
}[] = [
  { report: VIRTIO_NET_HASH_REPORT_IPv4, type: VIRTIO_NET_HASH_TYPE_IPv4, reportName: 'IPv4', typeName: 'IPv4' },
  { report: VIRTIO_NET_HASH_REPORT_TCPv4, type: VIRTIO_NET_HASH_TYPE_TCPv4, reportName: 'TCPv4', typeName: 'TCPv4' },
  { report: VIRTIO_NET_HASH_REPORT_UDPv4, type: VIRTIO_NET_HASH_TYPE_UDPv4, reportName: 'UDPv4', typeName: 'UDPv4' },
  { report: VIRTIO_NET_HASH_REPORT_IPv6, type: VIRTIO_NET_HASH_TYPE_IPv6, reportName: 'IPv6', typeName: 'IPv6' },
  { report: VIRTIO_NET_HASH_REPORT_TCPv6, type: VIRTIO_NET_HASH_TYPE_TCPv6, reportName: 'TCPv6', typeName: 'TCPv6' },
  { report: VIRTIO_NET_HASH_REPORT_UDPv6, type: VIRTIO_NET_HASH_TYPE_UDPv6, reportName: 'UDPv6', typeName: 'UDPv6' },
  {
    report: VIRTIO_NET_HASH_REPORT_IPv6_EX,
    type: VIRTIO_NET_HASH_TYPE_IP_EX,
    reportName: 'IPv6_EX',
    typeName: 'IP_EX',
  },
  {
    report: VIRTIO_NET_HASH_REPORT_TCPv6_EX,
    type: VIRTIO_NET_HASH_TYPE_TCP_EX,
    reportName: 'TCPv6_EX',
    typeName: 'TCP_EX',
  },
  {
    report: VIRTIO_NET_HASH_REPORT_UDPv6_EX,
    type: VIRTIO_NET_HASH_TYPE_UDP_EX,
    reportName: 'UDPv6_EX',
    typeName: 'UDP_EX',
  },
]

/** Every hash type that virtio 1.4 defines, as a bitmask. */
export const allHashTypes = 0x1ff

/** The name of a `hash_report`: `NONE`, `TCPv4`, … or `report N` where the standard gives it none. */
export function hashReportName(report: number): string {
  if (report === VIRTIO_NET_HASH_REPORT_NONE) return 'NONE'
  return hashReports.find((row) => row.report === report)?.reportName ?? `report ${report}`
}

/** The names of the bits in a mask of hash types, joined by `|`; bits without a name in hexadecimal; `none` for 0. */
export function hashTypeNames(types: number): string {
  const named = hashReports.filter((row) => (types & row.type) !== 0).map((row) => row.typeName)
  const rest = (types & ~allHashTypes) >>> 0
  const names = rest === 0 ? named : [...named, `0x${rest.toString(16)}`]
  return names.length === 0 ? 'none' : names.join('|')
}
