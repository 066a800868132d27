import { bitNumbers, type FeatureSet, featureSet, union } from '../kernel/bits.ts'
import { feature, featureName, isFeatureName } from './table.ts'

/** The names of the features in a set, in the order of their bits; `bit N` where a bit has no name. */
export function featureNames(set: FeatureSet): readonly string[] {
  return bitNumbers(set).map(featureName)
}

/** The set of the named features, `bit N` included; throws a `RangeError` that names the first one that is neither. */
export function featuresByName(names: readonly string[]): FeatureSet {
  return names.map(oneByName).reduce(union, featureSet())
}

function oneByName(name: string): FeatureSet {
  if (isFeatureName(name)) return feature(name)
  const bit = /^bit (\d{1,3})$/.exec(name)?.[1]
  if (bit === undefined) throw new RangeError(`no feature is called ${name}`)
  return featureSet(Number(bit))
}
