declare const featureBrand: unique symbol

/** A set of feature bits. Bit numbers reach 70, so it is a bigint and not a number. */
export type FeatureSet = bigint & { readonly [featureBrand]: true }

/** The empty set. */
export const noFeatures = 0n as FeatureSet

/** The set of the bits with these numbers. */
export function featureSet(...bits: readonly number[]): FeatureSet {
  return bits.reduce((set, bit) => set | (1n << BigInt(bit)), 0n) as FeatureSet
}

/** A bigint as a feature set; throws a `RangeError` if it is negative. */
export function asFeatureSet(value: bigint): FeatureSet {
  if (value < 0n) throw new RangeError(`a feature set is not negative: ${value}`)
  return value as FeatureSet
}

/** Whether every bit of `some` is in `all`. */
export const includes = (all: FeatureSet, some: FeatureSet): boolean => (all & some) === some
/** The bits in either. */
export const union = (a: FeatureSet, b: FeatureSet): FeatureSet => (a | b) as FeatureSet
/** The bits of `a` that are not in `b`. */
export const without = (a: FeatureSet, b: FeatureSet): FeatureSet => (a & ~b) as FeatureSet
/** The bits in both. */
export const common = (a: FeatureSet, b: FeatureSet): FeatureSet => (a & b) as FeatureSet

/** The numbers of the bits in a set, ascending. */
export function bitNumbers(set: FeatureSet): readonly number[] {
  const numbers: number[] = []
  for (let rest: bigint = set, bit = 0; rest !== 0n; rest >>= 1n, bit++) if ((rest & 1n) === 1n) numbers.push(bit)
  return numbers
}
