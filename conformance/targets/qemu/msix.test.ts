import { closeSync } from 'node:fs'
import { expect, it } from 'vitest'
import { FakeQtest } from './fake-qtest.fixture.ts'
import { FileMemory } from './memory.ts'
import { Msix } from './msix.ts'
import { openNamelessFile } from './nameless-file.ts'
import { ConfigSpace } from './pci.ts'

it('points every vector at a word of its own, and takes what came once', async () => {
  const fake = new FakeQtest()
  const file = openNamelessFile(4096)
  const memory = new FileMemory(file, 0, 4096)
  const msix = new Msix(memory, { table: 0xc000_0000, vectors: 3, pad: 0x800 })
  memory.write(0x804, Uint8Array.of(1, 0, 0, 0))
  await msix.point(fake.qtest, new ConfigSpace(fake.qtest, 0), 0x98)
  const entry = (vector: number) => [0, 4, 8, 12].map((word) => fake.get(0xc000_0000 + vector * 16 + word, 4))
  expect([0, 1, 2].map(entry)).toEqual([
    [0x800, 0, 1, 0],
    [0x804, 0, 1, 0],
    [0x808, 0, 1, 0],
  ])
  expect(fake.get(0xb000_0000 + 0x9a, 2)).toBe(0x8000)
  expect(msix.take()).toEqual([])
  memory.write(0x808, Uint8Array.of(1, 0, 0, 0))
  memory.write(0x800, Uint8Array.of(1, 0, 0, 0))
  memory.write(0x80c, Uint8Array.of(1, 0, 0, 0))
  expect(msix.take()).toEqual([0, 2])
  expect(msix.take()).toEqual([])
  closeSync(file)
})
