import { describe, expect, it } from 'vitest'
import { allocateMemory, lies, memoryOver } from './memory.ts'

describe('memory', () => {
  it('is the guest’s, then the device’s from a multiple of 8 on', () => {
    const memory = allocateMemory(13, 5)
    expect([memory.size, memory.guest.length, memory.own, memory.bytes.length]).toEqual([13, 13, 16, 24])
    expect([memory.view.byteLength, memory.guestView.byteLength, memory.halves.length]).toEqual([24, 13, 6])
    expect(allocateMemory(16, 8).own).toBe(16)
  })
  it('is one: what one view writes the others read', () => {
    const memory = allocateMemory(16, 0)
    memory.guest[2] = 0x34
    memory.bytes[3] = 0x12
    expect([memory.view.getUint16(2, true), memory.halves[1]]).toEqual([0x1234, 0x1234])
  })
  it('moves bytes between the guest’s and the device’s', () => {
    for (const memory of [allocateMemory(16, 8), memoryOver(new ArrayBuffer(16), 8)]) {
      memory.guest.set([1, 2, 3, 4], 4)
      memory.take(memory.own + 1, 5, 3)
      expect([...memory.bytes.subarray(memory.own)]).toEqual([0, 2, 3, 4, 0, 0, 0, 0])
      memory.give(14, memory.own + 2, 2)
      expect([...memory.guest]).toEqual([0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 3, 4])
    }
  })
  it('may be the caller’s: a buffer, shared or not, or a part of one', () => {
    for (const given of [new ArrayBuffer(14), new SharedArrayBuffer(14), new Uint8Array(32).subarray(10, 24)]) {
      const memory = memoryOver(given, 3)
      expect([memory.size, memory.own, memory.bytes.length, memory.halves.length]).toEqual([14, 0, 8, 7])
      memory.guestView.setUint16(2, 0x1234, true)
      expect([memory.halves[1], memory.guest[2]]).toEqual([0x1234, 0x34])
      const [all, at] = given instanceof Uint8Array ? [given.buffer, 12] : [given, 2]
      expect(new Uint8Array(all)[at]).toBe(0x34)
    }
    expect(() => memoryOver(new Uint8Array(8).subarray(1), 0)).toThrow(
      new RangeError('guest memory must begin at a multiple of 2 of its buffer, not at 1'),
    )
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
