import { expect, it } from 'vitest'
import { openPci } from './index.ts'

it('has a vector for each queue and the configuration, or as many as it is told', () => {
  const vectors = (pci: ReturnType<typeof openPci>): number => (pci.configRead(0x42, 2) & 0x7ff) + 1
  expect([vectors(openPci()), vectors(openPci({ maxPairs: 2 })), vectors(openPci({ vectors: 0x800 }))]).toEqual([
    10, 6, 2048,
  ])
})

it.each([1, 2.5, 0x801])('refuses %s vectors', (vectors) => {
  expect(() => openPci({ vectors })).toThrow(`vectors must be a whole number from 2 to 2048, not ${vectors}`)
})
