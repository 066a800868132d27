import { describe, expect, test } from 'vitest'
import { DescriptorPool } from './descriptor-pool.ts'

describe('the descriptor pool', () => {
  test.each([2, 4, 8, 64, 256, 32768])(
    'of %i entries holds each once, and none at its own slot in the first lap',
    (size) => {
      for (const slot of [0, 1, size - 1]) {
        const order = new DescriptorPool(size, slot).take(size)
        expect(new Set(order).size).toBe(size)
        expect(order.every((index, nth) => index >= 0 && index < size && index !== (slot + nth) % size)).toBe(true)
      }
    },
  )

  test('of one entry has that one', () => {
    expect(new DescriptorPool(1, 0).take(1)).toEqual([0])
  })

  test('does not hand them out in sequence', () => {
    expect(new DescriptorPool(8, 0).take(8)).toEqual([3, 0, 5, 2, 7, 4, 1, 6])
    expect(new DescriptorPool(8, 6).take(3)).toEqual([1, 6, 3])
  })

  test('takes back behind those that are free', () => {
    const pool = new DescriptorPool(4, 0)
    expect(pool.take(3)).toEqual([3, 0, 1])
    expect(pool.count).toBe(1)
    pool.giveBack([0, 3])
    expect(pool.count).toBe(3)
    expect(pool.take(3)).toEqual([2, 0, 3])
    expect(pool.count).toBe(0)
  })

  test('refuses to hand out more than it has', () => {
    const pool = new DescriptorPool(4, 0)
    expect(() => pool.take(5)).toThrow(new RangeError('5 descriptors wanted, 4 are free'))
    expect(pool.count).toBe(4)
  })
})
