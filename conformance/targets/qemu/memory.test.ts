import { closeSync, readSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FileMemory } from './memory.ts'
import { openNamelessFile } from './nameless-file.ts'

describe('guest memory behind a file', () => {
  let file = -1
  beforeEach(() => {
    file = openNamelessFile(8192)
  })
  afterEach(() => closeSync(file))

  it('has physical addresses for offsets', () => {
    const memory = new FileMemory(file, 4096, 4096)
    memory.write(4096, Uint8Array.of(1, 2, 3, 4))
    const raw = Buffer.alloc(4)
    readSync(file, raw, 0, 4, 4096)
    expect([...raw]).toEqual([1, 2, 3, 4])
    expect([...memory.read(4097, 2)]).toEqual([2, 3])
    const target = new Uint8Array(3)
    memory.readInto(4097, target)
    expect([...target]).toEqual([2, 3, 4])
    expect([memory.base, memory.size]).toEqual([4096, 4096])
  })

  it('holds numbers little-endian', () => {
    const memory = new FileMemory(file, 0, 8192)
    memory.write16(8, 0xbeef)
    memory.write16(10, 0xdead)
    expect([...memory.read(8, 2)]).toEqual([0xef, 0xbe])
    expect(memory.read16(8)).toBe(0xbeef)
    expect(memory.read32(8)).toBe(0xdead_beef)
  })

  it('ends at its bounds', () => {
    const memory = new FileMemory(file, 4096, 4094)
    const outside = '0x1000 to 0x1ffe'
    expect(() => memory.read(4095, 1)).toThrow(`1 bytes at 0xfff: guest memory is ${outside}`)
    expect(() => memory.readInto(4095, new Uint8Array(1))).toThrow(`1 bytes at 0xfff: guest memory is ${outside}`)
    expect(() => memory.write(8189, new Uint8Array(2))).toThrow(RangeError)
    expect(() => memory.write16(8189, 0)).toThrow(RangeError)
    expect(() => memory.read16(8189)).toThrow(RangeError)
    expect(() => memory.read32(8187)).toThrow(RangeError)
    expect(memory.read32(8186)).toBe(0)
  })
})
