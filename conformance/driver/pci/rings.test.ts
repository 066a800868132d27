import { expect, it } from 'vitest'
import { queueIndex } from '../../../model/kernel/brand.ts'
import { FakeMemory } from '../fake-device.fixture.ts'
import { Rings } from './rings.ts'

const [TX, CONTROL] = [queueIndex(1), queueIndex(8)]

it('gives each queue a ring of its own, with a frame for odd ones and a command for even ones', () => {
  const memory = new FakeMemory()
  const rings = new Rings(memory)
  const [frame, command] = [rings.add(TX, 8), rings.add(CONTROL, 8)]
  for (const ring of [frame, command]) expect(ring?.offer()).toBe(true)
  const lengths = [frame, command].map((ring) => memory.read32((ring?.placement.descriptors ?? 0) + 8))
  expect(lengths).toEqual([80, 2])
  expect([rings.of(TX) === frame, rings.of(queueIndex(3)), rings.outstanding]).toEqual([true, undefined, 2])
})

it('watches rings that were given up, and counts nothing as coming there', () => {
  const memory = new FakeMemory()
  const rings = new Rings(memory)
  const old = rings.add(TX, 8)
  old?.offer()
  rings.giveUp(TX)
  const fresh = rings.add(TX, 8)
  expect([rings.of(TX) === fresh, rings.outstanding]).toEqual([true, 0])
  for (const ring of [old, fresh]) memory.write16((ring?.placement.device ?? 0) + 2, 1)
  expect(rings.poll()).toEqual([TX, TX])
  rings.giveUpAll()
  expect(rings.of(TX)).toBeUndefined()
  rings.clear()
  memory.write16((old?.placement.device ?? 0) + 2, 2)
  expect(rings.poll()).toEqual([])
})

it('has no room for ever, until it is cleared', () => {
  const rings = new Rings(new FakeMemory(8192))
  expect(rings.add(TX, 128)).toBeDefined()
  expect(rings.add(CONTROL, 256)).toBeUndefined()
  rings.clear()
  expect(rings.add(TX, 128)).toBeDefined()
})
