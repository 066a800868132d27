import type { ClauseId } from '../../clause/clause.ts'
import { type FeatureName, feature } from '../../feature/table.ts'
import { type FeatureSet, includes } from '../../kernel/bits.ts'
import {
  VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM,
  VIRTIO_NET_HDR_GSO_ECN,
  VIRTIO_NET_HDR_GSO_TCPV4,
  VIRTIO_NET_HDR_GSO_TCPV6,
  VIRTIO_NET_HDR_GSO_UDP,
  VIRTIO_NET_HDR_GSO_UDP_L4,
  VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV4,
  VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV6,
} from '../../wire/net-header-layout.ts'
import type { WireOffload } from '../action.ts'

/** Both bits of `gso_type` that speak of tunnels. */
export const TUNNEL_BITS = VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV4 | VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV6

/** `gso_type` without the bits that say more of it. */
export const kindOf = (gsoType: number): number => gsoType & ~(VIRTIO_NET_HDR_GSO_ECN | TUNNEL_BITS)

/** The features that allow a kind of receive GSO, any of them, and the clause that forbids it without. */
const kinds: Readonly<Record<number, { readonly any: readonly FeatureName[]; readonly clause: ClauseId }>> = {
  [VIRTIO_NET_HDR_GSO_TCPV4]: { any: ['VIRTIO_NET_F_GUEST_TSO4'], clause: 'net.rx.device.10' },
  [VIRTIO_NET_HDR_GSO_UDP]: { any: ['VIRTIO_NET_F_GUEST_UFO'], clause: 'net.rx.device.11' },
  [VIRTIO_NET_HDR_GSO_TCPV6]: { any: ['VIRTIO_NET_F_GUEST_TSO6'], clause: 'net.rx.device.12' },
  [VIRTIO_NET_HDR_GSO_UDP_L4]: {
    any: ['VIRTIO_NET_F_GUEST_USO4', 'VIRTIO_NET_F_GUEST_USO6'],
    clause: 'net.rx.device.13',
  },
}

const hasAny = (features: FeatureSet, names: readonly FeatureName[]): boolean =>
  names.some((name) => includes(features, feature(name)))

/** Whether any receive GSO was negotiated. @clause net.rx.device.29 */
export const hasGso = (features: FeatureSet): boolean =>
  hasAny(
    features,
    Object.values(kinds).flatMap(({ any }) => any),
  )

/** The clause that forbids this `gso_type` under these features, if one does. */
export function clauseOfGso(features: FeatureSet, gsoType: number): ClauseId | undefined {
  if (gsoType === 0) return undefined
  if (!hasGso(features)) return 'net.rx.device.29'
  const kind = kinds[kindOf(gsoType)]
  return kind === undefined || hasAny(features, kind.any) ? undefined : kind.clause
}

/** A driver with only one of them need not take frames of the other version of IP. */
const USO: readonly FeatureName[] = ['VIRTIO_NET_F_GUEST_USO4', 'VIRTIO_NET_F_GUEST_USO6']

/** Whether a driver takes a frame as its peer hands it over: else the device may have to drop it, since nobody cuts it. */
export function isTaken(features: FeatureSet, offload: WireOffload | undefined): boolean {
  if (offload === undefined || offload.gsoType === 0) return true
  const tunnel = (offload.gsoType & TUNNEL_BITS) !== 0
  const sums = (offload.flags & VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM) !== 0
  const ecn = (offload.gsoType & VIRTIO_NET_HDR_GSO_ECN) !== 0
  return (
    clauseOfGso(features, offload.gsoType) === undefined &&
    (kindOf(offload.gsoType) !== VIRTIO_NET_HDR_GSO_UDP_L4 || USO.every((name) => includes(features, feature(name)))) &&
    (!tunnel || includes(features, feature('VIRTIO_NET_F_GUEST_UDP_TUNNEL_GSO'))) &&
    (!sums || includes(features, feature('VIRTIO_NET_F_GUEST_UDP_TUNNEL_GSO_CSUM'))) &&
    (!ecn || includes(features, feature('VIRTIO_NET_F_GUEST_ECN')))
  )
}
