import type { EngineConfig } from './config.ts'
import { has } from './feature.ts'

/** Bytes of `virtio_net_config`. */
export const configLength = 28

/** Offsets of `virtio_net_config`, in bytes. A field whose feature is not offered reads as zero. */
const offset = {
  mac: 0,
  max_virtqueue_pairs: 8,
  rss_max_key_size: 17,
  rss_max_indirection_table_length: 18,
  supported_hash_types: 20,
} as const

/**
 * The device's configuration as the driver reads it, from before FEATURES_OK on. Why it is fast: it is written once, and
 * nothing in it changes.
 *
 * @clause core.config.device.1
 * @clause net.config.def.1
 */
export function configurationSpace(config: EngineConfig): Uint8Array {
  const space = new Uint8Array(configLength)
  const view = new DataView(space.buffer)
  const rss = has(config.offered, 'RSS')
  const hashes = rss || has(config.offered, 'HASH_REPORT')
  if (has(config.offered, 'MAC')) space.set(config.mac, offset.mac)
  if (rss || has(config.offered, 'MQ')) view.setUint16(offset.max_virtqueue_pairs, config.maxPairs, true)
  if (hashes) view.setUint8(offset.rss_max_key_size, config.maxKeySize)
  if (rss) view.setUint16(offset.rss_max_indirection_table_length, config.maxTableLength, true)
  if (hashes) view.setUint32(offset.supported_hash_types, config.hashTypes, true)
  return space
}
