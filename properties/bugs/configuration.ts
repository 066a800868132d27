import { type FeatureName, feature as featureOf } from '../../model/feature/table.ts'
import { includes } from '../../model/kernel/bits.ts'
import { type Bytes, bytes } from '../../model/kernel/bytes.ts'
import type { NetObservation } from '../../model/net/action.ts'
import type { ConfigField } from '../../model/net/config-field.ts'
import { type Alteration, altered } from './altered.ts'
import type { ReactionBug } from './reaction-bug.ts'
import type { Watch } from './watch.ts'

/** A field that reads otherwise: `change` gives the value of the `nth` read, from 1, or nothing. */
function showing(
  field: ConfigField,
  change: (value: Bytes, nth: number, watch: Watch) => string | undefined,
): Alteration {
  let reads = 0
  return (entry: NetObservation, watch) => {
    if (entry.kind !== 'device.shows' || entry.field !== field) return [entry]
    reads++
    const value = change(entry.value, reads, watch)
    return [value === undefined ? entry : { ...entry, value: bytes(value) }]
  }
}

const fieldBug = (
  bug: Omit<ReactionBug, 'wrap' | 'source'>,
  field: ConfigField,
  change: Parameters<typeof showing>[1],
): ReactionBug => ({ ...bug, source: 'ours', wrap: (session) => altered(session, () => showing(field, change)) })

const isAcknowledged = ({ acknowledged }: Watch): boolean =>
  acknowledged.some(({ command, ok }) => ok && command.name === 'ANNOUNCE_ACK')

/** A field reads as nothing once the device is driven without a feature. */
const unlessNegotiated =
  (feature: FeatureName, nothing: string): Parameters<typeof showing>[1] =>
  (_, __, watch) =>
    watch.isDriven && !includes(watch.features, featureOf(feature)) ? nothing : undefined

/** Seeded bugs of the device's configuration. */
export const configurationBugs: readonly ReactionBug[] = [
  fieldBug(
    { id: 'mtu-too-small', says: 'mtu is 67.', property: 'config/fields', clause: 'net.config.device.2' },
    'mtu',
    () => '4300',
  ),
  {
    id: 'mtu-of-old',
    says: 'mtu is 576, which is less than a packet of IPv6 may need.',
    source: 'ours',
    property: 'config/fields',
    clause: 'net.config.device.3',
    device: (config) => ({ ...config, mtu: 576 }),
    wrap: (session) => session,
  },
  fieldBug(
    {
      id: 'mtu-changes',
      says: 'mtu is another from the second read on.',
      property: 'config/fields',
      clause: 'net.config.device.4',
    },
    'mtu',
    (_, nth) => (nth > 1 ? '2823' : undefined),
  ),
  fieldBug(
    {
      id: 'speed-beyond',
      says: 'speed is 0x80000000, neither a speed nor unknown.',
      property: 'config/fields',
      clause: 'net.config.device.10',
    },
    'speed',
    () => '00000080',
  ),
  fieldBug(
    { id: 'duplex-beyond', says: 'duplex is 2.', property: 'config/fields', clause: 'net.config.device.11' },
    'duplex',
    () => '02',
  ),
  fieldBug(
    {
      id: 'speed-wavers',
      says: 'speed is another with every read, though the link is up.',
      property: 'config/fields',
      clause: 'net.config.device.12',
    },
    'speed',
    (_, nth) => (nth % 2 === 1 ? 'e8030000' : undefined),
  ),
  fieldBug(
    {
      id: 'address-not-shown',
      says: 'MAC_ADDR_SET is acknowledged, and mac reads as before.',
      property: 'filter/mac-address',
      clause: 'net.mac.device.3',
    },
    'mac',
    () => '525400123456',
  ),
  fieldBug(
    {
      id: 'announce-stays',
      says: 'ANNOUNCE stays set once it is acknowledged.',
      property: 'announce/acknowledge',
      clause: 'net.announce.device.1',
    },
    'status',
    (_, __, watch) => (isAcknowledged(watch) ? '0300' : undefined),
  ),
  fieldBug(
    {
      id: 'announce-unasked',
      says: 'ANNOUNCE is set at the first look, whatever was negotiated and asked for.',
      property: 'announce/acknowledge',
      clause: 'house.announce.kept',
    },
    'status',
    (_, nth) => (nth === 1 ? '0300' : undefined),
  ),
  fieldBug(
    {
      id: 'mac-unless-negotiated',
      says: 'mac reads as zeros where MAC is offered and was not accepted.',
      property: 'config/given',
      clause: 'net.config.def.2',
    },
    'mac',
    unlessNegotiated('VIRTIO_NET_F_MAC', '000000000000'),
  ),
  fieldBug(
    {
      id: 'status-more-bits',
      says: 'status has a third bit beside LINK_UP and ANNOUNCE.',
      property: 'config/given',
      clause: 'net.config.def.3',
    },
    'status',
    () => '0500',
  ),
  fieldBug(
    {
      id: 'pairs-unless-multiqueue',
      says: 'max_virtqueue_pairs reads as 1 where MQ was not accepted, though RSS needs it as well.',
      property: 'config/given',
      clause: 'net.config.def.4',
    },
    'max_virtqueue_pairs',
    unlessNegotiated('VIRTIO_NET_F_MQ', '0100'),
  ),
  fieldBug(
    {
      id: 'hash-types-unless-rss',
      says: 'supported_hash_types reads as 0 where RSS was not accepted, though HASH_REPORT needs it as well.',
      property: 'config/given',
      clause: 'net.config.def.6',
    },
    'supported_hash_types',
    unlessNegotiated('VIRTIO_NET_F_RSS', '00000000'),
  ),
  fieldBug(
    {
      id: 'tunnel-types-unless-negotiated',
      says: 'supported_tunnel_types reads as 0 where HASH_TUNNEL is offered and was not accepted.',
      property: 'config/given',
      clause: 'net.config.def.7',
    },
    'supported_tunnel_types',
    unlessNegotiated('VIRTIO_NET_F_HASH_TUNNEL', '00000000'),
  ),
  {
    id: 'configuration-writable',
    says: 'A field reads as the driver wrote it.',
    source: 'firecracker d91a74c1b and cloud-hypervisor 4b120c370',
    property: 'config/read-only',
    clause: 'net.config.def.1',
    wrap: (session) => altered(session, rememberingWrites),
  },
]

function rememberingWrites(): Alteration {
  return (entry, watch) => {
    if (entry.kind !== 'device.shows') return [entry]
    const value = watch.written.get(entry.field)
    return [value === undefined ? entry : { ...entry, value }]
  }
}
