import { arrayOf, type Bytes, hexOf } from '../kernel/bytes.ts'
import { type Decoded, decoded, malformed, missing } from './decoded.ts'
import { hashConfigOffset as offset } from './rss-config-layout.ts'
import { unsigned } from './unsigned.ts'

/** `struct virtio_net_hash_config` as a value. The reserved words are zero. */
export interface HashConfig {
  readonly hashTypes: number
  readonly key: Bytes
}

/**
 * The bytes of a configuration, the four reserved words zero.
 *
 * @throws RangeError for a field that does not fit; a key has at most 255 bytes
 * @clause net.hash-report.driver.1
 */
export function encodeHashConfig(config: HashConfig): Uint8Array {
  const key = arrayOf(config.key)
  const bytes = new Uint8Array(offset.hash_key_data + key.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(offset.hash_types, unsigned(config.hashTypes, 32, 'hash_types'), true)
  view.setUint8(offset.hash_key_length, unsigned(key.length, 8, 'hash_key_length'))
  bytes.set(key, offset.hash_key_data)
  return bytes
}

/** The configuration that these bytes are, all of them. @clause net.hash-report.driver.1 */
export function decodeHashConfig(input: Uint8Array): Decoded<HashConfig> {
  const short = missing(input, 0, offset.hash_key_data, 'a virtio_net_hash_config')
  if (short) return short
  const reserved = input.subarray(offset.reserved, offset.hash_key_length).findIndex((byte) => byte !== 0)
  if (reserved !== -1) return malformed(offset.reserved + reserved, 'the reserved words must be zero')
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength)
  const keyLength = view.getUint8(offset.hash_key_length)
  const end = offset.hash_key_data + keyLength
  if (input.length > end) return malformed(end, `${input.length - end} bytes too many after the hash key`)
  const keyMissing = missing(input, offset.hash_key_data, keyLength, 'the hash key')
  if (keyMissing) return keyMissing
  return decoded({
    hashTypes: view.getUint32(offset.hash_types, true),
    key: hexOf(input.subarray(offset.hash_key_data)),
  })
}
