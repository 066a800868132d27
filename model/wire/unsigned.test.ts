import { expect, test } from 'vitest'
import { unsigned } from './unsigned.ts'

test('gives back what fits', () => {
  expect([unsigned(0, 8, 'x'), unsigned(255, 8, 'x'), unsigned(0xffff_ffff, 32, 'x')]).toEqual([0, 255, 0xffff_ffff])
})

test.each([-1, 256, 1.5, Number.NaN])('refuses %d for 8 bits', (value) => {
  expect(() => unsigned(value, 8, 'ttl')).toThrow(
    new RangeError(`ttl must be a whole number from 0 to 255, not ${value}`),
  )
})
