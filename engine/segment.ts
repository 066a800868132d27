import { createEncapsulate } from './encapsulation.ts'
import type { Layout } from './layout.ts'
import type { Memory } from './memory.ts'
import { createFindHeaders, gso, gsoEcn, gsoTunnel, type Packet } from './packet.ts'
import { folded, sumWords } from './sum.ts'
import type { Sink } from './transmit.ts'

/** How sending went: all of it, a part of it, or not at all, since nobody can do what was asked. */
export const sending = { done: 0, begun: 1, impossible: 2 } as const

/**
 * Cuts frames into segments and datagrams into fragments. Why it is fast: the sum over the pseudo header is the driver's, and only its length
 * changes from segment to segment.
 */
export interface Segmenter {
  /**
   * Sends the next segments of a frame of `length` bytes, as many as one step may.
   *
   * @param type `gso_type`
   * @param size `gso_size`
   * @param start `csum_start`
   * @param offset `csum_offset`
   * @param tunnel what is said of a tunnel; counts where `type` has a bit of it
   * @returns one of {@link sending}
   */
  send(
    queue: number,
    frame: number,
    length: number,
    type: number,
    size: number,
    start: number,
    offset: number,
    tunnel?: TunnelRequest,
  ): number
}

/** What a header says of a UDP tunnel: `outer_th_offset`, `inner_nh_offset`, UDP_TUNNEL_CSUM. One object, written anew. */
export interface TunnelRequest {
  outer: number
  inner: number
  sums: boolean
}

/** What segmenting is made of. */
export interface SegmenterParts {
  readonly layout: Layout
  readonly memory: Memory
  readonly sink: Sink
  /** Where a segment is put together. */
  readonly at: number
}

/** Segments that leave in one step. */
export const segmentsPerStep = 64
/** Bytes of the longest header of IPv6 that a fragment has more than its datagram. */
const fragmentHeader = 8
const moreFragments = 0x2000
const nextHeader = { fragment: 44, udp: 17 } as const
const tcpFlag = { FIN: 1, PSH: 8, CWR: 128 } as const

/** Bits of `offloadsSegments`, by `gso_type`. */
export const segmentable = { [gso.TCPV4]: 1, [gso.UDP]: 2, [gso.TCPV6]: 4, [gso.UDP_L4]: 8 } as const
/** Of `gso_type` 0 to 5. */
const bitOf = [0, segmentable[1], 0, segmentable[3], segmentable[4], segmentable[5]]

const noTunnel: TunnelRequest = { outer: 0, inner: 0, sums: false }

