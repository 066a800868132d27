import fc from 'fast-check'
import { type Dependency, dependencies, unmet } from '../../model/feature/dependency.ts'
import { type FeatureName, feature, featuresNamed, isDefinedBit } from '../../model/feature/table.ts'
import { bitNumbers, common, type FeatureSet, featureSet, noFeatures, union, without } from '../../model/kernel/bits.ts'
import type { NetConfig } from '../../model/net/config.ts'
import { accepting } from './script.ts'

/** A set with everything left out that lacks what it requires. */
export function closed(set: FeatureSet): FeatureSet {
  const lacking = featuresNamed(unmet(set).map((dependency) => dependency.feature))
  return lacking === noFeatures ? set : closed(without(set, lacking))
}

/** A feature and all that it requires, of each group the first member; but of one group nothing where it is named. */
function withRequired(name: FeatureName, but?: readonly FeatureName[]): FeatureSet {
  const groups = dependencies.filter((one) => one.feature === name).flatMap((one) => one.groups)
  const needed = groups.filter((group) => group !== but).flatMap(([first]) => first ?? [])
  return needed.map((other) => withRequired(other)).reduce(union, feature(name))
}

/** A feature whose requirement is not met in one group, everything else about it being right as far as that can be had. */
function orphan(config: NetConfig, { feature: name, groups }: Dependency): fc.Arbitrary<FeatureSet> {
  return fc
    .constantFrom(...groups)
    .map((group) => without(withRequired(name, group), featuresNamed(group)))
    .map((set) => union(accepting(config, []), common(config.offered, set)))
}

/** Any valid subset of what is offered, VERSION_1 included: most of it, or a little. */
function valid(config: NetConfig): fc.Arbitrary<FeatureSet> {
  const bits = bitNumbers(config.offered).filter(isDefinedBit)
  const some = fc.subarray(bits).map((numbers) => featureSet(...numbers))
  const most = some.map((set) => without(config.offered, set))
  return fc.oneof(some, most).map((set) => closed(union(accepting(config, []), set)))
}

/** Bits that a network device has no feature for, or that the standard gives to devices without one of their own. */
const strangers = [4, 24, 30, 44, 49, 58, 69, 70, 127]

/** A proposal that is valid, names a bit that was not offered, or lacks what one feature requires. */
export function proposal(config: NetConfig): fc.Arbitrary<FeatureSet> {
  const foreign = fc.constantFrom(...strangers).map((bit) => without(featureSet(bit), config.offered))
  const lone = fc
    .constantFrom(...dependencies.filter(({ advice }) => advice === undefined))
    .chain((dependency) => orphan(config, dependency))
  return fc.oneof(
    { weight: 2, arbitrary: valid(config) },
    { weight: 1, arbitrary: fc.tuple(valid(config), foreign).map(([set, bits]) => union(set, bits)) },
    { weight: 3, arbitrary: lone },
  )
}
