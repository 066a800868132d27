import { expect, test } from 'vitest'
import { pairIndex } from '../kernel/brand.ts'
import { arrayOf, bytes } from '../kernel/bytes.ts'
import { decodeHashConfig, encodeHashConfig } from './hash-config.ts'
import { decodeRssConfig, encodeRssConfig } from './rss-config.ts'
import * as layout from './rss-config-layout.ts'

test('max_tx_vq, the length of the key and the key stand behind a table of any length', () => {
  const { maxTxVqOffset, keyLengthOffset, keyOffset } = layout
  expect([1, 2, 128].map(maxTxVqOffset)).toEqual([10, 12, 264])
  expect([1, 2, 128].map(keyLengthOffset)).toEqual([12, 14, 266])
  expect([1, 2, 128].map(keyOffset)).toEqual([13, 15, 267])
})
test('offsets and bits', () => {
  expect({ ...layout }).toMatchObject({
    rssConfigOffset: { hash_types: 0, indirection_table_mask: 4, unclassified_queue: 6, indirection_table: 8 },
    hashConfigOffset: { hash_types: 0, reserved: 4, hash_key_length: 12, hash_key_data: 13 },
    RSS_RQ_ID_SIZE: 2,
    RSS_RQ_ID_VQ_INDEX_1_16: 0x7fff,
    RSS_RQ_ID_RESERVED: 0x8000,
  })
})
test('rss_rq_id 3 is pair 3, receiveq4, not virtqueue 3', () => {
  const table = [pairIndex(3)]
  const config = { hashTypes: 2, mask: 0, unclassified: pairIndex(0), table, maxTxVq: 4, key: bytes('') }
  const encoded = arrayOf(bytes('02000000000000000300040000'))
  expect(encodeRssConfig(config)).toEqual(encoded)
  expect(decodeRssConfig(encoded)).toEqual({ ok: true, value: config })
})
test('a hash configuration', () => {
  const encoded = arrayOf(bytes('01010000000000000000000001ee'))
  expect(encodeHashConfig({ hashTypes: 0x101, key: bytes('ee') })).toEqual(encoded)
  expect(decodeHashConfig(encoded)).toEqual({ ok: true, value: { hashTypes: 0x101, key: bytes('ee') } })
})
