import type { Bytes } from '../kernel/bytes.ts'
import type { PairIndex } from '../kernel/brand.ts'

/** VIRTIO_NET_CTRL_MQ_VQ_PAIRS_SET: automatic receive steering over this many pairs. */
export interface VqPairsSet {
  readonly name: 'VQ_PAIRS_SET'
  readonly pairs: number
}
/** VIRTIO_NET_CTRL_MQ_RSS_CONFIG: `struct virtio_net_rss_config`. */
export interface RssConfigCommand {
  readonly name: 'RSS_CONFIG'
  readonly hashTypes: number
  /** `indirection_table_mask`; a well-formed command has one less than the table's length here. */
  readonly mask: number
  readonly unclassified: PairIndex
  readonly table: readonly PairIndex[]
  readonly maxTxVq: number
  readonly key: Bytes
}
/** VIRTIO_NET_CTRL_MQ_HASH_CONFIG: `struct virtio_net_hash_config`. */
export interface HashConfigCommand {
  readonly name: 'HASH_CONFIG'
  readonly hashTypes: number
  readonly key: Bytes
}
/** Any other command, or one that is not well-formed: class, command and `command-specific-data` as bytes. */
export interface RawCommand {
  readonly name: 'RAW'
  readonly class: number
  readonly command: number
  readonly data: Bytes
}
/** A control command as a value. */
export type ControlCommand = VqPairsSet | RssConfigCommand | HashConfigCommand | RawCommand
