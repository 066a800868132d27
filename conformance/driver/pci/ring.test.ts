import { expect, it } from 'vitest'
import { queueIndex } from '../../../model/kernel/brand.ts'
import { FakeMemory } from '../fake-device.fixture.ts'
import { Ring, ringBytes } from './ring.ts'

const bait = { readable: Uint8Array.of(0x7f, 0), writable: 1 }

/** Split ring: 16 bytes a descriptor (address, length, flags, next), available ring of 6 + 2n, used ring of 6 + 8n bytes. */
function laidOut(size: number, what = bait) {
  const memory = new FakeMemory(8192, 0x1000)
  memory.write(0x1000, new Uint8Array(8192).fill(0xee))
  const ring = new Ring(memory, queueIndex(4), size, 0x1100, what)
  return { memory, ring, place: ring.placement }
}

it('lies where it is put, in order and apart, zeroed', () => {
  const { memory, place } = laidOut(4)
  expect(place).toEqual({ size: 4, descriptors: 0x1100, driver: 0x1140, device: 0x1150 })
  expect([memory.read16(place.driver + 2), memory.read16(place.device + 2)]).toEqual([0, 0])
  expect(memory.read(0x1100 - 1, 1)).toEqual(Uint8Array.of(0xee))
  expect(memory.read(0x1100 + ringBytes(4), 1)).toEqual(Uint8Array.of(0xee))
})

it('makes chains of readable and writable bytes available, as many as fit', () => {
  const { memory, ring, place } = laidOut(4)
  expect([ring.offer(), ring.offer(), ring.offer()]).toEqual([true, true, false])
  expect([ring.outstanding, ring.position]).toEqual([2, 2])
  expect([2, 4, 6].map((at) => memory.read16(place.driver + at))).toEqual([2, 0, 2])
  const descriptor = (index: number) => {
    const at = place.descriptors + 16 * index
    return [memory.read32(at + 8), memory.read16(at + 12), memory.read16(at + 14)]
  }
  expect([0, 1, 2, 3].map(descriptor)).toEqual([
    [2, 1, 1],
    [1, 2, 2],
    [2, 1, 3],
    [1, 2, 4],
  ])
  expect([...memory.read(memory.read32(place.descriptors), 2)]).toEqual([0x7f, 0])
})

it('makes one descriptor a chain where nothing is written', () => {
  const { memory, ring, place } = laidOut(1, { readable: new Uint8Array(80), writable: 0 })
  expect([ring.offer(), ring.offer()]).toEqual([true, false])
  expect([memory.read32(place.descriptors + 8), memory.read16(place.descriptors + 12)]).toEqual([80, 0])
})

it('counts used entries, takes their heads back, and goes on behind the wrap', () => {
  const { memory, ring, place } = laidOut(4)
  for (let turn = 0; turn < 5; turn++) {
    expect(ring.offer()).toBe(true)
    const head = memory.read16(place.driver + 4 + 2 * (turn % 4))
    memory.write32(place.device + 4 + 8 * (turn % 4), head)
    memory.write16(place.device + 2, turn + 1)
    expect([ring.poll(), ring.poll(), ring.outstanding]).toEqual([1, 0, 0])
  }
})

it('believes no more used entries than it has', () => {
  const { memory, ring, place } = laidOut(4)
  memory.write16(place.device + 2, 0xfff0)
  expect([ring.poll(), ring.poll()]).toEqual([4, 0])
})
