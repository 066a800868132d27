import { type PairIndex, pairIndex } from '../kernel/brand.ts'
import { arrayOf, type Bytes, hexOf } from '../kernel/bytes.ts'
import { type Decoded, decoded, type Malformed, malformed, missing } from './decoded.ts'
import {
  keyLengthOffset,
  keyOffset,
  maxTxVqOffset,
  RSS_RQ_ID_RESERVED,
  RSS_RQ_ID_SIZE,
  rssConfigOffset,
} from './rss-config-layout.ts'
import { unsigned } from './unsigned.ts'

/** `struct virtio_net_rss_config` as a value. */
export interface RssConfig {
  readonly hashTypes: number
  /** `indirection_table_mask`; a well-formed configuration has one less than the table's length here. */
  readonly mask: number
  /** `unclassified_queue`: the pair whose receive queue takes packets without a hash. */
  readonly unclassified: PairIndex
  /** `indirection_table`: pairs, as `rss_rq_id` names a receive queue by its index divided by two. */
  readonly table: readonly PairIndex[]
  /** `max_tx_vq`: how many transmit queues the driver may use. */
  readonly maxTxVq: number
  readonly key: Bytes
}

const entryOffset = (entry: number): number => rssConfigOffset.indirection_table + RSS_RQ_ID_SIZE * entry

/**
 * The bytes of a configuration, field by field as the value says, a mask that does not fit the table included: such a command
 * is one that a hostile driver sends.
 *
 * @throws RangeError for a field that does not fit; a key has at most 255 bytes
 */
export function encodeRssConfig(config: RssConfig): Uint8Array {
  const entries = config.table.length
  const key = arrayOf(config.key)
  const bytes = new Uint8Array(keyOffset(entries) + key.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(rssConfigOffset.hash_types, unsigned(config.hashTypes, 32, 'hash_types'), true)
  view.setUint16(rssConfigOffset.indirection_table_mask, unsigned(config.mask, 16, 'indirection_table_mask'), true)
  view.setUint16(rssConfigOffset.unclassified_queue, config.unclassified, true)
  config.table.forEach((pair, entry) => {
    view.setUint16(entryOffset(entry), pair, true)
  })
  view.setUint16(maxTxVqOffset(entries), unsigned(config.maxTxVq, 16, 'max_tx_vq'), true)
  view.setUint8(keyLengthOffset(entries), unsigned(key.length, 8, 'hash_key_length'))
  bytes.set(key, keyOffset(entries))
  return bytes
}

function reservedBit(view: DataView, entries: number): Malformed | undefined {
  const ids = [rssConfigOffset.unclassified_queue, ...Array.from({ length: entries }, (_, entry) => entryOffset(entry))]
  const bad = ids.find((at) => (view.getUint16(at, true) & RSS_RQ_ID_RESERVED) !== 0)
  return bad === undefined ? undefined : malformed(bad + 1, 'bit 15 of an rss_rq_id is reserved and must be zero')
}

/** What is wrong with where the parts of the structure end, if anything. */
function wrongLength(input: Uint8Array, view: DataView, entries: number): Malformed | undefined {
  const short = missing(input, 0, keyOffset(entries), `a virtio_net_rss_config with ${entries} table entries`)
  if (short) return short
  const keyLength = view.getUint8(keyLengthOffset(entries))
  const end = keyOffset(entries) + keyLength
  if (input.length > end) return malformed(end, `${input.length - end} bytes too many after the hash key`)
  return missing(input, keyOffset(entries), keyLength, 'the hash key')
}

/**
 * The configuration that these bytes are, all of them. Its table has `indirection_table_mask` + 1 entries. Whether that is a
 * power of two, and whether the queues exist, is not a matter of form.
 */
export function decodeRssConfig(input: Uint8Array): Decoded<RssConfig> {
  const short = missing(input, 0, rssConfigOffset.indirection_table, 'the start of a virtio_net_rss_config')
  if (short) return short
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength)
  const mask = view.getUint16(rssConfigOffset.indirection_table_mask, true)
  const entries = mask + 1
  const wrong = wrongLength(input, view, entries) ?? reservedBit(view, entries)
  if (wrong) return wrong
  return decoded({
    hashTypes: view.getUint32(rssConfigOffset.hash_types, true),
    mask,
    unclassified: pairIndex(view.getUint16(rssConfigOffset.unclassified_queue, true)),
    table: Array.from({ length: entries }, (_, entry) => pairIndex(view.getUint16(entryOffset(entry), true))),
    maxTxVq: view.getUint16(maxTxVqOffset(entries), true),
    key: hexOf(input.subarray(keyOffset(entries))),
  })
}
