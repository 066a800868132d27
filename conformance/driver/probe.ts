import { type FeatureName, feature, featuresNamed } from '../../model/feature/table.ts'
import { common, type FeatureSet, includes } from '../../model/kernel/bits.ts'
import { hexOf } from '../../model/kernel/bytes.ts'
import type { NetConfig, Traits } from '../../model/net/config.ts'
import { configFields, type NetConfigField } from '../../model/net/config-field.ts'
import type { Capability } from '../../properties/target.ts'
import type { MemoryDevice } from './memory-device.ts'
import { Negotiator } from './negotiator.ts'
import { hasManyPairs } from './queue-plan.ts'

const RSS: FeatureName = 'VIRTIO_NET_F_RSS'
const HASH_REPORT: FeatureName = 'VIRTIO_NET_F_HASH_REPORT'

const segmenting: readonly FeatureName[] = ['VIRTIO_NET_F_HOST_TSO4', 'VIRTIO_NET_F_HOST_TSO6', 'VIRTIO_NET_F_HOST_USO']

/** What a device offers, and the fields of its configuration that those features make valid. @clause core.init.driver.6 */
export async function probeConfig(device: MemoryDevice, traits: Traits): Promise<NetConfig> {
  const offered = await device.offeredFeatures()
  const rss = includes(offered, feature(RSS))
  const hashes = rss || includes(offered, feature(HASH_REPORT))
  const number = async (field: NetConfigField, valid: boolean): Promise<number> =>
    valid ? littleEndian(await readField(device, field)) : 0
  return {
    offered,
    maxPairs: hasManyPairs(offered) ? await number('max_virtqueue_pairs', true) : 1,
    mac: hexOf(await readField(device, 'mac')),
    maxKeySize: await number('rss_max_key_size', hashes),
    maxTableLength: await number('rss_max_indirection_table_length', rss),
    hashTypes: await number('supported_hash_types', hashes),
    ...(includes(offered, feature('VIRTIO_NET_F_MTU')) && { mtu: await number('mtu', true) }),
    ...(includes(offered, feature('VIRTIO_NET_F_SPEED_DUPLEX')) && {
      speed: await number('speed', true),
      duplex: await number('duplex', true),
    }),
    ...(includes(offered, feature('VIRTIO_NET_F_HASH_TUNNEL')) && {
      tunnelTypes: await number('supported_tunnel_types', true),
    }),
    traits,
  }
}

const guestGso: readonly FeatureName[] = [
  'VIRTIO_NET_F_GUEST_TSO4',
  'VIRTIO_NET_F_GUEST_TSO6',
  'VIRTIO_NET_F_GUEST_ECN',
  'VIRTIO_NET_F_GUEST_UFO',
  'VIRTIO_NET_F_GUEST_USO4',
  'VIRTIO_NET_F_GUEST_USO6',
]

/** What follows from the features offered. */
export async function probeCapabilities(device: MemoryDevice, config: NetConfig): Promise<readonly Capability[]> {
  const offers = (name: FeatureName): boolean => includes(config.offered, feature(name))
  const candidates: readonly (readonly [Capability, boolean])[] = [
    ['net', true],
    ['device-status', true],
    ['memory-watch', true],
    ['ctrl-rx', offers('VIRTIO_NET_F_CTRL_RX')],
    ['ctrl-rx-extra', offers('VIRTIO_NET_F_CTRL_RX_EXTRA')],
    ['ctrl-mac-addr', offers('VIRTIO_NET_F_CTRL_MAC_ADDR')],
    ['ctrl-vlan', offers('VIRTIO_NET_F_CTRL_VLAN')],
    ['mtu', offers('VIRTIO_NET_F_MTU')],
    ['speed', offers('VIRTIO_NET_F_SPEED_DUPLEX')],
    ['ctrl', offers('VIRTIO_NET_F_CTRL_VQ')],
    ['suspend', offers('VIRTIO_F_SUSPEND')],
    ['event-idx', offers('VIRTIO_F_EVENT_IDX')],
    ['in-order', offers('VIRTIO_F_IN_ORDER')],
    ['packed', offers('VIRTIO_F_RING_PACKED')],
    ['indirect', offers('VIRTIO_F_INDIRECT_DESC')],
    ['link-status', offers('VIRTIO_NET_F_STATUS')],
    ['mq', offers('VIRTIO_NET_F_MQ')],
    ['csum', offers('VIRTIO_NET_F_CSUM')],
    ['host-gso', segmenting.some(offers)],
    ['host-ufo', offers('VIRTIO_NET_F_HOST_UFO')],
    ['host-tunnel', offers('VIRTIO_NET_F_HOST_UDP_TUNNEL_GSO')],
    ['guest-tunnel', offers('VIRTIO_NET_F_GUEST_UDP_TUNNEL_GSO')],
    ['rss', offers(RSS)],
    ['hash-report', offers(HASH_REPORT)],
    ['hash-config', offers(HASH_REPORT) && (await agreesToHashConfig(device, config.offered))],
    ['guest-offloads', offers('VIRTIO_NET_F_CTRL_GUEST_OFFLOADS')],
    ['notf-coal', offers('VIRTIO_NET_F_NOTF_COAL')],
    ['vq-notf-coal', offers('VIRTIO_NET_F_VQ_NOTF_COAL')],
    ['hash-tunnel', offers('VIRTIO_NET_F_HASH_TUNNEL')],
    ['device-stats', offers('VIRTIO_NET_F_DEVICE_STATS')],
    ['rss-context', offers('VIRTIO_NET_F_RSS_CONTEXT')],
    ['queue-reset', offers('VIRTIO_F_RING_RESET')],
    ['guest-csum', offers('VIRTIO_NET_F_GUEST_CSUM')],
    ['guest-gso', guestGso.every(offers)],
    ['rsc', offers('VIRTIO_NET_F_RSC_EXT')],
    ['mergeable', offers('VIRTIO_NET_F_MRG_RXBUF')],
    ['pairs-2', config.maxPairs >= 2],
    ['pairs-4', config.maxPairs >= 4],
  ]
  return candidates.filter(([, has]) => has).map(([capability]) => capability)
}

const FOR_HASH_CONFIG = featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_CTRL_VQ', HASH_REPORT])

/** Whether HASH_REPORT can be had without RSS: only then does HASH_CONFIG stand alone. Leaves the device reset. */
async function agreesToHashConfig(device: MemoryDevice, offered: FeatureSet): Promise<boolean> {
  const { ok } = await new Negotiator(device).accept(common(offered, FOR_HASH_CONFIG))
  await device.reset()
  return ok
}

function readField(device: MemoryDevice, field: NetConfigField): Promise<Uint8Array> {
  const { offset, size } = configFields[field]
  return device.readConfig(offset, size)
}

const littleEndian = (array: Uint8Array): number => array.reduceRight((value, byte) => value * 256 + byte, 0)
