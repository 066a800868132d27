import { expect, it } from 'vitest'
import { without } from './range.ts'

const open = [
  { from: 0, to: 10 },
  { from: 20, to: 30 },
]

it('a range is taken out where it lies within one that is open', () => {
  expect(without(open, { from: 0, to: 10 })).toEqual([{ from: 20, to: 30 }])
  expect(without(open, { from: 22, to: 25 })).toEqual([
    { from: 0, to: 10 },
    { from: 20, to: 22 },
    { from: 25, to: 30 },
  ])
  expect(without(open, { from: 5, to: 11 })).toBeUndefined()
  expect(without(open, { from: 12, to: 15 })).toBeUndefined()
})
it('nothing is taken out only of what has nothing', () => {
  expect(without(open, { from: 3, to: 3 })).toBeUndefined()
  expect(without([{ from: 0, to: 0 }], { from: 0, to: 0 })).toEqual([])
})
