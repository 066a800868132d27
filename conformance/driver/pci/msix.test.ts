import { expect, it } from 'vitest'
import { capabilities, FakeFunction } from './fake-function.fixture.ts'
import { Msix } from './msix.ts'

it('points every vector at a word of its own, and takes what came once', async () => {
  const fake = new FakeFunction()
  const { landing } = fake
  const msix = new Msix(fake, { ...capabilities.msix, vectors: 3 })
  const raise = (...vectors: readonly number[]): void => {
    for (const vector of vectors) landing.write(landing.base + 4 * vector, Uint8Array.of(1, 0, 0, 0))
  }
  raise(1)
  await msix.point()
  const entry = (vector: number) => [0, 4, 8, 12].map((word) => fake.get(vector * 16 + word, 4, 1))
  expect([0, 1, 2].map(entry)).toEqual([
    [0x10_0000, 0, 1, 0],
    [0x10_0004, 0, 1, 0],
    [0x10_0008, 0, 1, 0],
  ])
  expect(msix.take()).toEqual([])
  raise(2, 0, 3)
  expect(msix.take()).toEqual([0, 2])
  expect(msix.take()).toEqual([])
})

it('is turned on and off', async () => {
  const fake = new FakeFunction()
  const msix = new Msix(fake, capabilities.msix)
  await msix.turn(false)
  await msix.turn(true)
  expect(fake.heard).toEqual(['config writew 0x9a 0x0', 'config writew 0x9a 0x8000'])
})