/** A segmenter of what lies among the device's own bytes. */
export function createSegmenter({ layout, memory, sink, at }: SegmenterParts): Segmenter {
  const { offloadsSegments, segmentedBytes } = layout
  const { view, bytes } = memory
  const packet: Packet = {
    frame: 0,
    length: 0,
    version: 0,
    isTcp: false,
    network: 0,
    transport: 0,
    payload: 0,
    checksum: 0,
    outerVersion: 0,
    outerNetwork: 0,
    tunnel: 0,
  }
  const findHeaders = createFindHeaders(memory, packet)
  const encapsulate = createEncapsulate(memory)
  let identification = 0
  let sumsTunnel = false

  /** Completes the header of IPv4, or the length of IPv6, of the `length` bytes at `at`. */
  function putNetwork(length: number): void {
    const header = at + packet.network
    if (packet.version === 6) {
      view.setUint16(header + 4, length - packet.network - 40)
      return
    }
    view.setUint16(header + 2, length - packet.network)
    view.setUint16(header + 10, 0)
    view.setUint16(header + 10, ~sumWords(view, header, (view.getUint8(header) & 15) * 4, 0) & 0xffff)
  }

  /** Completes the checksum of the `length` bytes at `at`, of which the driver summed up the pseudo header of the whole frame. */
  function putChecksum(length: number): void {
    const { frame, transport, checksum } = packet
    const whole = packet.length - transport
    const part = length - transport
    const pseudo = folded(view.getUint16(frame + checksum) + (~whole & 0xffff) + part)
    view.setUint16(at + checksum, 0)
    const sum = ~sumWords(view, at + transport, part, pseudo) & 0xffff
    view.setUint16(at + checksum, sum === 0 ? 0xffff : sum)
  }

  /** Sends the segment that carries `size` bytes of payload from `from` on, the `nth` of its frame. */
  function sendSegment(from: number, size: number, nth: number): void {
    const { frame, payload, transport, isTcp } = packet
    const length = payload + size
    bytes.copyWithin(at, frame, frame + payload)
    bytes.copyWithin(at + payload, frame + payload + from, frame + payload + from + size)
    if (packet.version === 4) {
      const place = at + packet.network + 4
      view.setUint16(place, (view.getUint16(place) + nth) & 0xffff)
    }
    putNetwork(length)
    if (isTcp) {
      const isLast = length + from === packet.length
      const cleared = (isLast ? 0 : tcpFlag.FIN | tcpFlag.PSH) | (from === 0 ? 0 : tcpFlag.CWR)
      view.setUint32(at + transport + 4, view.getUint32(at + transport + 4) + from)
      view.setUint8(at + transport + 13, view.getUint8(at + transport + 13) & ~cleared)
    } else view.setUint16(at + transport + 4, length - transport)
    putChecksum(length)
    if (packet.tunnel !== 0) encapsulate(packet, at, length, nth, sumsTunnel)
    sink(bytes, at, length)
  }

  function sendSegments(queue: number, size: number): number {
    const all = packet.length - packet.payload
    let from = segmentedBytes[queue] as number
    for (let count = 0; count < segmentsPerStep; count++) {
      const part = Math.min(size, all - from)
      if (part < 0) break
      sendSegment(from, part, Math.floor(from / size))
      from += part
      if (from === all) break
    }
    return went(queue, from, all)
  }

  /** Remembers how much went of `all`, until that is all. */
  function went(queue: number, from: number, all: number): number {
    segmentedBytes[queue] = from < all ? from : 0
    return from < all ? sending.begun : sending.done
  }

  /** Completes the checksum of a datagram where it lies. */
  function complete(): void {
    const { frame, length, transport, checksum } = packet
    const sum = ~sumWords(view, frame + transport, length - transport, 0) & 0xffff
    view.setUint16(frame + checksum, sum === 0 ? 0xffff : sum)
  }

  function sendFragment(from: number, size: number, isLast: boolean): void {
    const { frame, transport, network, version } = packet
    const header = version === 6 ? fragmentHeader : 0
    const data = transport + header
    bytes.copyWithin(at, frame, frame + transport)
    bytes.copyWithin(at + data, frame + transport + from, frame + transport + from + size)
    if (version === 6) {
      view.setUint8(at + network + 6, nextHeader.fragment)
      view.setUint16(at + transport, nextHeader.udp << 8)
      view.setUint16(at + transport + 2, from | (isLast ? 0 : 1))
      view.setUint32(at + transport + 4, identification)
    } else view.setUint16(at + network + 6, (from >>> 3) | (isLast ? 0 : moreFragments))
    putNetwork(data + size)
    sink(bytes, at, data + size)
  }

  /** Fragments of a datagram behind an IP header without options and extensions. */
  function sendFragments(queue: number, size: number): number {
    const { frame, length, transport, payload, network, version } = packet
    complete()
    if (length - payload <= size) {
      sink(bytes, frame, length)
      return sending.done
    }
    const unit = size & ~7
    if (unit === 0 || transport - network !== (version === 4 ? 20 : 40)) return sending.impossible
    const all = length - transport
    let from = segmentedBytes[queue] as number
    if (from === 0) identification = (identification + 1) >>> 0
    for (let count = 0; count < segmentsPerStep && from < all; count++) {
      const part = Math.min(unit, all - from)
      sendFragment(from, part, from + part === all)
      from += part
    }
    return went(queue, from, all)
  }

  return {
    send(queue, frame, length, type, size, start, offset, { outer, inner, sums } = noTunnel) {
      const kind = type & ~(gsoEcn | gsoTunnel.both)
      const tunnel = type & gsoTunnel.both
      if (tunnel === gsoTunnel.both || (tunnel !== 0 && kind === gso.UDP)) return sending.impossible
      const bit = bitOf[kind] ?? 0
      if ((bit & (offloadsSegments[0] as number)) === 0 || size === 0) return sending.impossible
      packet.frame = frame
      packet.length = length
      sumsTunnel = sums
      if (!findHeaders(kind, start, offset, tunnel, outer, inner)) return sending.impossible
      return kind === gso.UDP ? sendFragments(queue, size) : sendSegments(queue, size)
    },
  }
}
