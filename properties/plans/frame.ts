import fc from 'fast-check'
import { type Bytes, bytes, hexOf, lengthOf, noBytes } from '../../model/kernel/bytes.ts'
import { ETHERNET_HEADER_SIZE } from '../../model/wire/ethernet.ts'
import { encodeFrame, type Frame } from '../../model/wire/frame.ts'
import { IPV4_HEADER_SIZE } from '../../model/wire/ipv4.ts'
import { IPV6_HEADER_SIZE } from '../../model/wire/ipv6.ts'
import { extensionSize } from '../../model/wire/ipv6-extension.ts'
import { TCP_HEADER_SIZE, tcpFlag } from '../../model/wire/tcp.ts'
import type { Transport } from '../../model/wire/transport.ts'
import { UDP_HEADER_SIZE } from '../../model/wire/udp.ts'
import { type Flow, flows, type IpFlow, type Oddities, reversed } from './flow.ts'
import { promising } from './promise.ts'
import type { FrameMaker } from './traffic.ts'

/** In what frames of one flow differ, beside their ids. */
export interface FrameShape {
  /** Bytes of the frame; more, if headers and id need more. */
  readonly size: number
  /** The packet holds no more than the id, and zeros follow it up to `size`. */
  readonly padded: boolean
  /** With options: a router alert in IPv4, a timestamp in TCP. */
  readonly options: boolean
  /** Flags of TCP. */
  readonly flags: number
}

/** Of the shortest Ethernet frame, and of the longest without tags. */
const SHORTEST = 60
const LONGEST = 1514
/** Bytes of a VLAN tag. */
const VLAN_TAG_SIZE = 4
/** Bytes of a frame's id. */
const ID_SIZE = 4

const PROTOCOL_EXPERIMENT = 253
const ETHERTYPE_EXPERIMENT = 0x88b5
const ROUTER_ALERT = bytes('94040000')
const TIMESTAMP = bytes('0101080a0000000100000002')
/** The station at the other end of the wire. */
export const PEER = bytes('020000000001')

/** The shape of a frame of the shortest length. */
export const plainShape: FrameShape = { size: SHORTEST, padded: false, options: false, flags: tcpFlag.ACK }

/** The id in four bytes, then bytes that change from frame to frame and from place to place. */
function payloadOf(id: number, size: number): Bytes {
  const payload = new Uint8Array(size)
  for (let at = ID_SIZE; at < size; at++) payload[at] = (at * 31 + id * 17 + (at >> 8)) & 0xff
  new DataView(payload.buffer).setUint32(0, id)
  return hexOf(payload)
}

/** A TCP header of 20 bytes, from port 0x1111 to port 0x2222. */
const TCP_LURE = '1111222200000001000000015010ffff00000000'
/** An extension header of 8 bytes before TCP. */
const EXTENSION_LURE = `0600010400000000${TCP_LURE}`

const lureOf = ({ lure }: Oddities): string => (lure === undefined ? '' : lure === 'tcp' ? TCP_LURE : EXTENSION_LURE)

/** Units of eight bytes before a later fragment. */
const LATER = 185

function fragmentOf({ fragment }: Oddities = {}) {
  if (fragment === undefined) return { dontFragment: true, moreFragments: false, fragmentOffset: 0 }
  return { dontFragment: false, moreFragments: true, fragmentOffset: fragment === 'first' ? 0 : LATER }
}

function transportOf(flow: IpFlow, shape: FrameShape, payload: Bytes): Transport {
  const { sourcePort, destinationPort, oddities = {} } = flow
  if (flow.transport === 'other') {
    const { protocol = PROTOCOL_EXPERIMENT } = oddities
    return { kind: 'other', protocol, payload: (lureOf(oddities) + payload) as Bytes } // Bytes, joined
  }
  if (flow.transport === 'udp') return { kind: 'udp', header: { sourcePort, destinationPort }, payload }
  const numbers = { sequence: 1, acknowledgment: 1, flags: shape.flags, window: 0xffff, urgent: 0 }
  const options = shape.options ? TIMESTAMP : noBytes
  return { kind: 'tcp', header: { sourcePort, destinationPort, ...numbers, options }, payload }
}

function packetOf(flow: Flow, shape: FrameShape, id: number, payload: Bytes): Frame['packet'] {
  if (flow.network === 'other') return { kind: 'other', etherType: ETHERTYPE_EXPERIMENT, payload }
  const transport = transportOf(flow, shape, payload)
  const { source, destination } = flow
  if (flow.network === 'ipv6') {
    const header = { trafficClass: 0, flowLabel: 0, hopLimit: 64, source, destination }
    return { kind: 'ipv6', header, extensions: flow.extensions, transport }
  }
  const identified = { identification: id & 0xffff, ...fragmentOf(flow.oddities) }
  const options = shape.options ? ROUTER_ALERT : noBytes
  return { kind: 'ipv4', header: { tos: 0, ...identified, ttl: 64, source, destination, options }, transport }
}

