import fc from 'fast-check'
import type { FeatureName } from '../../model/feature/table.ts'
import { type Bytes, bytes, hexOf, lengthOf, noBytes } from '../../model/kernel/bytes.ts'
import type { NetConfig } from '../../model/net/config.ts'
import { be16Bytes, transportIn, written } from '../../model/net/receive-offload/transport.ts'
import { ETHERNET_HEADER_SIZE } from '../../model/wire/ethernet.ts'
import { encodeFrame } from '../../model/wire/frame.ts'
import { ipv4Address, ipv6Address } from '../../model/wire/ip-address.ts'
import { IPV4_HEADER_SIZE } from '../../model/wire/ipv4.ts'
import { IPV6_HEADER_SIZE } from '../../model/wire/ipv6.ts'
import {
  VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM,
  VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV4,
  VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV6,
} from '../../model/wire/net-header-layout.ts'
import { tcpFlag } from '../../model/wire/tcp.ts'
import { UDP_HEADER_SIZE } from '../../model/wire/udp.ts'
import { PEER } from './frame.ts'
import { offloadedOf, type Work, work } from './offload.ts'
import { partial } from './partial.ts'
import type { Intent, Offloaded } from './traffic.ts'

/** A UDP tunnel around a frame. */
export interface Tunnel {
  readonly network: 'ipv4' | 'ipv6'
  /** Whether the outer checksum is left to be completed; else there is none. */
  readonly sums: boolean
}

const ends = {
  ipv4: { source: ipv4Address('192.0.2.1'), destination: ipv4Address('192.0.2.2') },
  ipv6: { source: ipv6Address('2001:db8::1'), destination: ipv6Address('2001:db8::2') },
} as const
const VXLAN_PORT = 4789
const VXLAN = bytes('0800000000002a00')

/** Bytes before the inner frame. */
const around = ({ network }: Tunnel): number => outerAt(network) + UDP_HEADER_SIZE + lengthOf(VXLAN)

/** Where the outer UDP header begins. */
const outerAt = (network: Tunnel['network']): number =>
  ETHERNET_HEADER_SIZE + (network === 'ipv4' ? IPV4_HEADER_SIZE : IPV6_HEADER_SIZE)

/** The stations that a frame goes between: six bytes each. */
interface Stations {
  readonly source: Bytes
  readonly destination: Bytes
}

/** A frame in a tunnel. */
function encapsulated(inner: Bytes, { network, sums }: Tunnel, stations: Stations): Bytes {
  const ethernet = { ...stations, tags: [] }
  const header = { sourcePort: 40_000, destinationPort: VXLAN_PORT }
  const transport = { kind: 'udp', header, payload: `${VXLAN}${inner}` as Bytes } as const // Bytes, joined
  const common = { ...ends[network] }
  const packet =
    network === 'ipv4'
      ? ({
          kind: 'ipv4',
          header: {
            tos: 0,
            identification: 7,
            dontFragment: true,
            moreFragments: false,
            fragmentOffset: 0,
            ttl: 64,
            ...common,
            options: noBytes,
          },
          transport,
        } as const)
      : ({
          kind: 'ipv6',
          header: { trafficClass: 0, flowLabel: 0, hopLimit: 64, ...common },
          extensions: [],
          transport,
        } as const)
  const frame = hexOf(encodeFrame({ ethernet, packet, trailer: noBytes }))
  return sums ? partial(frame) : written(frame, transportIn(frame)?.field ?? 0, be16Bytes(0))
}

/** What the work on a frame is, in a tunnel: as a driver asks for it that keeps to every rule. @clause net.tx.driver.39 */
export function tunnelledOf(
  one: Work,
  tunnel: Tunnel,
  mac: Bytes,
  stations: Stations = { source: mac, destination: PEER },
): Offloaded {
  const { frame, request } = offloadedOf(one, mac)
  const { flags = 0, gsoType = 0, hdrLen = 0, csumStart = 0 } = request
  const shift = around(tunnel)
  const bit = one.flow.network === 'ipv4' ? VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV4 : VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV6
  return {
    frame: (id) => encapsulated(frame(id), tunnel, stations),
    request: {
      ...request,
      flags: flags | (tunnel.sums ? VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM : 0),
      gsoType: gsoType | bit,
      hdrLen: hdrLen + shift,
      csumStart: csumStart + shift,
      outerThOffset: outerAt(tunnel.network),
      innerNhOffset: shift + ETHERNET_HEADER_SIZE,
    },
  }
}

/** Tunnels, whose outer checksum is left to others only where `sums` says so. */
export const tunnels = (sums: boolean): fc.Arbitrary<Tunnel> =>
  fc.record({
    network: fc.constantFrom('ipv4' as const, 'ipv6' as const),
    sums: sums ? fc.boolean() : fc.constant(false),
  })

/** The longest payload of what is in a tunnel: there must be room for the headers around it, and that of long packets is cut elsewhere. */
const MOST = 9000

/** Frames to be cut in a tunnel, from the device's own address. */
export const tunnelled = (config: NetConfig, sums: boolean): fc.Arbitrary<Offloaded> =>
  fc
    .tuple(work(config, ['tcp', 'udp']), tunnels(sums))
    .map(([one, tunnel]) => tunnelledOf({ ...one, payload: Math.min(one.payload, MOST) }, tunnel, config.mac))

/** All that a driver asks by for frames in a tunnel. */
export const hostTunnel: readonly FeatureName[] = [
  'VIRTIO_NET_F_CSUM',
  'VIRTIO_NET_F_HOST_TSO4',
  'VIRTIO_NET_F_HOST_TSO6',
  'VIRTIO_NET_F_HOST_USO',
  'VIRTIO_NET_F_HOST_ECN',
  'VIRTIO_NET_F_HOST_UDP_TUNNEL_GSO',
]
/** The outer checksum, too. */
export const hostTunnelSums: readonly FeatureName[] = [...hostTunnel, 'VIRTIO_NET_F_HOST_UDP_TUNNEL_GSO_CSUM']

const nothing = { flags: 0, gsoType: 0, hdrLen: 0, gsoSize: 0, csumStart: 0, csumOffset: 0 }

/** Frames to be cut in a tunnel, from the wire. */
export const tunnelledIn = (config: NetConfig): fc.Arbitrary<Intent> =>
  fc
    .record({
      one: work(config, ['tcp', 'udp']),
      tunnel: tunnels(true),
      payload: fc.integer({ min: 600, max: 3000 }),
      gsoSize: fc.integer({ min: 200, max: 1400 }),
    })
    .map(({ one, tunnel, payload, gsoSize }) => {
      const stations = { source: PEER, destination: config.mac }
      const plain = { ...one, payload, gsoSize, ecn: false, flags: tcpFlag.ACK }
      const { frame, request } = tunnelledOf(plain, tunnel, config.mac, stations)
      return { kind: 'arrive', frame, offload: { ...nothing, ...request } }
    })
