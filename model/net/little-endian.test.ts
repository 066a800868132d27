import { describe, expect, it } from 'vitest'
import { bytes } from '../kernel/bytes.ts'
import { littleEndian, numberOf } from './little-endian.ts'

describe('littleEndian', () => {
  it('begins with the least significant byte', () => {
    expect(littleEndian(0x1234, 2)).toBe('3412')
    expect(littleEndian(0xfedc_ba98, 4)).toBe('98badcfe')
    expect(littleEndian(0x0102_0304_0506, 6)).toBe('060504030201')
    expect(littleEndian(0, 3)).toBe('000000')
  })

  it('is undone by numberOf', () => {
    expect(numberOf(bytes('98badcfe'))).toBe(0xfedc_ba98)
    expect(numberOf(bytes('060504030201'))).toBe(0x0102_0304_0506)
    expect(numberOf(bytes(''))).toBe(0)
  })
})
