import fc from 'fast-check'
import { expect, it } from 'vitest'
import { smallLengths, smallOffer, smallStock } from './small-buffer.ts'
import { pairBelow } from './traffic.ts'

const sum = (lengths: readonly number[]) => lengths.reduce((total, length) => total + length, 0)

it('makes buffers that hold the header, in descriptors that are not empty, some of them nothing else', () => {
  const all = fc.sample(smallLengths(20), { numRuns: 300, seed: 1 })
  expect(all.every((lengths) => sum(lengths) >= 20 && lengths.every((length) => length > 0))).toBe(true)
  expect(all.some((lengths) => sum(lengths) === 20)).toBe(true)
  expect(all.some((lengths) => sum(lengths) >= 1534)).toBe(true)
})

it('stocks every pair, then rests', () => {
  const [stock = []] = fc.sample(smallStock(3, 12, { min: 2, max: 2 }), { numRuns: 1, seed: 1 })
  expect(stock.map((step) => ('pair' in step ? step.pair : step.kind))).toEqual([0, 1, 2, 0, 1, 2, 'device.rests'])
})

it('offers to a pair', () => {
  expect(fc.sample(smallOffer(pairBelow(1), 12), { numRuns: 1, seed: 1 })[0]).toMatchObject({ kind: 'offer', pair: 0 })
})
