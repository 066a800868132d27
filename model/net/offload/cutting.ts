import { arrayOf, type Bytes } from '../../kernel/bytes.ts'
import { internetChecksum, pseudoHeader } from '../../wire/checksum.ts'
import { decodeEthernet, ETHERTYPE_IPV4, ETHERTYPE_IPV6 } from '../../wire/ethernet.ts'
import { IPV4_HEADER_SIZE } from '../../wire/ipv4.ts'
import { IPV6_HEADER_SIZE } from '../../wire/ipv6.ts'
import {
  VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM,
  VIRTIO_NET_HDR_GSO_TCPV4,
  VIRTIO_NET_HDR_GSO_TCPV6,
  VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV4,
} from '../../wire/net-header-layout.ts'
import { PROTOCOL_TCP, TCP_HEADER_SIZE } from '../../wire/tcp.ts'
import { PROTOCOL_UDP, UDP_HEADER_SIZE } from '../../wire/udp.ts'
import { endsAt } from './ends.ts'
import { kindOf, type Request, tunnelOf } from './request.ts'

/** Where an IP header lies. */
export interface Network {
  readonly version: 4 | 6
  /** Offset of the header. */
  readonly at: number
}

/** Where the parts lie of a frame that is to be cut: offsets in bytes from its beginning. */
export interface Cutting {
  readonly network: Network
  readonly protocol: typeof PROTOCOL_TCP | typeof PROTOCOL_UDP
  /** The TCP or UDP header. */
  readonly transport: number
  /** The first byte behind all headers. */
  readonly payload: number
  readonly length: number
  /** Of what is in a UDP tunnel: the headers around it. */
  readonly outer?: Outer
}

/** The outer headers of a packet in a UDP tunnel. */
export interface Outer {
  readonly network: Network
  /** The UDP header. */
  readonly transport: number
  /** Whether its checksum is to be completed; else it is zero and stays so. */
  readonly sums: boolean
}

/** How far the checksum is from the beginning of a transport header. */
export const checksumOffset = { [PROTOCOL_TCP]: 16, [PROTOCOL_UDP]: 6 } as const

/**
 * How a frame is to be cut that the driver asks to be segmented or fragmented; `undefined` where the frame is not what the request
 * says, and so nobody knows.
 *
 * @clause net.tx.driver.31 net.tx.driver.32
 */
export function cuttingOf(bytes: Bytes, request: Request): Cutting | undefined {
  const frame = arrayOf(bytes)
  const outer = tunnelOf(request) === 0 ? undefined : outerOf(frame, request)
  const network = tunnelOf(request) === 0 ? outermost(frame) : outer && innerOf(frame, request)
  if (network === undefined || !isOfKind(network, request)) return undefined
  const kind = kindOf(request)
  const isTcp = kind === VIRTIO_NET_HDR_GSO_TCPV4 || kind === VIRTIO_NET_HDR_GSO_TCPV6
  const protocol = isTcp ? PROTOCOL_TCP : PROTOCOL_UDP
  const { csumStart: transport, csumOffset } = request
  if (csumOffset !== checksumOffset[protocol] || transportBehind(frame, network, protocol) !== transport)
    return undefined
  const payload = transport + transportSize(frame, transport, protocol)
  const cutting = { network, protocol, transport, payload, length: frame.length, ...(outer && { outer }) } as const
  return payload <= frame.length && isPromised(frame, network) && isPrepared(frame, cutting) ? cutting : undefined
}

function outermost(frame: Uint8Array): Network | undefined {
  const ethernet = decodeEthernet(frame)
  if (!ethernet.ok) return undefined
  const { header, length: at } = ethernet.value
  if (header.etherType === ETHERTYPE_IPV4 && frame.length >= at + IPV4_HEADER_SIZE) return { version: 4, at }
  if (header.etherType === ETHERTYPE_IPV6 && frame.length >= at + IPV6_HEADER_SIZE) return { version: 6, at }
  return undefined
}

/** The outer headers, where they are what the request says and are prepared for segments. @clause net.tx.driver.39 net.tx.driver.41 */
function outerOf(frame: Uint8Array, { flags, outerThOffset: transport }: Request): Outer | undefined {
  const network = outermost(frame)
  if (network === undefined || transportBehind(frame, network, PROTOCOL_UDP) !== transport) return undefined
  if (transport + UDP_HEADER_SIZE > frame.length || !isPromised(frame, network)) return undefined
  const sums = (flags & VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM) !== 0
  const isReady = sums
    ? isPrepared(frame, { network, protocol: PROTOCOL_UDP, transport })
    : viewOf(frame).getUint16(transport + checksumOffset[PROTOCOL_UDP]) === 0
  return isReady ? { network, transport, sums } : undefined
}

/** The inner IP header, of the version that the tunnel bit says. @clause net.tx.driver.20 net.tx.driver.21 */
function innerOf(frame: Uint8Array, request: Request): Network | undefined {
  const { innerNhOffset: at, outerThOffset } = request
  const version = tunnelOf(request) === VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV4 ? 4 : 6
  const size = version === 4 ? IPV4_HEADER_SIZE : IPV6_HEADER_SIZE
  const isThere = at >= outerThOffset + UDP_HEADER_SIZE && at + size <= frame.length
  return isThere && viewOf(frame).getUint8(at) >> 4 === version ? { version, at } : undefined
}

function isOfKind({ version }: Network, request: Request): boolean {
  const kind = kindOf(request)
  if (kind === VIRTIO_NET_HDR_GSO_TCPV4) return version === 4
  return kind === VIRTIO_NET_HDR_GSO_TCPV6 ? version === 6 : true
}

/** Where the header of a protocol begins behind an IP header; `undefined` where another follows, or a fragment. */
function transportBehind(frame: Uint8Array, { version, at }: Network, protocol: number): number | undefined {
  const view = viewOf(frame)
  if (version === 4) {
    const whole = (view.getUint16(at + 6) & 0x3fff) === 0
    return whole && view.getUint8(at + 9) === protocol ? at + (view.getUint8(at) & 15) * 4 : undefined
  }
  let [next, to] = [view.getUint8(at + 6), at + IPV6_HEADER_SIZE]
  while (next !== protocol) {
    if (!skipped.includes(next) || to + 8 > frame.length) return undefined
    next = view.getUint8(to)
    to += (view.getUint8(to + 1) + 1) * 8
  }
  return to
}

/** Extension headers before a transport header that every segment repeats: hop-by-hop and destination options. */
const skipped: readonly number[] = [0, 60]

function transportSize(frame: Uint8Array, at: number, protocol: number): number {
  if (protocol === PROTOCOL_UDP) return UDP_HEADER_SIZE
  return Math.max(TCP_HEADER_SIZE, ((frame[at + 12] ?? 0) >> 4) * 4)
}

/** Whether the IP header promises just what is there. */
function isPromised(frame: Uint8Array, { version, at }: Network): boolean {
  const view = viewOf(frame)
  if (version === 4) return view.getUint16(at + 2) === frame.length - at
  return view.getUint16(at + 4) === frame.length - at - IPV6_HEADER_SIZE
}

/** Whether the driver left the sum of the pseudo header in the place of the checksum. */
function isPrepared(
  frame: Uint8Array,
  { network, protocol, transport }: Pick<Cutting, 'network' | 'protocol' | 'transport'>,
): boolean {
  const sum = ~internetChecksum(pseudoHeader(endsAt(frame, network), protocol, frame.length - transport)) & 0xffff
  return viewOf(frame).getUint16(transport + checksumOffset[protocol]) % 0xffff === sum % 0xffff
}

const viewOf = (frame: Uint8Array): DataView => new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
