import { expect, it } from 'vitest'
import { calm, isKicked, kick, nextKicked } from './kicked.ts'

const setOf = (...queues: readonly number[]): Uint32Array => {
  const set = new Uint32Array(4)
  for (const queue of queues) kick(set, queue)
  return set
}

it('holds what was put in and not taken out', () => {
  const set = setOf(0, 31, 32, 127)
  calm(set, 31)
  calm(set, 5)
  expect([0, 1, 31, 32, 33, 127].map((queue) => isKicked(set, queue))).toEqual([true, false, false, true, false, true])
})

it('takes no harm from an index beyond it', () => {
  const set = setOf(128, -1, 4000)
  expect([...set]).toEqual([0, 0, 0, 0])
})

it.each([
  [0, 128, 3],
  [3, 128, 3],
  [4, 128, 31],
  [32, 128, 64],
  [65, 128, 127],
  [4, 31, 31],
  [4, 20, 20],
  [32, 64, 64],
  [65, 100, 100],
  [128, 128, 128],
  [40, 40, 40],
])('finds the first from %d on and below %d: %d', (from, end, first) => {
  expect(nextKicked(setOf(3, 31, 64, 127), from, end)).toBe(first)
})

it('finds nothing in an empty set', () => {
  expect(nextKicked(setOf(), 0, 128)).toBe(128)
})
