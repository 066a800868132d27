import { describe, expect, test } from 'vitest'
import { Arena, FIRST_GUARD, GUARD } from './arena.ts'
import { FakeMemory } from './fake-device.fixture.ts'
import { poisonAt } from './poison.ts'

const poisoned = (start: number, length: number): number[] => Array.from({ length }, (_, nth) => poisonAt(start + nth))

describe('the arena', () => {
  test('begins behind a first guard zone, and leaves one behind whatever it places', () => {
    const memory = new FakeMemory()
    const arena = new Arena(memory)
    expect(arena.used).toBe(FIRST_GUARD)
    expect(arena.place(5, 1)).toBe(FIRST_GUARD)
    expect(arena.place(3, 1)).toBe(FIRST_GUARD + 5 + GUARD)
    expect(arena.used).toBe(FIRST_GUARD + 5 + GUARD + 3 + GUARD)
    expect([...memory.read(0, arena.used)]).toEqual(poisoned(0, arena.used))
  })

  test('aligns, and poisons what alignment leaves out', () => {
    const memory = new FakeMemory()
    const arena = new Arena(memory)
    arena.place(1, 1)
    const address = arena.place(16, 16, new Uint8Array(16))
    expect(address).toBe(Math.ceil((FIRST_GUARD + 1 + GUARD) / 16) * 16)
    expect([...memory.read(FIRST_GUARD, address - FIRST_GUARD)]).toEqual(poisoned(FIRST_GUARD, address - FIRST_GUARD))
    expect([...memory.read(address, 16)]).toEqual(new Array(16).fill(0))
    expect([...memory.read(address + 16, GUARD)]).toEqual(poisoned(address + 16, GUARD))
  })

  test('keeps an image of what the driver wrote, in a memory that begins elsewhere too', () => {
    const memory = new FakeMemory(1 << 16, 0x10_0000)
    const arena = new Arena(memory)
    const address = arena.place(4, 1, Uint8Array.of(1, 2, 3, 4))
    expect(address).toBe(0x10_0000 + FIRST_GUARD)
    arena.write(address + 1, Uint8Array.of(9))
    arena.write16(address + 2, 0xabcd)
    expect([...memory.read(address, 4)]).toEqual([1, 9, 0xcd, 0xab])
    expect([...arena.image(address, 4)]).toEqual([1, 9, 0xcd, 0xab])
    expect(Buffer.compare(memory.read(memory.base, arena.used), arena.image(memory.base, arena.used))).toBe(0)
  })

  test('takes over what the device wrote, when told to', () => {
    const memory = new FakeMemory()
    const arena = new Arena(memory)
    const address = arena.place(3, 1)
    memory.write(address, Uint8Array.of(7, 8, 9))
    expect([...arena.image(address, 3)]).toEqual(poisoned(address, 3))
    expect([...arena.refresh(address, 2)]).toEqual([7, 8])
    expect([...arena.image(address, 3)]).toEqual([7, 8, poisonAt(address + 2)])
  })

  test('shows all memory in use as it is now', () => {
    const memory = new FakeMemory(1 << 16, 0x10_0000)
    const arena = new Arena(memory)
    const address = arena.place(3, 1)
    memory.write(address, Uint8Array.of(7, 8, 9))
    expect([...arena.snapshot()]).toEqual([...memory.read(0x10_0000, FIRST_GUARD + 3 + GUARD)])
    expect([...arena.image(address, 3)]).toEqual(poisoned(address, 3))
  })

  test('says what fits, to the byte, guard zones included', () => {
    const arena = new Arena(new FakeMemory(FIRST_GUARD + 10 + GUARD + 20 + GUARD))
    expect(arena.fits([10, 20])).toBe(true)
    expect(arena.fits([10, 21])).toBe(false)
    arena.place(10, 1)
    expect(() => arena.place(21, 1)).toThrow(
      new RangeError(`guest memory of 4190 bytes is too small: 21 more would end at 4191`),
    )
    arena.place(20, 1)
    expect(arena.fits([])).toBe(true)
    expect(arena.fits([0])).toBe(false)
  })

  test('rewinds to the bottom, and mends the first guard zone', () => {
    const memory = new FakeMemory()
    const arena = new Arena(memory)
    arena.place(10, 1)
    memory.write(0, Uint8Array.of(0, 0))
    arena.rewind()
    expect(arena.used).toBe(FIRST_GUARD)
    expect([...memory.read(0, 2)]).toEqual(poisoned(0, 2))
  })

  test('begins anew on a memory that had one before', () => {
    const memory = new FakeMemory()
    new Arena(memory).place(4, 1, Uint8Array.of(1, 2, 3, 4))
    const arena = new Arena(memory)
    expect(arena.used).toBe(FIRST_GUARD)
    const address = arena.place(4, 1)
    expect(address).toBe(FIRST_GUARD)
    expect([...arena.image(address, 4)]).toEqual(poisoned(address, 4))
    expect([...memory.read(0, arena.used)]).toEqual(poisoned(0, arena.used))
  })
})
