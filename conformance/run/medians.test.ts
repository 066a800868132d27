import { expect, test } from 'vitest'
import type { BugReport } from './bugs.ts'
import { median, overSeeds } from './medians.ts'

const dead = (id: string, runs: number, more: Partial<BugReport> = {}): BugReport => ({
  id,
  says: 'It is odd.',
  source: 'ours',
  clause: 'house.chain.lost',
  killedBy: [{ property: 'a/b', runs, clause: 'house.chain.lost' }],
  alive: false,
  ...more,
})
const under = (seed: number, ...bugs: readonly BugReport[]) => ({
  seed,
  matrix: { bugs, properties: [{ id: 'a/b', kills: bugs.length }] },
})

test('the median is the middle one, or between the two in the middle', () => {
  expect(median([7])).toBe(7)
  expect(median([140, 1, 3])).toBe(3)
  expect(median([10, 9, 100, 1])).toBe(9.5)
  expect(() => median([])).toThrow('the median of nothing')
})

test('each bug has its runs under each seed; the first seed gives the promised field', () => {
  expect(overSeeds([under(4, dead('x', 9)), under(5, dead('x', 1)), under(6, dead('x', 3))])).toEqual({
    bugs: [
      dead('x', 9, {
        killedBy: [
          {
            property: 'a/b',
            runs: 9,
            clause: 'house.chain.lost',
            seeds: [
              { seed: 4, runs: 9 },
              { seed: 5, runs: 1 },
              { seed: 6, runs: 3 },
            ],
            median: 3,
          },
        ],
      }),
    ],
    properties: [{ id: 'a/b', kills: 1 }],
  })
})

test('a bug that outlives one seed is alive, and is no kill', () => {
  const survivor = dead('x', 0, { killedBy: [], alive: true, otherwise: ['house.frame.lost'] })
  const { bugs, properties } = overSeeds([under(1, dead('x', 2)), under(2, survivor)])
  expect(bugs[0]).toMatchObject({
    alive: true,
    otherwise: ['house.frame.lost'],
    killedBy: [{ runs: 2, seeds: [{ seed: 1, runs: 2 }], median: 2 }],
  })
  expect(properties).toEqual([{ id: 'a/b', kills: 0 }])
})

test('what is skipped stays skipped', () => {
  const skipped = dead('x', 0, { killedBy: [], skipped: 'no tap' })
  expect(overSeeds([under(1, skipped), under(2, skipped)]).bugs).toEqual([skipped])
})
