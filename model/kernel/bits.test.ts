import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asFeatureSet, bitNumbers, common, featureSet, includes, noFeatures, union, without } from './bits.ts'

describe('featureSet', () => {
  it('has bit n of value 2ⁿ, beyond 64 bits too', () => {
    expect(featureSet()).toBe(0n)
    expect(featureSet(0)).toBe(1n)
    expect(featureSet(0, 5, 32)).toBe(0x1_0000_0021n)
    expect(featureSet(69)).toBe(0x20_0000_0000_0000_0000n)
  })

  it('holds a bit once however often it is named', () => {
    expect(featureSet(3, 3)).toBe(8n)
  })
})

describe('asFeatureSet', () => {
  it.each([0n, 1n, 2n ** 70n])('takes %s', (value) => {
    expect(asFeatureSet(value)).toBe(value)
  })

  it('refuses what is negative', () => {
    expect(() => asFeatureSet(-1n)).toThrow(new RangeError('a feature set is not negative: -1'))
  })
})

describe('the algebra of sets', () => {
  const a = featureSet(1, 2, 65)
  const b = featureSet(2, 3, 65)

  it('unites, intersects and subtracts', () => {
    expect(union(a, b)).toBe(featureSet(1, 2, 3, 65))
    expect(common(a, b)).toBe(featureSet(2, 65))
    expect(without(a, b)).toBe(featureSet(1))
  })

  it('includes only whole sets', () => {
    expect(includes(a, featureSet(1, 65))).toBe(true)
    expect(includes(a, a)).toBe(true)
    expect(includes(a, noFeatures)).toBe(true)
    expect(includes(noFeatures, noFeatures)).toBe(true)
    expect(includes(a, featureSet(1, 3))).toBe(false)
    expect(includes(noFeatures, featureSet(0))).toBe(false)
  })
})

describe('bitNumbers', () => {
  it('lists ascending', () => {
    expect(bitNumbers(noFeatures)).toEqual([])
    expect(bitNumbers(featureSet(69, 0, 33))).toEqual([0, 33, 69])
  })

  it('is the inverse of featureSet', () => {
    const numbers = fc.uniqueArray(fc.nat(127), { maxLength: 20 }).map((some) => some.sort((x, y) => x - y))
    fc.assert(
      fc.property(numbers, (some) => {
        expect(bitNumbers(featureSet(...some))).toEqual(some)
      }),
    )
  })
})
