import { expect, test } from 'vitest'
import { bytes } from '../../kernel/bytes.ts'
import { decodeMq, encodeMq } from './mq.ts'

test('VQ_PAIRS_SET is command 0 with a 16-bit number, little-endian', () => {
  const body = { command: 0, data: Uint8Array.of(2, 1) }
  expect(encodeMq({ name: 'VQ_PAIRS_SET', pairs: 0x0102 })).toEqual(body)
  expect(decodeMq(body)).toEqual({ ok: true, value: { name: 'VQ_PAIRS_SET', pairs: 0x0102 } })
})

test('HASH_CONFIG is command 2', () => {
  const body = { command: 2, data: Uint8Array.of(4, 3, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xaa) }
  expect(encodeMq({ name: 'HASH_CONFIG', hashTypes: 0x01020304, key: bytes('aa') })).toEqual(body)
  expect(decodeMq(body)).toMatchObject({ ok: true, value: { name: 'HASH_CONFIG', key: 'aa' } })
})

test('numbers that do not fit are refused', () => {
  expect(() => encodeMq({ name: 'VQ_PAIRS_SET', pairs: 0x1_0000 })).toThrow(RangeError)
})

test('a number that is no command of the class', () => {
  expect(decodeMq({ command: 3, data: Uint8Array.of(2, 1) })).toBeUndefined()
})

test('a body that is cut off', () => {
  expect(decodeMq({ command: 1, data: Uint8Array.of(2, 1) })).toMatchObject({ ok: false, at: 2 })
})
