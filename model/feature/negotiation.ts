import { match } from 'ts-pattern'
import { type FeatureSet, includes, noFeatures, without } from '../kernel/bits.ts'
import type { Refusal } from '../kernel/machine.ts'
import { refusal } from '../kernel/step.ts'
import { unmet } from './dependency.ts'
import { featureNames } from './feature-names.ts'
import { feature } from './table.ts'

/** Values of the bits of `device_status`. @clause core.init.driver.1 core.status.driver.1 */
export const statusBits = {
  ACKNOWLEDGE: 1,
  DRIVER: 2,
  DRIVER_OK: 4,
  FEATURES_OK: 8,
  SUSPEND: 16,
  DEVICE_NEEDS_RESET: 64,
  FAILED: 128,
} as const

/**
 * Where a device is between power-on and operation. Each phase carries what is known in it and nothing else.
 *
 * - `reset`: `device_status` is 0
 * - `noticed`, `driven`: ACKNOWLEDGE, then DRIVER are set
 * - `proposed`: FEATURES_OK was written and not read back yet
 * - `declined`: FEATURES_OK read back clear; the driver can only reset or propose anew
 * - `agreed`: FEATURES_OK stands
 * - `prepared`: queues are enabled besides, and may be filled; DRIVER_OK is not set yet
 * - `live`: DRIVER_OK is set
 * - `suspended`: the driver suspended the device; `link` is whether the link was up then
 * - `failed`: the driver gave up
 */
export type Life =
  | { readonly phase: 'reset' }
  | { readonly phase: 'noticed' }
  | { readonly phase: 'driven' }
  | { readonly phase: 'proposed'; readonly features: FeatureSet }
  | { readonly phase: 'declined' }
  | { readonly phase: 'agreed'; readonly features: FeatureSet }
  | { readonly phase: 'prepared'; readonly features: FeatureSet }
  | { readonly phase: 'live'; readonly features: FeatureSet }
  | { readonly phase: 'suspended'; readonly features: FeatureSet; readonly link: boolean }
  | { readonly phase: 'failed'; readonly status: number }

/** A device after reset. @clause core.status.def.1 core.reset.device.1 */
export const newborn: Life = { phase: 'reset' }

/** `device_status` as the driver must read it, while no reaction is outstanding. */
export function statusOf(life: Life): number {
  const { ACKNOWLEDGE, DRIVER, FEATURES_OK, DRIVER_OK, SUSPEND } = statusBits
  return match(life)
    .with({ phase: 'reset' }, () => 0)
    .with({ phase: 'noticed' }, () => ACKNOWLEDGE)
    .with({ phase: 'driven' }, { phase: 'declined' }, () => ACKNOWLEDGE | DRIVER)
    .with({ phase: 'proposed' }, { phase: 'agreed' }, { phase: 'prepared' }, () => ACKNOWLEDGE | DRIVER | FEATURES_OK)
    .with({ phase: 'live' }, () => ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK)
    .with({ phase: 'suspended' }, () => ACKNOWLEDGE | DRIVER | FEATURES_OK | SUSPEND)
    .with({ phase: 'failed' }, ({ status }) => status)
    .exhaustive()
}

/** The negotiated features: none before FEATURES_OK stands. */
export function negotiated(life: Life): FeatureSet {
  const stands = life.phase === 'live' || life.phase === 'agreed' || life.phase === 'prepared'
  return stands || life.phase === 'suspended' ? life.features : noFeatures
}

/** What a driver breaks by accepting these features of a device that offers those. */
export function faultsOf(offered: FeatureSet, accepted: FeatureSet): readonly Refusal[] {
  const foreign = without(accepted, offered)
  const lacking = unmet(accepted).filter((dependency) => dependency.advice === undefined)
  const [first, ...others] = lacking.map((dependency) => dependency.clause)
  return [
    ...(foreign === noFeatures
      ? []
      : [refusal('driver', ['core.features.driver.1'], `not offered: ${featureNames(foreign).join(', ')}`)]),
    ...(first === undefined
      ? []
      : [
          refusal(
            'driver',
            ['core.features.driver.2', first, ...others],
            `accepted without what they require: ${lacking.map((dependency) => dependency.feature).join(', ')}`,
          ),
        ]),
    ...(includes(offered, feature('VIRTIO_F_VERSION_1')) && !includes(accepted, feature('VIRTIO_F_VERSION_1'))
      ? [refusal('driver', ['core.resfeat.driver.1'], 'VIRTIO_F_VERSION_1 was offered and not accepted')]
      : []),
  ]
}

/** How a device must answer FEATURES_OK: agree, decline, or as it likes. */
export type Answer = 'agree' | 'decline' | 'either'

/**
 * The answer that a proposal deserves. A subset that is not valid must be declined; a valid one should be accepted; without
 * VERSION_1, ACCESS_PLATFORM or ORDER_PLATFORM a device may decline.
 *
 * @clause core.features.device.2 core.features.device.3 core.resfeat.device.2
 */
export function answerTo(offered: FeatureSet, accepted: FeatureSet): Answer {
  const faults = faultsOf(offered, accepted)
  const broken = faults.some((fault) => fault.clauses[0] !== 'core.resfeat.driver.1')
  if (broken) return 'decline'
  const mayDecline = (['VIRTIO_F_VERSION_1', 'VIRTIO_F_ACCESS_PLATFORM', 'VIRTIO_F_ORDER_PLATFORM'] as const).some(
    (name) => !includes(accepted, feature(name)) && (name === 'VIRTIO_F_VERSION_1' || includes(offered, feature(name))),
  )
  return mayDecline ? 'either' : 'agree'
}

/**
 * What a device breaks by agreeing to these features: to bits that it did not offer, and to features without what they require,
 * each under the definition of its requirement.
 */
export function faultsOfAgreement(offered: FeatureSet, accepted: FeatureSet): readonly Refusal[] {
  const foreign = without(accepted, offered)
  const lacking = unmet(accepted).filter((dependency) => dependency.advice === undefined)
  return [
    ...(foreign === noFeatures
      ? []
      : [refusal('device', ['core.features.device.3'], 'FEATURES_OK stands for a subset that is not valid')]),
    ...lacking.map(({ feature: name, clause }) =>
      refusal('device', [clause, 'core.features.device.3'], `FEATURES_OK stands for ${name} without what it requires`),
    ),
  ]
}
