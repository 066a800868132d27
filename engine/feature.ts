import { bitNumbers, type FeatureSet, featureSet, without } from '../model/kernel/bits.ts'

/**
 * Feature bits by number, and what each requires. Why it is fast: it is not, and need not be; features are looked at once,
 * when FEATURES_OK is set, and what they decide is kept in columns.
 */
export const feature = {
  CSUM: 0,
  GUEST_CSUM: 1,
  MTU: 3,
  CTRL_GUEST_OFFLOADS: 2,
  MAC: 5,
  GUEST_TSO4: 7,
  GUEST_TSO6: 8,
  GUEST_ECN: 9,
  GUEST_UFO: 10,
  HOST_TSO4: 11,
  HOST_TSO6: 12,
  HOST_ECN: 13,
  HOST_UFO: 14,
  MRG_RXBUF: 15,
  STATUS: 16,
  CTRL_VQ: 17,
  CTRL_RX: 18,
  CTRL_VLAN: 19,
  CTRL_RX_EXTRA: 20,
  GUEST_ANNOUNCE: 21,
  MQ: 22,
  CTRL_MAC_ADDR: 23,
  INDIRECT_DESC: 28,
  EVENT_IDX: 29,
  VERSION_1: 32,
  RING_PACKED: 34,
  IN_ORDER: 35,
  RING_RESET: 40,
  SUSPEND: 43,
  DEVICE_STATS: 50,
  HASH_TUNNEL: 51,
  VQ_NOTF_COAL: 52,
  NOTF_COAL: 53,
  GUEST_USO4: 54,
  GUEST_USO6: 55,
  HOST_USO: 56,
  HASH_REPORT: 57,
  GUEST_HDRLEN: 59,
  RSS: 60,
  RSC_EXT: 61,
  SPEED_DUPLEX: 63,
  RSS_CONTEXT: 64,
  GUEST_UDP_TUNNEL_GSO: 65,
  GUEST_UDP_TUNNEL_GSO_CSUM: 66,
  HOST_UDP_TUNNEL_GSO: 67,
  HOST_UDP_TUNNEL_GSO_CSUM: 68,
} as const

/** The name of a feature that the engine knows. */
export type FeatureName = keyof typeof feature

/** The set of the features with these names. */
export const features = (...names: readonly FeatureName[]): FeatureSet =>
  featureSet(...names.map((name) => feature[name]))

/** What the engine implements, hence may offer. */
export const implemented = features(
  'CSUM',
  'HOST_TSO4',
  'HOST_TSO6',
  'HOST_ECN',
  'HOST_UFO',
  'HOST_USO',
  'GUEST_HDRLEN',
  'MAC',
  'GUEST_CSUM',
  'GUEST_TSO4',
  'GUEST_TSO6',
  'GUEST_ECN',
  'GUEST_UFO',
  'GUEST_USO4',
  'GUEST_USO6',
  'GUEST_UDP_TUNNEL_GSO',
  'GUEST_UDP_TUNNEL_GSO_CSUM',
  'HOST_UDP_TUNNEL_GSO',
  'HOST_UDP_TUNNEL_GSO_CSUM',
  'MRG_RXBUF',
  'STATUS',
  'MTU',
  'SPEED_DUPLEX',
  'CTRL_VQ',
  'CTRL_RX',
  'CTRL_RX_EXTRA',
  'CTRL_VLAN',
  'CTRL_MAC_ADDR',
  'GUEST_ANNOUNCE',
  'MQ',
  'HASH_REPORT',
  'RSS',
  'INDIRECT_DESC',
  'EVENT_IDX',
  'VERSION_1',
  'RING_PACKED',
  'IN_ORDER',
  'RING_RESET',
  'SUSPEND',
  'CTRL_GUEST_OFFLOADS',
  'DEVICE_STATS',
  'HASH_TUNNEL',
  'VQ_NOTF_COAL',
  'NOTF_COAL',
  'RSS_CONTEXT',
)

