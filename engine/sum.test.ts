import { expect, it } from 'vitest'
import { folded, sumWords } from './sum.ts'

const view = new DataView(Uint8Array.from([0, 0x45, 0xff, 0xff, 0x12, 0x34, 0x56]).buffer)

it('adds up words in network order, an odd byte as the high one', () => {
  expect(sumWords(view, 1, 2, 0)).toBe(0x45ff)
  expect(sumWords(view, 0, 4, 1)).toBe(0x46 - 1 + 0 + 1)
  expect(sumWords(view, 4, 3, 0)).toBe(0x1234 + 0x5600)
  expect(sumWords(view, 4, 0, 9)).toBe(9)
})
it('adds carries in until none is left', () => {
  expect([folded(0xffff), folded(0x1_0000), folded(0x1_ffff), folded(0x1_fffe_ffff)]).toEqual([0xffff, 1, 1, 0xffff])
})
