import { describe, expect, it } from 'vitest'
import { seededSchedule } from './schedule.ts'

const take = (seed: number, count: number): number[] => {
  const schedule = seededSchedule(seed)
  return Array.from({ length: count }, schedule)
}

describe('a schedule', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(take(7, 50)).toEqual(take(7, 50))
    expect(take(7, 50)).not.toEqual(take(8, 50))
  })
  it('is often all, often none, sometimes one or two items', () => {
    const all = take(1, 4000)
    const share = (value: number): number => all.filter((budget) => budget === value).length / all.length
    expect(share(Number.POSITIVE_INFINITY)).toBeCloseTo(0.4, 1)
    expect(share(0)).toBeCloseTo(0.35, 1)
    expect(share(1)).toBeCloseTo(0.15, 1)
    expect(share(2)).toBeCloseTo(0.1, 1)
    expect(new Set(all)).toEqual(new Set([0, 1, 2, Number.POSITIVE_INFINITY]))
  })
})
