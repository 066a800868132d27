import { bitNumbers, type FeatureSet, featureSet, includes, noFeatures } from '../kernel/bits.ts'
import type { Refusal } from '../kernel/machine.ts'
import { refusal } from '../kernel/step.ts'
import { unmet } from './dependency.ts'
import { featureNames } from './feature-names.ts'
import { feature, isDefinedBit } from './table.ts'

/**
 * What an offer breaks: features without what they require, bits that the standard does not define for a network device, no
 * VERSION_1. Advice that was not followed is among it.
 *
 * @clause core.features.device.1 core.features.device.4 core.resfeat.device.1
 */
export function faultsOfOffer(offered: FeatureSet): readonly Refusal[] {
  const undefinedBits = featureSet(...bitNumbers(offered).filter((bit) => !isDefinedBit(bit)))
  return [
    ...unmet(offered).map(({ feature: name, clause, advice }) =>
      refusal(
        'device',
        advice === undefined ? ['core.features.device.1', clause] : [clause],
        `${name} is offered without what it requires`,
      ),
    ),
    ...(undefinedBits === noFeatures
      ? []
      : [refusal('device', ['core.features.device.4'], `not defined: ${featureNames(undefinedBits).join(', ')}`)]),
    ...(includes(offered, feature('VIRTIO_F_VERSION_1'))
      ? []
      : [refusal('device', ['core.resfeat.device.1'], 'VIRTIO_F_VERSION_1 is not offered')]),
  ]
}