/**
 * A feature, and groups of which one member each must be there too.
 *
 * @clause core.features.device.3
 */
const requirements: readonly (readonly [FeatureName, ...(readonly FeatureName[])[]])[] = [
  ['GUEST_TSO4', ['GUEST_CSUM']],
  ['GUEST_TSO6', ['GUEST_CSUM']],
  ['GUEST_ECN', ['GUEST_TSO4', 'GUEST_TSO6']],
  ['GUEST_UFO', ['GUEST_CSUM']],
  ['GUEST_USO4', ['GUEST_CSUM']],
  ['GUEST_USO6', ['GUEST_CSUM']],
  ['GUEST_UDP_TUNNEL_GSO', ['GUEST_TSO4'], ['GUEST_TSO6'], ['GUEST_USO4'], ['GUEST_USO6']],
  ['GUEST_UDP_TUNNEL_GSO_CSUM', ['GUEST_UDP_TUNNEL_GSO']],
  ['HOST_TSO4', ['CSUM']],
  ['HOST_TSO6', ['CSUM']],
  ['HOST_ECN', ['HOST_TSO4', 'HOST_TSO6']],
  ['HOST_UFO', ['CSUM']],
  ['HOST_USO', ['CSUM']],
  ['HOST_UDP_TUNNEL_GSO', ['HOST_TSO4'], ['HOST_TSO6'], ['HOST_USO']],
  ['HOST_UDP_TUNNEL_GSO_CSUM', ['HOST_UDP_TUNNEL_GSO']],
  ['CTRL_RX', ['CTRL_VQ']],
  ['CTRL_VLAN', ['CTRL_VQ']],
  ['GUEST_ANNOUNCE', ['CTRL_VQ']],
  ['MQ', ['CTRL_VQ']],
  ['CTRL_MAC_ADDR', ['CTRL_VQ']],
  ['NOTF_COAL', ['CTRL_VQ']],
  ['RSC_EXT', ['HOST_TSO4', 'HOST_TSO6']],
  ['RSS', ['CTRL_VQ']],
  ['VQ_NOTF_COAL', ['CTRL_VQ']],
  ['HASH_TUNNEL', ['CTRL_VQ'], ['RSS', 'HASH_REPORT']],
  ['RSS_CONTEXT', ['CTRL_VQ'], ['RSS']],
]

/** Whether a set has a feature. */
export const has = (set: FeatureSet, name: FeatureName): boolean => ((set >> BigInt(feature[name])) & 1n) === 1n

/** The names of the features in a set; those without one by their number: `bit 28`. */
export function namesOf(set: FeatureSet): readonly string[] {
  const names = new Map<number, string>(Object.entries(feature).map(([name, bit]) => [bit, name]))
  return bitNumbers(set).map((bit) => names.get(bit) ?? `bit ${bit}`)
}

/** The first feature of a set whose requirements are not in the set: `RSS requires CTRL_VQ`; `undefined` if there is none. */
export function unmet(set: FeatureSet): string | undefined {
  for (const [name, ...groups] of requirements) {
    const group = has(set, name) ? groups.find((names) => !names.some((other) => has(set, other))) : undefined
    if (group !== undefined) return `${name} requires ${group.join(' or ')}`
  }
  return undefined
}

/**
 * Why a device that offers some features does not accept a choice of the driver's; `undefined` if it does. The engine has no
 * legacy interface, so VERSION_1 must be among them.
 *
 * @clause core.features.device.3
 * @clause core.resfeat.device.2
 */
export function objection(offered: FeatureSet, accepted: FeatureSet): string | undefined {
  const unoffered = without(accepted, offered)
  if (unoffered !== 0n) return `not offered: ${namesOf(unoffered).join(', ')}`
  if (!has(accepted, 'VERSION_1')) return 'VERSION_1 is required'
  return unmet(accepted)
}
