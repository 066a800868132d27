import { describe, expect, it } from 'vitest'
import { anyHash, hashesOfSlot, outside, within } from './hash-range.ts'

/** Reciprocal scaling as the kernel defines it, in exact numbers. */
const scaled = (hash: number, count: number): number => Number((BigInt(hash) * BigInt(count)) >> 32n)

describe('the hashes of a slot', () => {
  it.each([1, 2, 3, 5, 7, 16, 255, 256])('are those that reciprocal scaling by %i gives it, and no others', (count) => {
    for (let slot = 0; slot < count; slot++) {
      const [from, to] = hashesOfSlot(slot, count)
      expect(scaled(from, count)).toBe(slot)
      expect(scaled(to - 1, count)).toBe(slot)
      if (slot > 0) expect(scaled(from - 1, count)).toBe(slot - 1)
    }
    expect(hashesOfSlot(0, count)[0]).toBe(0)
    expect(hashesOfSlot(count - 1, count)[1]).toBe(2 ** 32)
  })
})

describe('what is known of a hash', () => {
  it('is anything but 0 at first', () => {
    expect(anyHash).toEqual([[1, 2 ** 32]])
  })

  it('narrows with what is seen, to nothing where it contradicts itself', () => {
    const second = within(anyHash, hashesOfSlot(1, 2))
    expect(second).toEqual([[2 ** 31, 2 ** 32]])
    expect(within(second, hashesOfSlot(3, 4))).toEqual([[3 * 2 ** 30, 2 ** 32]])
    expect(within(second, hashesOfSlot(0, 4))).toEqual([])
  })

  it('is in two pieces where what is between them is seen not to be', () => {
    const pieces = outside(anyHash, hashesOfSlot(1, 4))
    expect(pieces).toEqual([
      [1, 2 ** 30],
      [2 ** 31, 2 ** 32],
    ])
    expect(outside(pieces, [0, 2 ** 31])).toEqual([[2 ** 31, 2 ** 32]])
    expect(outside(pieces, [0, 2 ** 32])).toEqual([])
  })
})
