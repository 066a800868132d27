import { expect, it } from 'vitest'
import type { Measured } from './measure.ts'
import { outcomeOf } from './outcome.ts'
import { textOf } from './report.ts'

const variant = (name: string) => ({ name, operations: 1, work: () => {}, answer: () => '' })

const measured: Measured = {
  comparison: {
    id: 'x',
    says: 'x',
    unit: 'frame',
    variants: [variant('engine'), variant('C'), variant('model')],
    goals: [
      { variant: 'engine', over: 'C', most: 2.5 },
      { variant: 'engine', over: 'model', most: 1 / 100 },
      { variant: 'engine', over: 'another', most: 1 },
    ],
  },
  rounds: [
    [20, 10, 200],
    [30, 10, 100],
    [10, 10, 300],
  ],
}

it('takes medians of times, and of the ratios of each round', () => {
  const { times, engineOver, goals } = outcomeOf(measured)
  expect(times).toEqual({ engine: 20, C: 10, model: 200 })
  expect(engineOver).toEqual({ C: 2, model: 0.1 })
  expect(goals.map(({ over, reached }) => [over, reached])).toEqual([
    ['C', true],
    ['model', false],
  ])
})

it('prints a table, and what was to be reached', () => {
  const text = textOf({
    machine: { processor: 'P', cores: 2, node: '20', v8: '11', compiler: 'gcc' },
    rounds: 3,
    outcomes: [outcomeOf(measured)],
    scaling: { idlePairs: { 1: 1 }, framesARun: { 16: 1 } },
    allocation: { frames: 10, bytesPerFrame: 0, collections: 0 },
  })
  expect(text).toContain('| x | engine | 20.0 | 50.0 |  | frame |')
  expect(text).toContain('| x | C | 10.0 | 100 | 2.00 | frame |')
  expect(text).toContain('- x reached: 2.00 × the time of C, to reach 2.50 × the time')
  expect(text).toContain('- x MISSED: 10.0 × faster of model, to reach 100 × faster')
})
