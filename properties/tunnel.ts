import fc from 'fast-check'
import type { FeatureName } from '../model/feature/table.ts'
import { pairIndex } from '../model/kernel/brand.ts'
import type { NetConfig } from '../model/net/config.ts'
import {
  VIRTIO_NET_HDR_F_DATA_VALID,
  VIRTIO_NET_HDR_F_NEEDS_CSUM,
  VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM,
  VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV4,
  VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV6,
} from '../model/wire/net-header-layout.ts'
import { bothWays } from './plans/both-ways.ts'
import { offloaded } from './plans/offload.ts'
import { accepting, opening, rest, script, steps, stocked, traffic } from './plans/script.ts'
import { hand, type Intent, type Offloaded } from './plans/traffic.ts'
import { hostTunnel, hostTunnelSums, tunnelled, tunnelledIn } from './plans/udp-tunnel.ts'
import { unfinished } from './plans/unfinished.ts'
import type { Plan, Property } from './property.ts'

/** A plan that hands such frames over, with the features of tunnels; the outer checksum is left out where `sums` says so. */
function handed(config: NetConfig, some: fc.Arbitrary<Offloaded>, sums: boolean): fc.Arbitrary<Plan> {
  const names = sums ? hostTunnelSums : hostTunnel
  return traffic(hand(some), { min: 2, max: 4 }).map((groups) =>
    script(opening(accepting(config, names)), steps(groups), [rest]),
  )
}

/** Segments of what is in a UDP tunnel. */
const segments: Property = {
  id: 'tunnel/segments',
  says: 'With HOST_UDP_TUNNEL_GSO what is in a UDP tunnel leaves as segments with both sets of headers right, the outer checksum too where it was left to the device.',
  clauses: ['house.transmit.segments'],
  needs: ['net', 'csum', 'host-tunnel'],
  plan: (config) => fc.boolean().chain((sums) => handed(config, tunnelled(config, sums), sums)),
}

const BOTH = VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV4 | VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV6

/** What makes a request one that no device may accept. */
const spoilt: readonly ((request: Offloaded['request']) => Offloaded['request'])[] = [
  ({ gsoType = 0 }) => ({ gsoType: gsoType | BOTH }),
  ({ flags = 0 }) => ({ flags: flags & ~VIRTIO_NET_HDR_F_NEEDS_CSUM }),
  ({ flags = 0 }) => ({ flags: flags | VIRTIO_NET_HDR_F_DATA_VALID }),
  ({ gsoType = 0 }) => ({ gsoType: gsoType & BOTH }),
  ({ gsoType = 0, flags = 0 }) => ({ gsoType: gsoType & ~BOTH, flags: flags | VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM }),
]

/** What no device may accept. */
const refused: Property = {
  id: 'tunnel/refused',
  says: 'A packet does not leave that has both tunnel bits, one without NEEDS_CSUM or segmentation or with DATA_VALID, or UDP_TUNNEL_CSUM and none.',
  clauses: ['net.tx.device.8', 'net.tx.device.10', 'net.tx.device.11'],
  needs: ['net', 'csum', 'host-tunnel'],
  plan: (config) => {
    const some = fc
      .tuple(tunnelled(config, true), fc.constantFrom(...spoilt))
      .map(([{ frame, request }, change]) => ({ frame, request: { ...request, ...change(request) } }))
    return handed(config, some, true)
  },
}

/** Without a tunnel nothing says where one would be. */
const unused: Property = {
  id: 'tunnel/unused-offsets',
  says: 'Without a tunnel bit a frame leaves as it was asked for, whatever outer_th_offset and inner_nh_offset say.',
  clauses: ['net.tx.device.9'],
  needs: ['net', 'csum', 'host-tunnel'],
  plan: (config) => {
    const some = fc
      .tuple(offloaded(config, ['tcp', 'udp', 'checksum']), fc.nat(0xffff))
      .map(([{ frame, request }, number]) => {
        const { csumStart = 0 } = request
        const [outerThOffset = 0, innerNhOffset = 0] =
          [
            [csumStart, csumStart + 30],
            [number, 0],
            [34, 64],
            [0xffff, 0xffff],
          ][number % 4] ?? []
        return { frame, request: { ...request, outerThOffset, innerNhOffset: innerNhOffset || 1 } }
      })
    return handed(config, some, true)
  },
}

const GUEST: readonly FeatureName[] = [
  'VIRTIO_NET_F_GUEST_CSUM',
  'VIRTIO_NET_F_GUEST_TSO4',
  'VIRTIO_NET_F_GUEST_TSO6',
  'VIRTIO_NET_F_GUEST_USO4',
  'VIRTIO_NET_F_GUEST_USO6',
]
const TUNNEL: FeatureName = 'VIRTIO_NET_F_GUEST_UDP_TUNNEL_GSO'
const TUNNEL_CSUM: FeatureName = 'VIRTIO_NET_F_GUEST_UDP_TUNNEL_GSO_CSUM'

/** What came in a tunnel is handed over with all that is needed to cut it. */
const received: Property = {
  id: 'tunnel/receive',
  says: 'A packet in a UDP tunnel that is to be cut comes only with GUEST_UDP_TUNNEL_GSO, with the tunnel bit of its inner header and both offsets, and its outer checksum is left to the driver only with GUEST_UDP_TUNNEL_GSO_CSUM and as the flag says.',
  clauses: [
    'net.rx.device.14',
    'net.rx.device.15',
    'net.rx.device.24',
    'net.rx.device.25',
    'net.rx.device.26',
    'net.rx.device.27',
    'net.rx.device.28',
    'net.rx.device.34',
    'net.rx.device.37',
    'net.rx.device.39',
    'net.rx.device.40',
  ],
  needs: ['net', 'guest-csum', 'guest-gso', 'guest-tunnel', 'handover'],
  plan: (config) => {
    const intents = fc.oneof(
      { weight: 4, arbitrary: tunnelledIn(config) },
      { weight: 1, arbitrary: unfinished(config.mac, ['uncut', 'partial']) },
    )
    const names = fc.constantFrom<readonly FeatureName[]>(
      GUEST,
      [...GUEST, TUNNEL],
      [...GUEST, TUNNEL],
      [...GUEST, TUNNEL, TUNNEL_CSUM],
      [...GUEST, TUNNEL, TUNNEL_CSUM],
    )
    return fc.tuple(names, traffic(intents, { min: 4, max: 9 })).map(([accepted, groups]) => {
      const buffers = Array.from({ length: 14 }, (): Intent => ({ kind: 'offer', pair: pairIndex(0), lengths: [4096] }))
      return script(opening(accepting(config, accepted)), buffers, [rest], steps(groups))
    })
  },
}

/** What the header before a frame has room for. */
const layout: Property = {
  id: 'tunnel/header-length',
  says: 'The header has 24 bytes with a feature of tunnels, with HASH_REPORT and without.',
  clauses: ['net.hdr.def.1'],
  needs: ['net', 'csum', 'host-tunnel'],
  plan: (config) =>
    fc
      .tuple(
        fc.constantFrom<readonly FeatureName[]>([], hostTunnel, [
          ...hostTunnel,
          'VIRTIO_NET_F_CTRL_VQ',
          'VIRTIO_NET_F_HASH_REPORT',
        ]),
        bothWays(config),
      )
      .chain(([names, intent]) =>
        traffic(intent, { min: 4, max: 10 }).map((groups) =>
          script(opening(accepting(config, names)), stocked(1, 6), steps(groups)),
        ),
      ),
}

/** Properties of packets in UDP tunnels that are to be cut. */
export const tunnel: readonly Property[] = [segments, refused, unused, received, layout]
