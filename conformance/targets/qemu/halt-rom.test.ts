import { expect, it } from 'vitest'
import { haltRom } from './halt-rom.ts'

it('is 64 KiB of hlt with cli; hlt; jmp -3 at the reset vector', () => {
  const rom = haltRom()
  expect(rom.length).toBe(65536)
  expect([...rom.subarray(0xfff0, 0xfff5)]).toEqual([0xfa, 0xf4, 0xeb, 0xfd, 0xf4])
  expect(rom.filter((byte) => byte !== 0xf4).length).toBe(3)
})
