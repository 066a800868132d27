import { protocol } from './extension.ts'
import type { Layout } from './layout.ts'
import type { Toeplitz } from './toeplitz.ts'

/** VIRTIO_NET_HASH_REPORT_*: the hash type of bit `n` is reported as `n + 1`. @clause net.hash-report.def.4 */
export const hashReport = {
  NONE: 0,
  IPv4: 1,
  TCPv4: 2,
  UDPv4: 3,
  IPv6: 4,
  TCPv6: 5,
  UDPv6: 6,
  IPv6_EX: 7,
  TCPv6_EX: 8,
  UDPv6_EX: 9,
} as const

/** Every VIRTIO_NET_HASH_TYPE_* bit that the engine can compute. */
export const everyHashType = 0x1ff

const isEnabled = (types: number, report: number): boolean => ((types >>> (report - 1)) & 1) !== 0

/** The most specific enabled type of three: TCP, UDP, addresses only. They stand in this order: addresses, TCP, UDP. */
function mostSpecific(types: number, upper: number, addresses: number): number {
  if (upper === protocol.TCP && isEnabled(types, addresses + 1)) return addresses + 1
  if (upper === protocol.UDP && isEnabled(types, addresses + 2)) return addresses + 2
  return isEnabled(types, addresses) ? addresses : hashReport.NONE
}

/**
 * Hashes the frame at hand: `hashValue` and `hashReport`. Why it is fast: which type applies is decided from three small
 * numbers, and only then is anything hashed, once.
 *
 * @clause net.hash.def.4
 * @clause net.hash.def.7
 */
export function createFrameHash(layout: Layout, toeplitz: Toeplitz): () => void {
  const { frameFamily, frameProtocol, frameExtended, hashTypes, hashValue, tuple, homeTuple } = layout
  const { hashReport: reported } = layout

  function typeOf(types: number): number {
    const upper = frameProtocol[0] as number
    if (frameFamily[0] === 4) return mostSpecific(types, upper, hashReport.IPv4)
    if (frameFamily[0] !== 6) return hashReport.NONE
    const extended = frameExtended[0] === 1 ? mostSpecific(types, upper, hashReport.IPv6_EX) : hashReport.NONE
    return extended === hashReport.NONE ? mostSpecific(types, upper, hashReport.IPv6) : extended
  }

  function hashOf(report: number): number {
    if (report === hashReport.NONE) return 0
    if (report === hashReport.IPv4) return toeplitz.hash(tuple, 2)
    if (report < hashReport.IPv6) return toeplitz.hash(tuple, 3)
    if (report === hashReport.IPv6) return toeplitz.hash(tuple, 8)
    if (report < hashReport.IPv6_EX) return toeplitz.hash(tuple, 9)
    return toeplitz.hash(homeTuple, report === hashReport.IPv6_EX ? 8 : 9)
  }

  return () => {
    const report = typeOf(hashTypes[0] as number)
    reported[0] = report
    hashValue[0] = hashOf(report)
  }
}
