import { describe, expect, it } from 'vitest'
import { type Outcome, outcomesOf, score, sum, tally, wordOf } from './outcome.ts'

const all: readonly Outcome[] = ['killed', 'survived', 'timeout', 'uncovered', 'ignored', 'pending']

describe('outcomes as letters', () => {
  it('go there and back', () => {
    expect(wordOf(all)).toBe('kstni.')
    expect(outcomesOf('kstni.')).toEqual(all)
  })

  it('are pending where a letter means nothing', () => {
    expect(outcomesOf('k?')).toEqual(['killed', 'pending'])
  })
})

describe('tallies', () => {
  it('count each outcome, and add up', () => {
    const one = tally(all)
    expect(one).toEqual({ killed: 1, survived: 1, timeout: 1, uncovered: 1, ignored: 1, pending: 1 })
    expect(sum(one, tally(['killed', 'survived', 'survived']))).toEqual({ ...one, killed: 2, survived: 3 })
  })
})

describe('score', () => {
  it.each([
    [['killed'], 100],
    [['killed', 'survived'], 50],
    [['killed', 'timeout'], 50],
    [['killed', 'uncovered'], 50],
    [['killed', 'killed', 'killed', 'survived', 'ignored', 'pending'], 75],
    [['ignored', 'pending'], 0],
  ] as const)('%j: %d', (outcomes, expected) => {
    expect(score(tally(outcomes))).toBe(expected)
  })
})
