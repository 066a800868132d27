/**
 * `struct virtio_net_rss_config`: offsets of the fields before the table, and bytes of a table entry. `max_tx_vq` follows the
 * table, `hash_key_length` follows `max_tx_vq`, the key follows its length.
 */
export const rssConfigOffset = {
  hash_types: 0,
  indirection_table_mask: 4,
  unclassified_queue: 6,
  indirection_table: 8,
} as const
/** Bytes of `struct rss_rq_id`. */
export const RSS_RQ_ID_SIZE = 2
/** `struct rss_rq_id`: bits 1 to 16 of the virtqueue index, which are the index of the pair. */
export const RSS_RQ_ID_VQ_INDEX_1_16 = 0x7fff
/** `struct rss_rq_id`: the bit that is set to zero. */
export const RSS_RQ_ID_RESERVED = 0x8000

/** Offset of `max_tx_vq` behind a table of `entries`. */
export const maxTxVqOffset = (entries: number): number => rssConfigOffset.indirection_table + RSS_RQ_ID_SIZE * entries
/** Offset of `hash_key_length` behind a table of `entries`. */
export const keyLengthOffset = (entries: number): number => maxTxVqOffset(entries) + 2
/** Offset of `hash_key_data` behind a table of `entries`. */
export const keyOffset = (entries: number): number => keyLengthOffset(entries) + 1

/** `struct virtio_net_hash_config`: laid out like an RSS configuration whose table has one entry. */
export const hashConfigOffset = { hash_types: 0, reserved: 4, hash_key_length: 12, hash_key_data: 13 } as const
