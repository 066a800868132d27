import fc from 'fast-check'
import type { FeatureName } from '../../model/feature/table.ts'
import { feature } from '../../model/feature/table.ts'
import { includes } from '../../model/kernel/bits.ts'
import { arrayOf, type Bytes, hexOf } from '../../model/kernel/bytes.ts'
import type { NetConfig } from '../../model/net/config.ts'
import { internetChecksum, pseudoHeader } from '../../model/wire/checksum.ts'
import { ETHERNET_HEADER_SIZE } from '../../model/wire/ethernet.ts'
import { IPV4_HEADER_SIZE } from '../../model/wire/ipv4.ts'
import { IPV6_HEADER_SIZE } from '../../model/wire/ipv6.ts'
import {
  VIRTIO_NET_HDR_F_NEEDS_CSUM,
  VIRTIO_NET_HDR_GSO_ECN,
  VIRTIO_NET_HDR_GSO_TCPV4,
  VIRTIO_NET_HDR_GSO_TCPV6,
  VIRTIO_NET_HDR_GSO_UDP,
  VIRTIO_NET_HDR_GSO_UDP_L4,
} from '../../model/wire/net-header-layout.ts'
import { PROTOCOL_TCP, TCP_HEADER_SIZE, tcpFlag } from '../../model/wire/tcp.ts'
import { PROTOCOL_UDP, UDP_HEADER_SIZE } from '../../model/wire/udp.ts'
import { flowOver, type IpFlow, ipv4, ipv6 } from './flow.ts'
import { frameOf, PEER, plainShape } from './frame.ts'
import type { Offloaded } from './traffic.ts'

/** What is asked for: one checksum, segments of TCP or UDP, or fragments. */
export type OffloadKind = 'checksum' | 'tcp' | 'udp' | 'fragments'

/** The shape of a frame that is to be worked on, before it has its id. */
export interface Work {
  readonly kind: OffloadKind
  readonly flow: IpFlow
  /** Bytes behind all headers, at least the four of the id. */
  readonly payload: number
  readonly gsoSize: number
  /** Options in IPv4 and TCP. */
  readonly options: boolean
  /** Flags of TCP. */
  readonly flags: number
  /** Whether VIRTIO_NET_HDR_GSO_ECN is set. */
  readonly ecn: boolean
}

/** Bytes of the options that {@link frameOf} puts in: a router alert, a timestamp. */
const OPTIONS = { ipv4: 4, tcp: 12 } as const

/** Offsets of transport header and payload. */
function headersOf({ flow, options }: Work) {
  const router = options && flow.network === 'ipv4' ? OPTIONS.ipv4 : 0
  const start = ETHERNET_HEADER_SIZE + (flow.network === 'ipv4' ? IPV4_HEADER_SIZE : IPV6_HEADER_SIZE) + router
  const size = flow.transport === 'tcp' ? TCP_HEADER_SIZE + (options ? OPTIONS.tcp : 0) : UDP_HEADER_SIZE
  return { start, behind: start + size }
}

const gsoTypes = {
  checksum: { ipv4: 0, ipv6: 0 },
  tcp: { ipv4: VIRTIO_NET_HDR_GSO_TCPV4, ipv6: VIRTIO_NET_HDR_GSO_TCPV6 },
  udp: { ipv4: VIRTIO_NET_HDR_GSO_UDP_L4, ipv6: VIRTIO_NET_HDR_GSO_UDP_L4 },
  fragments: { ipv4: VIRTIO_NET_HDR_GSO_UDP, ipv6: VIRTIO_NET_HDR_GSO_UDP },
} as const

/** A frame and its request, as a driver makes them that keeps to every rule. @clause net.tx.driver.31 net.tx.driver.32 */
export function offloadedOf(work: Work, mac: Bytes): Offloaded {
  const { kind, flow, payload, options, flags, ecn, gsoSize } = work
  const { start, behind } = headersOf(work)
  const shape = { ...plainShape, size: behind + payload, options, flags }
  const offset = flow.transport === 'tcp' ? 16 : 6
  return {
    frame: (id) => prepared(frameOf(flow, { id, destination: PEER, source: mac, shape }), flow, start, start + offset),
    request: {
      flags: VIRTIO_NET_HDR_F_NEEDS_CSUM,
      gsoType: gsoTypes[kind][flow.network] | (ecn ? VIRTIO_NET_HDR_GSO_ECN : 0),
      hdrLen: behind,
      gsoSize: kind === 'checksum' ? 0 : gsoSize,
      csumStart: start,
      csumOffset: offset,
    },
  }
}

/** The frame with the sum of its pseudo header in the place of its checksum. */
function prepared(bytes: Bytes, flow: IpFlow, start: number, field: number): Bytes {
  const frame = arrayOf(bytes)
  const protocol = flow.transport === 'tcp' ? PROTOCOL_TCP : PROTOCOL_UDP
  const sum = ~internetChecksum(pseudoHeader(flow, protocol, frame.length - start)) & 0xffff
  new DataView(frame.buffer).setUint16(field, sum)
  return hexOf(frame)
}

