import { beforeEach, describe, expect, test } from 'vitest'
import { queueIndex } from '../../model/kernel/brand.ts'
import { Arena, FIRST_GUARD } from './arena.ts'
import { FakeMemory } from './fake-device.fixture.ts'
import { type Owner, Ownership, type Region } from './ownership.ts'

let memory: FakeMemory
let arena: Arena
let ownership: Ownership

const Q = queueIndex(4)

function region(owner: Owner, length: number, chain?: number): Region {
  const address = arena.place(length, 1)
  return ownership.add({ address, length, queue: Q, owner, ...(chain !== undefined && { chain }) })
}

/** The device alters one byte. */
function poke(address: number): void {
  memory.view.setUint8(address - memory.base, memory.view.getUint8(address - memory.base) ^ 0xff)
}

const foreign = { kind: 'device.scribbles', on: 'foreign-memory' }

beforeEach(() => {
  memory = new FakeMemory(1 << 16, 0x8000)
  arena = new Arena(memory)
  ownership = new Ownership(arena)
})

describe('ownership', () => {
  test('lets the device write what is its own, first byte to last', () => {
    const { address, length } = region('device', 10)
    for (let at = 0; at < length; at++) poke(address + at)
    expect(ownership.scribbles()).toEqual([])
  })

  test.each<Exclude<Owner, 'device'>>(['descriptor-table', 'available-ring'])('watches the %s', (on) => {
    const { address, length } = region(on, 10)
    poke(address)
    expect(ownership.scribbles()).toEqual([{ kind: 'device.scribbles', on, queue: 4 }])
    poke(address + length - 1)
    expect(ownership.scribbles()).toEqual([{ kind: 'device.scribbles', on, queue: 4 }])
    expect(ownership.scribbles()).toEqual([])
  })

  test.each<Exclude<Owner, 'device'>>(['device-readable', 'returned-buffer'])('names the chain of a %s', (on) => {
    const { address } = region(on, 10, 77)
    poke(address + 5)
    expect(ownership.scribbles()).toEqual([{ kind: 'device.scribbles', on, queue: 4, chain: 77 }])
  })

  test('watches the guard zones on both sides of what the device owns, and the lowest addresses', () => {
    const { address, length } = region('device', 10)
    for (const at of [
      memory.base,
      memory.base + FIRST_GUARD - 1,
      address - 1,
      address + length,
      address + length + 31,
    ]) {
      poke(at)
      expect(ownership.scribbles(), `${at}`).toEqual([foreign])
    }
    poke(address + length + 32)
    expect(ownership.scribbles()).toEqual([])
  })

  test('names each place once, in the order of addresses', () => {
    const first = region('returned-buffer', 10, 1)
    const second = region('returned-buffer', 10, 1)
    const third = region('device-readable', 10, 2)
    poke(third.address)
    poke(memory.base)
    poke(second.address)
    poke(first.address)
    poke(first.address + 10)
    expect(ownership.scribbles()).toEqual([
      foreign,
      { kind: 'device.scribbles', on: 'returned-buffer', queue: 4, chain: 1 },
      { kind: 'device.scribbles', on: 'device-readable', queue: 4, chain: 2 },
    ])
    expect(ownership.scribbles()).toEqual([])
  })

  test('follows a region that changes hands', () => {
    const buffer = region('device', 10, 3)
    poke(buffer.address)
    arena.refresh(buffer.address, buffer.length)
    buffer.owner = 'returned-buffer'
    expect(ownership.scribbles()).toEqual([])
    poke(buffer.address)
    expect(ownership.scribbles()).toEqual([{ kind: 'device.scribbles', on: 'returned-buffer', queue: 4, chain: 3 }])
  })

  test('makes all memory foreign once revoked', () => {
    const { address } = region('device', 10)
    poke(address)
    expect(ownership.scribbles()).toEqual([])
    ownership.revoke()
    expect(ownership.scribbles()).toEqual([])
    poke(address)
    expect(ownership.scribbles()).toEqual([foreign])
  })
})
