import { internetChecksum, transportChecksum } from '../../wire/checksum.ts'
import { IPV6_HEADER_SIZE } from '../../wire/ipv6.ts'
import { join } from '../../wire/join.ts'
import { PROTOCOL_TCP, tcpFlag } from '../../wire/tcp.ts'
import { PROTOCOL_UDP } from '../../wire/udp.ts'
import { type Cutting, checksumOffset, type Network } from './cutting.ts'
import { endsAt } from './ends.ts'
import type { Range } from './range.ts'

/** What a device may choose for each segment. */
export interface SegmentChoice {
  /** `identification` of IPv4; that of the frame unless it is given. */
  readonly identification?: number
  /** The flags of TCP. */
  readonly flags?: number
  /** `identification` of an outer IPv4 header. */
  readonly outerIdentification?: number
}

/** How far flags are from the beginning of a TCP header: the low eight of them. */
const FLAGS = 13
const SEQUENCE = 4

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/**
 * The packet that carries a range of a frame's payload: the headers again, with lengths, sequence number and checksums of its own.
 *
 * Over which bytes the checksum goes follows from the packet alone, not from what the driver left in its place.
 */
export function segmentOf(frame: Uint8Array, cutting: Cutting, range: Range, choice: SegmentChoice = {}): Uint8Array {
  const { payload } = cutting
  const segment = join(frame.subarray(0, payload), frame.subarray(payload + range.from, payload + range.to))
  putLength(segment, cutting.network, choice.identification)
  putTransport(segment, cutting, range, choice.flags ?? flagsOf(frame, cutting, range))
  putOuter(segment, cutting, choice)
  return segment
}

/** The headers of the tunnel around a segment: the inner ones are complete. */
function putOuter(segment: Uint8Array, { outer }: Cutting, { outerIdentification }: SegmentChoice): void {
  if (outer === undefined) return
  const { network, transport, sums } = outer
  putLength(segment, network, outerIdentification)
  viewOf(segment).setUint16(transport + 4, segment.length - transport)
  if (sums) putChecksum(segment, { network, protocol: PROTOCOL_UDP, transport })
}

function putLength(segment: Uint8Array, { version, at }: Network, identification?: number): void {
  const view = viewOf(segment)
  if (version === 6) {
    view.setUint16(at + 4, segment.length - at - IPV6_HEADER_SIZE)
    return
  }
  view.setUint16(at + 2, segment.length - at)
  if (identification !== undefined) view.setUint16(at + 4, identification)
  putHeaderChecksum(segment, at)
}

/** The checksum of an IPv4 header that begins there. */
export function putHeaderChecksum(packet: Uint8Array, at: number): void {
  const view = viewOf(packet)
  view.setUint16(at + 10, 0)
  view.setUint16(at + 10, internetChecksum(packet.subarray(at, at + (view.getUint8(at) & 15) * 4)))
}

function putTransport(segment: Uint8Array, cutting: Cutting, { from }: Range, flags: number): void {
  const { protocol, transport } = cutting
  const view = viewOf(segment)
  if (protocol === PROTOCOL_TCP) {
    view.setUint32(transport + SEQUENCE, (view.getUint32(transport + SEQUENCE) + from) >>> 0)
    view.setUint8(transport + FLAGS, flags)
  } else view.setUint16(transport + 4, segment.length - transport)
  putChecksum(segment, cutting)
}

/** The checksum of the TCP or UDP header of a packet whose addresses stand in its IP header; 0 is never sent. */
export function putChecksum(
  packet: Uint8Array,
  { network, protocol, transport }: Pick<Cutting, 'network' | 'protocol' | 'transport'>,
): void {
  const view = viewOf(packet)
  const at = transport + checksumOffset[protocol]
  view.setUint16(at, 0)
  view.setUint16(at, transportChecksum(endsAt(packet, network), protocol, packet.subarray(transport)) || 0xffff)
}

/** The flags that a segment has where the device does not choose: FIN and PSH on the last, CWR on the first. */
function flagsOf(frame: Uint8Array, cutting: Cutting, range: Range): number {
  if (cutting.protocol !== PROTOCOL_TCP) return 0
  const { isFirst, isLast } = placeOf(cutting, range)
  const not = (isLast ? 0 : tcpFlag.FIN | tcpFlag.PSH) | (isFirst ? 0 : tcpFlag.CWR)
  return viewOf(frame).getUint8(cutting.transport + FLAGS) & ~not
}

const placeOf = ({ payload, length }: Cutting, { from, to }: Range) => ({
  isFirst: from === 0,
  isLast: to === length - payload,
})

/**
 * What a device chose for a segment that carries a range: the identification of IPv4 as it likes, PSH before the last segment as it
 * likes, CWR behind the first only where `ecn` was not asked for.
 */
export function choiceOf(
  segment: Uint8Array,
  frame: Uint8Array,
  cutting: Cutting,
  range: Range,
  ecn: boolean,
): SegmentChoice {
  const { network, protocol, transport, outer } = cutting
  const view = viewOf(segment)
  const choice = {
    ...(network.version === 4 && { identification: view.getUint16(network.at + 4) }),
    ...(outer?.network.version === 4 && { outerIdentification: view.getUint16(outer.network.at + 4) }),
  }
  if (protocol !== PROTOCOL_TCP) return choice
  const asked = viewOf(frame).getUint8(transport + FLAGS)
  const { isFirst, isLast } = placeOf(cutting, range)
  const free = (isLast ? 0 : tcpFlag.PSH) | (isFirst || ecn ? 0 : tcpFlag.CWR)
  const due = flagsOf(frame, cutting, range)
  return { ...choice, flags: (due & ~free) | (view.getUint8(transport + FLAGS) & asked & free) }
}

/** The range of TCP payload that a segment says it carries. */
export function rangeOf(segment: Uint8Array, frame: Uint8Array, { transport, payload }: Cutting): Range {
  const sequenceIn = (packet: Uint8Array): number => viewOf(packet).getUint32(transport + SEQUENCE)
  const from = (sequenceIn(segment) - sequenceIn(frame)) >>> 0
  return { from, to: from + segment.length - payload }
}
