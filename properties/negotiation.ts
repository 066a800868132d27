import fc from 'fast-check'
import { dependencies } from '../model/feature/dependency.ts'
import { type FeatureName, feature } from '../model/feature/table.ts'
import { common, type FeatureSet, featureSet, union, without } from '../model/kernel/bits.ts'
import type { NetStimulus } from '../model/net/action.ts'
import type { NetConfig } from '../model/net/config.ts'
import { readableFields } from '../model/net/fields.ts'
import { accepting, rest } from './plans/script.ts'
import type { Plan, PlanStep, Property } from './property.ts'

/** Any subset of the features that the model knows. */
function subset(config: NetConfig): fc.Arbitrary<FeatureSet> {
  const names: readonly FeatureName[] = [
    'VIRTIO_NET_F_CTRL_VQ',
    'VIRTIO_NET_F_MQ',
    'VIRTIO_NET_F_RSS',
    'VIRTIO_NET_F_HASH_REPORT',
  ]
  return fc.subarray([...names]).map((some) => accepting(config, some))
}

/** A proposal that is valid, lacks what a feature requires, or names a bit that was not offered. */
function proposal(config: NetConfig): fc.Arbitrary<FeatureSet> {
  const foreign = fc.constantFrom(44, 58, 69, 70).map((bit) => without(featureSet(bit), config.offered))
  const orphan = fc
    .constantFrom(...dependencies.filter((dependency) => dependency.advice === undefined))
    .map((one) =>
      without(
        union(accepting(config, []), common(config.offered, feature(one.feature))),
        feature('VIRTIO_NET_F_CTRL_VQ'),
      ),
    )
  return fc.oneof(
    { weight: 2, arbitrary: subset(config) },
    { weight: 1, arbitrary: fc.tuple(subset(config), foreign).map(([set, bits]) => union(set, bits)) },
    { weight: 2, arbitrary: orphan },
  )
}

const reset: PlanStep = { kind: 'driver.resets' }

/** FEATURES_OK stands exactly for valid subsets. */
const featuresOk: Property = {
  id: 'negotiation/features-ok',
  says: 'FEATURES_OK stands for a subset of what is offered that is closed under requirements, and reads clear for any other.',
  clauses: ['core.features.device.3', 'core.features.device.2', 'core.features.device.1', 'core.resfeat.device.1'],
  needs: ['net'],
  plan: (config) =>
    fc
      .array(proposal(config), { minLength: 4, maxLength: 10 })
      .map((all) => all.flatMap((features): Plan => [reset, { kind: 'driver.accepts', features }, rest])),
}

/** Walks through the life cycle, stopping anywhere to reset or to give up. */
function walk(config: NetConfig): fc.Arbitrary<Plan> {
  const read: NetStimulus = { kind: 'driver.reads', field: 'device_status' }
  const whole: Plan = [
    read,
    { kind: 'driver.sets', bit: 'ACKNOWLEDGE' },
    read,
    { kind: 'driver.sets', bit: 'DRIVER' },
    read,
    { kind: 'driver.accepts', features: accepting(config, ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ']) },
    read,
    { kind: 'driver.starts', size: 16 },
    read,
    rest,
  ]
  return fc
    .record({ length: fc.integer({ min: 1, max: whole.length }), fails: fc.boolean() })
    .map(({ length, fails }) => [
      reset,
      ...whole.slice(0, length),
      ...(fails ? ([{ kind: 'driver.sets', bit: 'FAILED' }, read] as const) : []),
      reset,
      read,
      rest,
    ])
}

/** `device_status` reads as what was written to it, and 0 after a reset. */
const status: Property = {
  id: 'negotiation/status',
  says: 'device_status reads as the driver left it at every step of the life cycle, and reads 0 once a reset is done.',
  clauses: ['core.reset.device.1', 'core.status.def.1'],
  needs: ['net', 'device-status'],
  plan: (config) => fc.array(walk(config), { minLength: 1, maxLength: 4 }).map((walks) => walks.flat()),
}

/** The configuration can be read before FEATURES_OK, and afterwards reads the same. */
const configuration: Property = {
  id: 'negotiation/configuration',
  says: 'The fields of every feature offered can be read before FEATURES_OK, within their limits, and read the same afterwards.',
  clauses: ['core.config.device.1', 'net.config.device.1', 'net.config.device.7', 'net.config.device.8'],
  needs: ['net'],
  plan: (config) => {
    const field = fc.constantFrom(...readableFields(config).filter((name) => name !== 'device_status'))
    const reads = fc
      .array(field, { minLength: 1, maxLength: 6 })
      .map((fields) => fields.map((name): NetStimulus => ({ kind: 'driver.reads', field: name })))
    return fc
      .tuple(reads, reads, subset(config))
      .map(
        ([before, after, features]): Plan => [
          reset,
          { kind: 'driver.sets', bit: 'ACKNOWLEDGE' },
          { kind: 'driver.sets', bit: 'DRIVER' },
          ...before,
          { kind: 'driver.accepts', features },
          { kind: 'driver.starts', size: 16 },
          ...after,
          rest,
        ],
      )
  },
}

/** Properties of negotiation, status and configuration. */
export const negotiation: readonly Property[] = [featuresOk, status, configuration]
