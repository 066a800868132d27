import { describe, expect, it } from 'vitest'
import { arrayOf, bytes, hexOf, lengthOf, noBytes, sliceOf } from './bytes.ts'

describe('bytes', () => {
  it.each(['', '00', 'deadbeef'])('takes %j', (text) => {
    expect(bytes(text)).toBe(text)
  })

  it.each(['0', 'abc', 'AB', 'zz', ' 00', '00\n', '0x00'])('refuses %j', (text) => {
    expect(() => bytes(text)).toThrow(new RangeError(`not bytes in lower-case hexadecimal: ${text}`))
  })

  it('shows at most 40 characters of what it refuses', () => {
    expect(() => bytes('Z'.repeat(41))).toThrow(
      new RangeError(`not bytes in lower-case hexadecimal: ${'Z'.repeat(40)}`),
    )
  })
})

describe('hexOf and arrayOf', () => {
  it('write two lower-case digits a byte', () => {
    expect(hexOf(Uint8Array.of(0, 1, 0xab, 0xff))).toBe('0001abff')
    expect(arrayOf(bytes('0001abff'))).toEqual(Uint8Array.of(0, 1, 0xab, 0xff))
    expect(hexOf(new Uint8Array())).toBe(noBytes)
    expect(arrayOf(noBytes)).toEqual(new Uint8Array())
  })

  it('see a view only, not the buffer under it', () => {
    expect(hexOf(Uint8Array.of(1, 2, 3, 4).subarray(1, 3))).toBe('0203')
  })

  it('give an array of its own', () => {
    const array = arrayOf(bytes('0102'))
    array[0] = 9
    expect(array.buffer.byteLength).toBe(2)
    expect(arrayOf(bytes('0102'))).toEqual(Uint8Array.of(1, 2))
  })
})

describe('lengthOf and sliceOf', () => {
  it('count in bytes', () => {
    expect(lengthOf(noBytes)).toBe(0)
    expect(lengthOf(bytes('010203'))).toBe(3)
  })

  it('cut as Array.slice does', () => {
    const some = bytes('01020304')
    expect(sliceOf(some, 1)).toBe('020304')
    expect(sliceOf(some, 1, 3)).toBe('0203')
    expect(sliceOf(some, 0, 0)).toBe('')
    expect(sliceOf(some, -1)).toBe('04')
    expect(sliceOf(some, 2, 9)).toBe('0304')
    expect(sliceOf(some, 4)).toBe('')
  })
})
