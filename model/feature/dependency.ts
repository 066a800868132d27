import type { ClauseId } from '../clause/clause.ts'
import { type FeatureSet, includes } from '../kernel/bits.ts'
import { type FeatureName, feature } from './table.ts'

/** A feature and what it requires: every group needs at least one of its members. */
export interface Dependency {
  readonly feature: FeatureName
  readonly groups: readonly (readonly FeatureName[])[]
  readonly clause: ClauseId
  /** The device SHOULD NOT offer it alone; nothing forbids to accept it alone. */
  readonly advice?: true
}

const CTRL_VQ = [['VIRTIO_NET_F_CTRL_VQ']] as const
const CSUM = [['VIRTIO_NET_F_CSUM']] as const
const GUEST_CSUM = [['VIRTIO_NET_F_GUEST_CSUM']] as const

/** What each feature of a network device requires. @clause core.features.device.1 core.features.driver.2 */
export const dependencies: readonly Dependency[] = [
  { feature: 'VIRTIO_NET_F_GUEST_TSO4', groups: GUEST_CSUM, clause: 'net.dep.def.1' },
  { feature: 'VIRTIO_NET_F_GUEST_TSO6', groups: GUEST_CSUM, clause: 'net.dep.def.2' },
  {
    feature: 'VIRTIO_NET_F_GUEST_ECN',
    groups: [['VIRTIO_NET_F_GUEST_TSO4', 'VIRTIO_NET_F_GUEST_TSO6']],
    clause: 'net.dep.def.3',
  },
  { feature: 'VIRTIO_NET_F_GUEST_UFO', groups: GUEST_CSUM, clause: 'net.dep.def.4' },
  { feature: 'VIRTIO_NET_F_GUEST_USO4', groups: GUEST_CSUM, clause: 'net.dep.def.5' },
  { feature: 'VIRTIO_NET_F_GUEST_USO6', groups: GUEST_CSUM, clause: 'net.dep.def.6' },
  {
    feature: 'VIRTIO_NET_F_GUEST_UDP_TUNNEL_GSO',
    groups: [
      ['VIRTIO_NET_F_GUEST_TSO4'],
      ['VIRTIO_NET_F_GUEST_TSO6'],
      ['VIRTIO_NET_F_GUEST_USO4'],
      ['VIRTIO_NET_F_GUEST_USO6'],
    ],
    clause: 'net.dep.def.7',
  },
  {
    feature: 'VIRTIO_NET_F_GUEST_UDP_TUNNEL_GSO_CSUM',
    groups: [['VIRTIO_NET_F_GUEST_UDP_TUNNEL_GSO']],
    clause: 'net.dep.def.8',
  },
  { feature: 'VIRTIO_NET_F_HOST_TSO4', groups: CSUM, clause: 'net.dep.def.9' },
  { feature: 'VIRTIO_NET_F_HOST_TSO6', groups: CSUM, clause: 'net.dep.def.10' },
  {
    feature: 'VIRTIO_NET_F_HOST_ECN',
    groups: [['VIRTIO_NET_F_HOST_TSO4', 'VIRTIO_NET_F_HOST_TSO6']],
    clause: 'net.dep.def.11',
  },
  { feature: 'VIRTIO_NET_F_HOST_UFO', groups: CSUM, clause: 'net.dep.def.12' },
  { feature: 'VIRTIO_NET_F_HOST_USO', groups: CSUM, clause: 'net.dep.def.13' },
  {
    feature: 'VIRTIO_NET_F_HOST_UDP_TUNNEL_GSO',
    groups: [['VIRTIO_NET_F_HOST_TSO4'], ['VIRTIO_NET_F_HOST_TSO6'], ['VIRTIO_NET_F_HOST_USO']],
    clause: 'net.dep.def.14',
  },
  {
    feature: 'VIRTIO_NET_F_HOST_UDP_TUNNEL_GSO_CSUM',
    groups: [['VIRTIO_NET_F_HOST_UDP_TUNNEL_GSO']],
    clause: 'net.dep.def.15',
  },
  { feature: 'VIRTIO_NET_F_CTRL_RX', groups: CTRL_VQ, clause: 'net.dep.def.16' },
  { feature: 'VIRTIO_NET_F_CTRL_VLAN', groups: CTRL_VQ, clause: 'net.dep.def.17' },
  { feature: 'VIRTIO_NET_F_GUEST_ANNOUNCE', groups: CTRL_VQ, clause: 'net.dep.def.18' },
  { feature: 'VIRTIO_NET_F_MQ', groups: CTRL_VQ, clause: 'net.dep.def.19' },
  { feature: 'VIRTIO_NET_F_CTRL_MAC_ADDR', groups: CTRL_VQ, clause: 'net.dep.def.20' },
  { feature: 'VIRTIO_NET_F_NOTF_COAL', groups: CTRL_VQ, clause: 'net.dep.def.21' },
  {
    feature: 'VIRTIO_NET_F_RSC_EXT',
    groups: [['VIRTIO_NET_F_HOST_TSO4', 'VIRTIO_NET_F_HOST_TSO6']],
    clause: 'net.dep.def.22',
  },
  { feature: 'VIRTIO_NET_F_RSS', groups: CTRL_VQ, clause: 'net.dep.def.23' },
  { feature: 'VIRTIO_NET_F_VQ_NOTF_COAL', groups: CTRL_VQ, clause: 'net.dep.def.24' },
  {
    feature: 'VIRTIO_NET_F_HASH_TUNNEL',
    groups: [['VIRTIO_NET_F_CTRL_VQ'], ['VIRTIO_NET_F_RSS', 'VIRTIO_NET_F_HASH_REPORT']],
    clause: 'net.dep.def.25',
  },
  {
    feature: 'VIRTIO_NET_F_RSS_CONTEXT',
    groups: [['VIRTIO_NET_F_CTRL_VQ'], ['VIRTIO_NET_F_RSS']],
    clause: 'net.dep.def.26',
  },
  { feature: 'VIRTIO_NET_F_HASH_REPORT', groups: CTRL_VQ, clause: 'net.config.device.13', advice: true },
  { feature: 'VIRTIO_NET_F_CTRL_RX_EXTRA', groups: CTRL_VQ, clause: 'net.config.device.14', advice: true },
]

/** The requirements that a set of features does not meet, advice included. */
export function unmet(set: FeatureSet): readonly Dependency[] {
  return dependencies.filter(
    (dependency) =>
      includes(set, feature(dependency.feature)) &&
      dependency.groups.some((group) => !group.some((name) => includes(set, feature(name)))),
  )
}
