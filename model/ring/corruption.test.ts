import { expect, test } from 'vitest'
import { canBreak, clauseOfUnavailable, corruptions, isOfTable, isRepeating, mayHold } from './corruption.ts'

test('there are twenty-eight ways, most of them known to both formats', () => {
  expect(corruptions).toHaveLength(28)
  expect([false, true].map((packed) => corruptions.filter((how) => !canBreak(how, packed)))).toEqual([
    ['unwrapped', 'table-behind'],
    ['table-loop', 'table-beyond'],
  ])
})

test('tables of descriptors are in nine of them', () => {
  expect(corruptions.filter(isOfTable)).toHaveLength(9)
  expect(isOfTable('long')).toBe(false)
})

test('old entries come again where an index or a flag says so, and where NEXT leads on to them', () => {
  expect(corruptions.filter((how) => isRepeating(how, false))).toEqual(['ahead', 'stale'])
  expect(corruptions.filter((how) => isRepeating(how, true))).toEqual(['loop', 'ahead', 'stale'])
})

test('in a packed ring two leave nothing available, each by a clause of its own', () => {
  const hidden = corruptions.flatMap((how) => clauseOfUnavailable(how, true) ?? [])
  expect(hidden).toEqual(['packed.ring.device.1', 'packed.desc.device.3'])
  expect(clauseOfUnavailable('ahead', false)).toBeUndefined()
})

test('of the filling as much may leave as the descriptors cover, of anything what nobody can know', () => {
  const filling = (how: (typeof corruptions)[number], packed = false) =>
    [1, 64, 65, 128, 129].filter((length) => mayHold(how, packed, length, true))
  expect(filling('mixed')).toEqual([1, 64])
  expect(filling('overlapping')).toEqual([1, 64, 65, 128])
  expect(filling('loop')).toEqual([1, 64, 65, 128, 129])
  expect([filling('short'), filling('empty'), filling('truncated'), filling('head-beyond')]).toEqual([[], [], [], []])
  expect(filling('head-beyond', true)).toEqual([1, 64])
  expect([mayHold('far', false, 64, false), mayHold('far', false, 65, false)]).toEqual([true, false])
  expect(mayHold('mixed', false, 1, false)).toBe(false)
})
