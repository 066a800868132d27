import { type FeatureSet, featureSet, noFeatures, union } from '../kernel/bits.ts'

/** Bit numbers of the features that virtio 1.4 defines for a network device on a modern transport. */
export const featureBits = {
  VIRTIO_NET_F_CSUM: 0,
  VIRTIO_NET_F_GUEST_CSUM: 1,
  VIRTIO_NET_F_CTRL_GUEST_OFFLOADS: 2,
  VIRTIO_NET_F_MTU: 3,
  VIRTIO_NET_F_MAC: 5,
  VIRTIO_NET_F_GUEST_TSO4: 7,
  VIRTIO_NET_F_GUEST_TSO6: 8,
  VIRTIO_NET_F_GUEST_ECN: 9,
  VIRTIO_NET_F_GUEST_UFO: 10,
  VIRTIO_NET_F_HOST_TSO4: 11,
  VIRTIO_NET_F_HOST_TSO6: 12,
  VIRTIO_NET_F_HOST_ECN: 13,
  VIRTIO_NET_F_HOST_UFO: 14,
  VIRTIO_NET_F_MRG_RXBUF: 15,
  VIRTIO_NET_F_STATUS: 16,
  VIRTIO_NET_F_CTRL_VQ: 17,
  VIRTIO_NET_F_CTRL_RX: 18,
  VIRTIO_NET_F_CTRL_VLAN: 19,
  VIRTIO_NET_F_CTRL_RX_EXTRA: 20,
  VIRTIO_NET_F_GUEST_ANNOUNCE: 21,
  VIRTIO_NET_F_MQ: 22,
  VIRTIO_NET_F_CTRL_MAC_ADDR: 23,
  VIRTIO_F_INDIRECT_DESC: 28,
  VIRTIO_F_EVENT_IDX: 29,
  VIRTIO_F_VERSION_1: 32,
  VIRTIO_F_ACCESS_PLATFORM: 33,
  VIRTIO_F_RING_PACKED: 34,
  VIRTIO_F_IN_ORDER: 35,
  VIRTIO_F_ORDER_PLATFORM: 36,
  VIRTIO_F_SR_IOV: 37,
  VIRTIO_F_NOTIFICATION_DATA: 38,
  VIRTIO_F_NOTIF_CONFIG_DATA: 39,
  VIRTIO_F_RING_RESET: 40,
  VIRTIO_F_ADMIN_VQ: 41,
  VIRTIO_F_SUSPEND: 43,
  VIRTIO_NET_F_DEVICE_STATS: 50,
  VIRTIO_NET_F_HASH_TUNNEL: 51,
  VIRTIO_NET_F_VQ_NOTF_COAL: 52,
  VIRTIO_NET_F_NOTF_COAL: 53,
  VIRTIO_NET_F_GUEST_USO4: 54,
  VIRTIO_NET_F_GUEST_USO6: 55,
  VIRTIO_NET_F_HOST_USO: 56,
  VIRTIO_NET_F_HASH_REPORT: 57,
  VIRTIO_NET_F_GUEST_HDRLEN: 59,
  VIRTIO_NET_F_RSS: 60,
  VIRTIO_NET_F_RSC_EXT: 61,
  VIRTIO_NET_F_STANDBY: 62,
  VIRTIO_NET_F_SPEED_DUPLEX: 63,
  VIRTIO_NET_F_RSS_CONTEXT: 64,
  VIRTIO_NET_F_GUEST_UDP_TUNNEL_GSO: 65,
  VIRTIO_NET_F_GUEST_UDP_TUNNEL_GSO_CSUM: 66,
  VIRTIO_NET_F_HOST_UDP_TUNNEL_GSO: 67,
  VIRTIO_NET_F_HOST_UDP_TUNNEL_GSO_CSUM: 68,
  VIRTIO_NET_F_OUT_NET_HEADER: 69,
  VIRTIO_NET_F_IPSEC: 70,
} as const

/** The name of a feature, as the specification spells it. */
export type FeatureName = keyof typeof featureBits

const setOfName = Object.fromEntries(
  Object.entries(featureBits).map(([name, bit]) => [name, featureSet(bit)]),
) as Readonly<Record<FeatureName, FeatureSet>> // the keys of `featureBits`

/** The set that holds one feature. */
export const feature = (name: FeatureName): FeatureSet => setOfName[name]

/** The set of these features. */
export function featuresNamed(names: readonly FeatureName[]): FeatureSet {
  return names.reduce((set, name) => union(set, feature(name)), noFeatures)
}

const nameOfBit = new Map<number, FeatureName>(
  Object.entries(featureBits).map(([name, bit]) => [bit, name as FeatureName]), // the keys of `featureBits`
)

/** The name of a bit, or `bit N` where the standard gives it none. */
export const featureName = (bit: number): string => nameOfBit.get(bit) ?? `bit ${bit}`

/** Whether a string is the name of a feature. */
export const isFeatureName = (name: string): name is FeatureName => Object.hasOwn(featureBits, name)

/** Whether the standard defines this bit for a network device. */
export const isDefinedBit = (bit: number): boolean => nameOfBit.has(bit)
