import fc from 'fast-check'
import { dependencies } from '../model/feature/dependency.ts'
import type { FeatureName } from '../model/feature/table.ts'
import type { FeatureSet } from '../model/kernel/bits.ts'
import type { NetStimulus } from '../model/net/action.ts'
import type { NetConfig } from '../model/net/config.ts'
import { registers } from '../model/net/config-field.ts'
import { readableFields } from '../model/net/fields.ts'
import { proposal } from './plans/proposal.ts'
import { accepting, rest } from './plans/script.ts'
import type { Plan, PlanStep, Property } from './property.ts'

/** Any subset of the features that plans go on with after negotiation. */
function subset(config: NetConfig): fc.Arbitrary<FeatureSet> {
  const names: readonly FeatureName[] = [
    'VIRTIO_NET_F_CTRL_VQ',
    'VIRTIO_NET_F_MQ',
    'VIRTIO_NET_F_RSS',
    'VIRTIO_NET_F_HASH_REPORT',
  ]
  return fc.subarray([...names]).map((some) => accepting(config, some))
}

const reset: PlanStep = { kind: 'driver.resets' }

const definitions = dependencies.filter(({ advice }) => advice === undefined).map(({ clause }) => clause)

/** FEATURES_OK stands exactly for valid subsets. */
const featuresOk: Property = {
  id: 'negotiation/features-ok',
  says: 'FEATURES_OK stands for a subset of what is offered that is closed under requirements, and reads clear for any other.',
  clauses: ['core.features.device.3', 'core.features.device.2', ...definitions],
  needs: ['net'],
  plan: (config) =>
    fc
      .array(proposal(config), { minLength: 4, maxLength: 10 })
      .map((all) => all.flatMap((features): Plan => [reset, { kind: 'driver.accepts', features }, rest])),
}

/** What was agreed once can be agreed again. */
const again: Property = {
  id: 'negotiation/again',
  says: 'A set of features for which FEATURES_OK stood is agreed again after a reset, of a device that ran and of one that did not.',
  clauses: ['core.features.device.5'],
  needs: ['net'],
  plan: (config) => {
    const runs: fc.Arbitrary<Plan> = fc.constantFrom([], [{ kind: 'driver.starts', size: 16 }, rest])
    return fc
      .tuple(fc.oneof(proposal(config), subset(config)), runs, proposal(config))
      .map(([features, run, other]): Plan => {
        const once: Plan = [reset, { kind: 'driver.accepts', features }]
        return [...once, ...run, ...once, rest, reset, { kind: 'driver.accepts', features: other }, ...once, rest]
      })
  },
}

/** What is offered can be had. */
const offer: Property = {
  id: 'negotiation/offer',
  says: 'Every feature offered is defined for a network device and stands beside what it requires, VERSION_1 is among them, and the offer stays the same.',
  clauses: [
    'core.features.device.1',
    'core.features.device.4',
    'core.resfeat.device.1',
    'net.config.device.13',
    'net.config.device.14',
    'house.features.kept',
  ],
  needs: ['net'],
  plan: (config) => {
    const read: PlanStep = { kind: 'driver.reads', field: 'device_features' }
    return fc
      .array(proposal(config), { minLength: 1, maxLength: 2 })
      .map((all) => [
        read,
        ...all.flatMap((features): Plan => [reset, read, { kind: 'driver.accepts', features }, read, rest]),
      ])
  },
}

const readStatus: NetStimulus = { kind: 'driver.reads', field: 'device_status' }

/** Walks through the life cycle, stopping anywhere to reset or to give up. */
function walk(config: NetConfig): fc.Arbitrary<Plan> {
  const read = readStatus
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
  clauses: ['core.reset.device.1', 'core.status.def.1', 'house.status.kept'],
  needs: ['net', 'device-status'],
  plan: (config) =>
    fc.array(walk(config), { minLength: 1, maxLength: 4 }).map((walks) => [readStatus, ...walks.flat()]),
}

/** The configuration can be read before FEATURES_OK, and afterwards reads the same. */
const configuration: Property = {
  id: 'negotiation/configuration',
  says: 'The fields of every feature offered can be read before FEATURES_OK, within their limits, and read the same afterwards.',
  clauses: ['core.config.device.1', 'net.config.device.1', 'net.config.device.7', 'net.config.device.8'],
  needs: ['net'],
  plan: (config) => {
    const field = fc.constantFrom(...readableFields(config).filter((name) => !(name in registers)))
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
export const negotiation: readonly Property[] = [featuresOk, again, offer, status, configuration]
