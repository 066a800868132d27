import { expect, test } from 'vitest'
import { decoded, malformed, missing, shifted } from './decoded.ts'

test('a decoded value', () => {
  expect(decoded(7)).toEqual({ ok: true, value: 7 })
})

test('malformed bytes say where and why', () => {
  expect(malformed(4, 'too short')).toEqual({ ok: false, at: 4, because: 'too short' })
})

test('nothing is missing where the bytes are there', () => {
  expect(missing(new Uint8Array(10), 4, 6, 'a tag')).toBeUndefined()
})

test('the first missing byte is named', () => {
  expect(missing(new Uint8Array(10), 4, 7, 'a tag')).toEqual({
    ok: false,
    at: 10,
    because: 'a tag needs 7 bytes at offset 4, but 6 are there',
  })
})

test('nothing is there beyond the end', () => {
  expect(missing(new Uint8Array(2), 4, 1, 'a tag')?.because).toBe('a tag needs 1 bytes at offset 4, but 0 are there')
})

test('an offset shifts with what stands in front', () => {
  expect(shifted(malformed(4, 'too short'), 14)).toEqual({ ok: false, at: 18, because: 'too short' })
})
