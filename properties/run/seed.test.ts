import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toyConfig } from '../../conformance/run/toy/machine.fixture.ts'
import { toyProperty } from '../../conformance/run/toy/property.fixture.ts'
import { plansOf, seedOf } from './seed.ts'

test('a seed is a signed 32-bit number that every part of its origin changes', () => {
  const seeds = [seedOf(1, 'a/b', 0), seedOf(2, 'a/b', 0), seedOf(1, 'a/c', 0), seedOf(1, 'a/b', 1)]
  expect(new Set(seeds).size).toBe(4)
  for (const seed of seeds) expect(seed).toBe(seed | 0)
})

test('runs in a row do not share a seed', () => {
  expect(new Set(Array.from({ length: 5000 }, (_, run) => seedOf(7, 'a/b', run))).size).toBe(5000)
})

test('a plan depends on seed, property and run alone', () => {
  const property = {
    ...toyProperty,
    plan: () => fc.array(fc.constantFrom({ kind: 'driver.resets' } as const), { maxLength: 99 }),
  }
  const [first, again] = [plansOf(property, toyConfig, 3), plansOf(property, toyConfig, 3)]
  const lengths = Array.from({ length: 40 }, (_, run) => first(run).length)
  expect(Array.from({ length: 40 }, (_, run) => again(39 - run).length).reverse()).toEqual(lengths)
  expect(new Set(lengths).size).toBeGreaterThan(10)
  const other = plansOf(property, toyConfig, 4)
  expect(Array.from({ length: 40 }, (_, run) => other(run).length)).not.toEqual(lengths)
})
