import type { Memory } from './memory.ts'

/** `gso_type`, without the bits beside it. */
export const gso = { NONE: 0, TCPV4: 1, UDP: 3, TCPV6: 4, UDP_L4: 5 } as const
/** VIRTIO_NET_HDR_GSO_ECN */
export const gsoEcn = 0x80
/** VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV4 and VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV6: what is inside. */
export const gsoTunnel = { ipv4: 0x20, ipv6: 0x40, both: 0x60 } as const

/**
 * Where the headers of the packet at hand lie: addresses and lengths in bytes. Why it is fast: one object, written anew for every
 * packet.
 */
export interface Packet {
  /** The frame's first byte, and how many it has. */
  frame: number
  length: number
  /** 4 or 6. */
  version: number
  isTcp: boolean
  /** Offsets in the frame: of the IP header, of the TCP or UDP header, and of what is behind it. */
  network: number
  transport: number
  payload: number
  /** Offset in the frame of the checksum to be completed. */
  checksum: number
  /** Of a packet in a UDP tunnel: version and offset of the outer IP header, offset of the outer UDP header, which is 0 without. */
  outerVersion: number
  outerNetwork: number
  tunnel: number
}

const etherType = { ipv4: 0x0800, ipv6: 0x86dd, customer: 0x8100, service: 0x88a8 } as const
const headerSize = { ipv4: 20, ipv6: 40, tcp: 20, udp: 8 } as const

/**
 * Finds the headers of a packet that is to be segmented, into `packet`; whether they are what `gso_type` says and lie within the frame.
 * `hdr_len` is not looked at: where the headers end they say themselves. `tunnel`: which tunnel bit is set, if any; then the outer UDP
 * header is at `outer`, and the inner IP header at `inner`.
 *
 * @clause net.tx.device.7
 */
export type FindHeaders = (
  type: number,
  start: number,
  offset: number,
  tunnel: number,
  outer: number,
  inner: number,
) => boolean

/** Finds headers among the device's own bytes. */
export function createFindHeaders({ view }: Pick<Memory, 'view'>, packet: Packet): FindHeaders {
  function network(): boolean {
    const { frame, length } = packet
    let at = 12
    let type = at + 2 <= length ? view.getUint16(frame + at) : 0
    while ((type === etherType.customer || type === etherType.service) && at + 6 <= length) {
      at += 4
      type = view.getUint16(frame + at)
    }
    packet.network = at + 2
    packet.version = type === etherType.ipv4 ? 4 : 6
    const least = packet.version === 4 ? headerSize.ipv4 : headerSize.ipv6
    return (type === etherType.ipv4 || type === etherType.ipv6) && packet.network + least <= length
  }

  /** Finds the end of the headers; whether they lie within the frame. */
  function transport(start: number): boolean {
    const behind = packet.network + (packet.version === 4 ? headerSize.ipv4 : headerSize.ipv6)
    const least = packet.isTcp ? headerSize.tcp : headerSize.udp
    if (start < behind || start + least > packet.length) return false
    const size = packet.isTcp ? (view.getUint8(packet.frame + start + 12) >> 4) * 4 : headerSize.udp
    packet.payload = start + size
    return size >= least && packet.payload <= packet.length
  }

  /** What was found is around a tunnel: the packet inside begins at `inner`. Whether there is room for both. */
  function enter(tunnel: number, outer: number, inner: number): boolean {
    packet.outerVersion = packet.version
    packet.outerNetwork = packet.network
    packet.tunnel = outer
    const behind = packet.network + (packet.version === 4 ? headerSize.ipv4 : headerSize.ipv6)
    packet.version = tunnel === gsoTunnel.ipv4 ? 4 : 6
    packet.network = inner
    const least = packet.version === 4 ? headerSize.ipv4 : headerSize.ipv6
    const fits = outer >= behind && outer + headerSize.udp <= inner && inner + least <= packet.length
    return fits && view.getUint8(packet.frame + inner) >>> 4 === packet.version
  }

  return (type, start, offset, tunnel, outer, inner) => {
    packet.tunnel = 0
    if (!network() || (tunnel !== 0 && !enter(tunnel, outer, inner))) return false
    if ((type === gso.TCPV4 && packet.version !== 4) || (type === gso.TCPV6 && packet.version !== 6)) return false
    packet.isTcp = type === gso.TCPV4 || type === gso.TCPV6
    packet.transport = start
    packet.checksum = start + offset
    return offset === (packet.isTcp ? 16 : 6) && transport(start)
  }
}