/** Which features let a driver ask for what. */
const askable: readonly (readonly [OffloadKind, IpFlow['network'], FeatureName])[] = [
  ['tcp', 'ipv4', 'VIRTIO_NET_F_HOST_TSO4'],
  ['tcp', 'ipv6', 'VIRTIO_NET_F_HOST_TSO6'],
  ['udp', 'ipv4', 'VIRTIO_NET_F_HOST_USO'],
  ['udp', 'ipv6', 'VIRTIO_NET_F_HOST_USO'],
  ['fragments', 'ipv4', 'VIRTIO_NET_F_HOST_UFO'],
  ['fragments', 'ipv6', 'VIRTIO_NET_F_HOST_UFO'],
  ['checksum', 'ipv4', 'VIRTIO_NET_F_CSUM'],
  ['checksum', 'ipv6', 'VIRTIO_NET_F_CSUM'],
]

/** Every feature that a driver asks by. */
export const offloadFeatures: readonly FeatureName[] = [
  ...new Set(askable.map(([, , name]) => name)),
  'VIRTIO_NET_F_HOST_ECN',
]

const { ACK, PSH, FIN, CWR } = tcpFlag
const ID_SIZE = 4
const LARGEST_PACKET = 0xffff

/**
 * Payloads about a multiple of the size that they are cut to; now and then cut to more pieces than a device may care to send in one
 * go, or as long as IP lets them be.
 */
const measures: fc.Arbitrary<Pick<Work, 'payload' | 'gsoSize'>> = fc.oneof(
  {
    weight: 13,
    arbitrary: fc
      .record({
        gsoSize: fc.oneof(fc.constantFrom(8, 16, 64, 100, 536), fc.integer({ min: 9, max: 1460 })),
        count: fc.nat(4),
        off: fc.constantFrom(-1, 0, 1, 5),
      })
      .map(({ gsoSize, count, off }) => ({ gsoSize, payload: Math.max(ID_SIZE, count * gsoSize + off) })),
  },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 60, max: 140 }).map((count) => ({ gsoSize: 8, payload: count * 8 - (count % 3) })),
  },
  { weight: 1, arbitrary: fc.constantFrom({ gsoSize: 1448, payload: 65_400 }, { gsoSize: 60_000, payload: 65_455 }) },
)

/** Work of these kinds that a device of this configuration can be asked for; any of them where it offers none. */
export function work(config: NetConfig, kinds: readonly OffloadKind[]): fc.Arbitrary<Work> {
  const offers = (name: FeatureName) => includes(config.offered, feature(name))
  const wanted = askable.filter(([kind]) => kinds.includes(kind))
  const offered = wanted.filter(([, , name]) => offers(name))
  const possible = offered.length === 0 ? wanted : offered
  return fc.constantFrom(...possible).chain(([kind, network]) =>
    fc
      .record({
        flow: flowOver(network, network === 'ipv4' ? ipv4 : ipv6, fc.constant([])).map(
          (flow): IpFlow => ({ ...flow, transport: transportOf(kind, flow), ...portsOf(flow) }),
        ),
        measure: measures,
        options: kind === 'fragments' ? fc.constant(false) : fc.oneof(fc.constant(false), fc.boolean()),
        flags: fc.constantFrom(ACK, ACK | PSH, ACK | PSH | FIN, ACK | FIN, ACK | CWR),
      })
      .map(({ flow, measure, options, flags }) => {
        const ecn = kind === 'tcp' && (flags & CWR) !== 0 && offers('VIRTIO_NET_F_HOST_ECN')
        return fitting({ kind, flow, ...measure, options, flags: ecn ? flags : flags & ~CWR, ecn })
      }),
  )
}

const transportOf = (kind: OffloadKind, flow: IpFlow): 'tcp' | 'udp' =>
  kind === 'tcp' || (kind === 'checksum' && flow.transport === 'tcp') ? 'tcp' : 'udp'

/** What is neither TCP nor UDP has no ports. */
const portsOf = ({ sourcePort, destinationPort }: IpFlow) => ({
  sourcePort: sourcePort || 1024,
  destinationPort: destinationPort || 80,
})

/** Work whose packet is no longer than IP allows; one checksum alone is for packets that need not be cut. */
function fitting(one: Work): Work {
  const { behind } = headersOf(one)
  const most = one.kind === 'checksum' ? 1514 : LARGEST_PACKET + ETHERNET_HEADER_SIZE
  return { ...one, payload: Math.min(one.payload, most - behind) }
}

/** Frames with such requests from the device's own address. */
export const offloaded = (config: NetConfig, kinds: readonly OffloadKind[]): fc.Arbitrary<Offloaded> =>
  work(config, kinds).map((one) => offloadedOf(one, config.mac))