/** What {@link frameOf} is told beside the flow. */
export interface FrameOptions {
  /** 32 bits that no other frame of the plan has; they stand in the frame's bytes. */
  readonly id: number
  /** The receiver's address. */
  readonly destination: Bytes
  /** The sender's address; that of the other end of the wire unless it is said. */
  readonly source?: Bytes
  readonly shape?: FrameShape
}

/** Bytes of the headers before the payload of a frame. */
function headersOf(flow: Flow, { options }: FrameShape): number {
  if (flow.network === 'other') return ETHERNET_HEADER_SIZE
  const { extensions, oddities = {} } = flow
  const tcp = TCP_HEADER_SIZE + (options ? lengthOf(TIMESTAMP) : 0)
  const transport = { tcp, udp: UDP_HEADER_SIZE, other: lureOf(oddities).length / 2 }[flow.transport]
  const ethernet = ETHERNET_HEADER_SIZE + VLAN_TAG_SIZE * (oddities.tags ?? []).length
  if (flow.network === 'ipv4') return ethernet + IPV4_HEADER_SIZE + (options ? lengthOf(ROUTER_ALERT) : 0) + transport
  if (extensions.length === 0) return ethernet + IPV6_HEADER_SIZE + transport
  const between = extensions.reduce((sum, extension) => sum + extensionSize(extension), 0)
  return ethernet + IPV6_HEADER_SIZE + between + transport
}

/** The bytes of a frame of a flow. Frames with different ids are different. */
export function frameOf(flow: Flow, { id, destination, source = PEER, shape = plainShape }: FrameOptions): Bytes {
  const headers = headersOf(flow, shape)
  const room = Math.max(0, shape.size - headers - ID_SIZE)
  const payload = payloadOf(id, shape.padded ? ID_SIZE : ID_SIZE + room)
  const trailer = shape.padded ? hexOf(new Uint8Array(room)) : noBytes
  const { tags = [], promises } = flow.network === 'other' ? {} : (flow.oddities ?? {})
  const ethernet = { destination, source, tags }
  const frame = encodeFrame({ ethernet, packet: packetOf(flow, shape, id, payload), trailer })
  return hexOf(promises === undefined ? frame : promising(frame, promises, headers))
}

const size: fc.Arbitrary<number> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(SHORTEST) },
  { weight: 3, arbitrary: fc.constantFrom(61, 63, 64, 65, 127, 128, 255, 256, 590, 1024, 1500, 1513, LONGEST) },
  { weight: 2, arbitrary: fc.integer({ min: SHORTEST, max: LONGEST }) },
)

const { ACK, PSH, SYN, FIN, RST } = tcpFlag

/** Shapes, biased to the shortest and the interesting lengths. */
export const frameShape: fc.Arbitrary<FrameShape> = fc.oneof(
  {
    weight: 7,
    arbitrary: fc.record({
      size,
      padded: fc.constant(false),
      options: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
      flags: fc.constantFrom(ACK, ACK | PSH, SYN, SYN | ACK, FIN | ACK, RST),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ ...plainShape, padded: true }) },
)

/** Frames of these flows, from the other end of the wire to `mac`. */
export function frameAmong(among: readonly Flow[], mac: Bytes): fc.Arbitrary<FrameMaker> {
  return fc.tuple(fc.constantFrom(...among), frameShape).map(
    ([flow, shape]) =>
      (id: number) =>
        frameOf(flow, { id, destination: mac, shape }),
  )
}

/** Frames of these flows in the opposite direction, from `mac` to the other end of the wire. */
export function answerAmong(among: readonly Flow[], mac: Bytes): fc.Arbitrary<FrameMaker> {
  return fc.tuple(fc.constantFrom(...among.map(reversed)), frameShape).map(
    ([flow, shape]) =>
      (id: number) =>
        frameOf(flow, { id, destination: PEER, source: mac, shape }),
  )
}

/**
 * Frames to `mac` for one plan: the outer arbitrary settles on a few flows, the inner one draws frames of them, so that a flow
 * returns within a plan.
 */
export function frameIn(
  mac: Bytes,
  some: fc.Arbitrary<readonly Flow[]> = flows,
): fc.Arbitrary<fc.Arbitrary<FrameMaker>> {
  return some.map((among) => frameAmong(among, mac))
}
