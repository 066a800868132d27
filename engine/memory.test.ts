import { describe, expect, it } from 'vitest'
import { allocateMemory, lies } from './memory.ts'

describe('memory', () => {
  it('is the guest’s, then the device’s from a multiple of 8 on', () => {
    const memory = allocateMemory(13, 5)
    expect([memory.size, memory.guest.length, memory.own, memory.bytes.length]).toEqual([13, 13, 16, 24])
    expect([memory.view.byteLength, memory.halves.length]).toEqual([24, 12])
    expect(allocateMemory(16, 8).own).toBe(16)
  })
  it('is one: what one view writes the others read', () => {
    const memory = allocateMemory(16, 0)
    memory.guest[2] = 0x34
    memory.bytes[3] = 0x12
    expect([memory.view.getUint16(2, true), memory.halves[1]]).toEqual([0x1234, 0x1234])
  })
  it('has a size that can be', () => {
    for (const size of [-1, 1.5, 0x7fff_f000 - 9]) {
      expect(() => allocateMemory(size, 10)).toThrow(
        new RangeError(`guest memory must be a whole number of bytes from 0 to ${0x7fff_f000 - 10}, not ${size}`),
      )
    }
    expect(allocateMemory(0, 0).bytes.length).toBe(0)
  })
})

describe('an address', () => {
  it('lies in memory with all its bytes', () => {
    expect(lies(100, 0, 0, 100)).toBe(true)
    expect(lies(100, 0, 0, 101)).toBe(false)
    expect(lies(100, 0, 99, 1)).toBe(true)
    expect(lies(100, 0, 100, 0)).toBe(true)
    expect(lies(100, 0, 100, 1)).toBe(false)
    expect(lies(100, 0, 0xffffffff, 0xffffffff)).toBe(false)
    expect(lies(100, 0, 1, 0xffffffff)).toBe(false)
    expect(lies(100, 1, 0, 1)).toBe(false)
  })
})
