import { type FeatureName, feature } from '../feature/table.ts'
import { type FeatureSet, includes } from '../kernel/bits.ts'
import type { QueueKind } from '../ring/queue.ts'

/** A type of statistics: the queues that have it, what must be negotiated, and its counters in their order, 64 bits each. */
export interface StatisticsType {
  readonly name: string
  readonly kind: QueueKind
  /** One of these must be negotiated; none where the list is empty. */
  readonly features: readonly FeatureName[]
  readonly counters: readonly string[]
}

const basic = (side: 'rx' | 'tx', last: string): readonly string[] => [
  ...['notifications', 'packets', 'bytes', 'interrupts', 'drops'].map((name) => `${side}_${name}`),
  last,
]
const speed = (side: 'rx' | 'tx'): readonly string[] =>
  ['packets', 'bytes'].map((what) => `${side}_${what}_allowance_exceeded`)

/** Every type of the standard by its bit in `types_bitmap`, which is its number in replies too. */
export const statisticsTypes: ReadonlyMap<number, StatisticsType> = new Map<number, StatisticsType>([
  [0, { name: 'RX_BASIC', kind: 'receive', features: [], counters: basic('rx', 'rx_drop_overruns') }],
  [
    1,
    {
      name: 'RX_CSUM',
      kind: 'receive',
      features: ['VIRTIO_NET_F_GUEST_CSUM'],
      counters: ['rx_csum_valid', 'rx_needs_csum', 'rx_csum_none', 'rx_csum_bad'],
    },
  ],
  [
    2,
    {
      name: 'RX_GSO',
      kind: 'receive',
      features: ['VIRTIO_NET_F_GUEST_TSO4', 'VIRTIO_NET_F_GUEST_TSO6'],
      counters: ['rx_gso_packets', 'rx_gso_bytes', 'rx_gso_packets_coalesced', 'rx_gso_bytes_coalesced'],
    },
  ],
  [3, { name: 'RX_SPEED', kind: 'receive', features: ['VIRTIO_NET_F_SPEED_DUPLEX'], counters: speed('rx') }],
  [16, { name: 'TX_BASIC', kind: 'transmit', features: [], counters: basic('tx', 'tx_drop_malformed') }],
  [
    17,
    { name: 'TX_CSUM', kind: 'transmit', features: ['VIRTIO_NET_F_CSUM'], counters: ['tx_csum_none', 'tx_needs_csum'] },
  ],
  [
    18,
    {
      name: 'TX_GSO',
      kind: 'transmit',
      features: ['VIRTIO_NET_F_HOST_TSO4', 'VIRTIO_NET_F_HOST_TSO6', 'VIRTIO_NET_F_HOST_USO'],
      counters: ['packets', 'bytes', 'segments', 'segments_bytes', 'packets_noseg', 'bytes_noseg'].map(
        (what) => `tx_gso_${what}`,
      ),
    },
  ],
  [19, { name: 'TX_SPEED', kind: 'transmit', features: ['VIRTIO_NET_F_SPEED_DUPLEX'], counters: speed('tx') }],
  [32, { name: 'CVQ', kind: 'control', features: [], counters: ['command_num', 'ok_num'] }],
])

/** Whether the features that a type requires are negotiated. @clause net.stats.device.7 */
export const isUnlocked = ({ features }: StatisticsType, negotiated: FeatureSet): boolean =>
  features.length === 0 || features.some((name) => includes(negotiated, feature(name)))

/** Bytes of `struct virtio_net_stats_reply_hdr`. */
export const REPLY_HEADER_SIZE = 8
/** Bytes of a reply of this type, header included. @clause net.stats.device.8 */
export const replySize = ({ counters }: StatisticsType): number => REPLY_HEADER_SIZE + 8 * counters.length
