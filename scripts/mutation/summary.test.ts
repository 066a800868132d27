import { describe, expect, it } from 'vitest'
import { tally } from './outcome.ts'
import { type Findings, summary, totalOf } from './summary.ts'

const findings: readonly Findings[] = [
  { name: 'Stryker', tally: tally(['killed', 'killed', 'timeout', 'ignored']), survivors: [], ignored: { static: 1 } },
  { name: 'constants', tally: tally(['killed', 'survived', 'uncovered', 'pending']), survivors: [], ignored: {} },
]

describe('the summary', () => {
  it('adds both mutators up', () => {
    expect(totalOf(findings)).toEqual({ killed: 3, survived: 1, timeout: 1, uncovered: 1, ignored: 1, pending: 1 })
  })

  it('shows each, their sum, and why mutants were ignored', () => {
    const numbers = summary(findings)
      .split('\n')
      .map((line) => line.trim().split(/\s+/).join(' '))
    expect(numbers).toEqual([
      'mutator score killed survived timed out uncovered ignored not tried',
      'Stryker 66.7 % 2 0 1 0 1 0',
      'constants 33.3 % 1 1 0 1 0 1',
      'both 50.0 % 3 1 1 1 1 1',
      'ignored by Stryker: 1 × static',
    ])
  })
})
