import { type FeatureName, feature } from '../feature/table.ts'
import { type FeatureSet, includes } from '../kernel/bits.ts'
import type { Setting } from './setting.ts'

/**
 * The receive offloads by their bits in `offloads`, with the feature of each: for two of them the bit is not the feature's.
 *
 * @clause net.offloads.def.3
 */
export const offloadFeatures: ReadonlyMap<number, FeatureName> = new Map([
  [1, 'VIRTIO_NET_F_GUEST_CSUM'],
  [7, 'VIRTIO_NET_F_GUEST_TSO4'],
  [8, 'VIRTIO_NET_F_GUEST_TSO6'],
  [9, 'VIRTIO_NET_F_GUEST_ECN'],
  [10, 'VIRTIO_NET_F_GUEST_UFO'],
  [46, 'VIRTIO_NET_F_GUEST_UDP_TUNNEL_GSO'],
  [47, 'VIRTIO_NET_F_GUEST_UDP_TUNNEL_GSO_CSUM'],
  [54, 'VIRTIO_NET_F_GUEST_USO4'],
  [55, 'VIRTIO_NET_F_GUEST_USO6'],
])

/** The offloads whose features are among these, ascending: those that are in force from negotiation on. @clause net.offloads.def.1 */
export function offloadsOf(features: FeatureSet): readonly number[] {
  return [...offloadFeatures].flatMap(([bit, name]) => (includes(features, feature(name)) ? [bit] : []))
}

/** The offloads in force; `anyhow` where a command without a meaning was taken. */
export function offloadsInForce({ offloads }: Setting, features: FeatureSet): readonly number[] | 'anyhow' {
  return offloads ?? offloadsOf(features)
}
