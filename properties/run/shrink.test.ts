import { expect, test } from 'vitest'
import { shrink } from './shrink.ts'

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index)
const holding =
  (...needed: readonly number[]) =>
  async (items: readonly number[]) =>
    needed.every((one) => items.includes(one))

test('what is needed stays, in order, and nothing else', async () => {
  expect(await shrink(upTo(40), holding(3, 17, 31))).toEqual([3, 17, 31])
  expect(await shrink(upTo(1), holding())).toEqual([])
  expect(await shrink(upTo(5), holding(0, 1, 2, 3, 4))).toEqual([0, 1, 2, 3, 4])
})

test('it goes on until no single item can go', async () => {
  // 0 can go only once 1 is gone.
  const fails = async (items: readonly number[]) => items.includes(2) && (items.includes(0) || !items.includes(1))
  expect(await shrink([0, 1, 2], fails)).toEqual([2])
})

test('chunks make it cheap: one needed item of 64 takes fewer candidates than items', async () => {
  let tried = 0
  const fails = async (items: readonly number[]) => {
    tried++
    return items.includes(9)
  }
  expect(await shrink(upTo(64), fails)).toEqual([9])
  expect(tried).toBeLessThan(20)
})

test('it stops after as many candidates as it may try, with the best so far', async () => {
  let tried = 0
  const fails = async (items: readonly number[]) => {
    tried++
    return items.includes(0)
  }
  // Halves: the first [4..7] lacks 0, the second [0..3] holds it.
  expect(await shrink(upTo(8), fails, { most: 2 })).toEqual([0, 1, 2, 3])
  expect(tried).toBe(2)
})
