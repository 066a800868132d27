import fc from 'fast-check'
import type { FeatureName } from '../model/feature/table.ts'
import { queueIndex } from '../model/kernel/brand.ts'
import type { NetConfig } from '../model/net/config.ts'
import { bothWays } from './plans/both-ways.ts'
import { nonsense } from './plans/command.ts'
import { frameIn } from './plans/frame.ts'
import type { ScriptStep } from './plans/numbered.ts'
import { accepting, opening, rest, script, steps, stocked, traffic } from './plans/script.ts'
import { arrive, doubtfulCommand, transmit } from './plans/traffic.ts'
import type { PlanStep, Property } from './property.ts'

const reset: PlanStep = { kind: 'driver.resets' }
const readStatus: PlanStep = { kind: 'driver.reads', field: 'device_status' }

/** Nothing is consumed before DRIVER_OK, and everything after it. */
const driverOk: Property = {
  id: 'life-cycle/driver-ok',
  says: 'Buffers made available before DRIVER_OK are neither consumed nor announced as used until it is set, and are served then.',
  clauses: ['core.status.device.1', 'house.chain.lost', 'house.transmit.lost'],
  needs: ['net', 'device-status'],
  plan: (config) =>
    bothWays(config).chain((intent) =>
      fc
        .tuple(traffic(intent, { min: 1, max: 3 }), traffic(intent, { min: 1, max: 3 }))
        .map(([before, after]) =>
          script(
            [reset, { kind: 'driver.accepts', features: accepting(config, []) }, { kind: 'driver.enables', size: 32 }],
            steps(before),
            [{ kind: 'driver.sets', bit: 'DRIVER_OK' }],
            steps(after),
            [rest],
          ),
        ),
    ),
}

const known: readonly FeatureName[] = [
  'VIRTIO_NET_F_CTRL_VQ',
  'VIRTIO_NET_F_MQ',
  'VIRTIO_NET_F_RSS',
  'VIRTIO_NET_F_HASH_REPORT',
]

/** Two sets of features that plans go on with, the first of which is agreed upon. */
const twoSets = (config: NetConfig) =>
  fc
    .tuple(fc.subarray([...known]), fc.subarray([...known]))
    .map(([one, other]) => [['VIRTIO_NET_F_CTRL_VQ', ...one] as const, other] as const)
    .map(([one, other]) => ({ agreed: accepting(config, one), written: accepting(config, other) }))

/** The set of features is frozen once it is agreed upon. */
const frozen: Property = {
  id: 'life-cycle/frozen',
  says: 'What is written to the features after FEATURES_OK changes nothing: header and control queue stay as agreed until the device is reset.',
  clauses: ['core.features.def.1'],
  needs: ['net', 'ctrl'],
  plan: (config) =>
    fc.tuple(bothWays(config), twoSets(config), fc.boolean()).chain(([intent, { agreed, written }, early]) => {
      const rewrites: PlanStep = { kind: 'driver.rewrites', features: written }
      const starts: PlanStep = { kind: 'driver.starts', size: 64 }
      const commands = doubtfulCommand(nonsense)
      const all = fc.oneof({ weight: 4, arbitrary: intent }, { weight: 1, arbitrary: commands })
      return traffic(all, { min: 2, max: 5 }).map((groups) =>
        script(
          [reset, { kind: 'driver.accepts', features: agreed }, ...(early ? [rewrites, starts] : [starts, rewrites])],
          stocked(1, 4),
          steps(groups),
        ),
      )
    }),
}

/** A device that asks for a reset says so. */
const needsReset: Property = {
  id: 'life-cycle/needs-reset',
  says: 'A device whose driver moves an available index back may ignore it or stop, should ask for a reset where it stops, and sends a configuration change notification where it asks.',
  clauses: ['core.status.device.3', 'core.status.device.2'],
  needs: ['net', 'device-status', 'link'],
  plan: (config) =>
    fc.tuple(bothWays(config), fc.constantFrom(0, 1), frameIn(config.mac)).chain(([intent, index, frame]) => {
      const groups = traffic(intent, { min: 1, max: 2 })
      const rewinds: PlanStep = { kind: 'driver.rewinds', queue: queueIndex(index) }
      return fc
        .tuple(groups, fc.array(fc.oneof(arrive(frame), transmit(frame)), { minLength: 1, maxLength: 3 }))
        .map(([before, after]) =>
          script(opening(accepting(config, [])), stocked(1, 2), steps(before), [rewinds], after, [
            rest,
            readStatus,
            rest,
          ]),
        )
    }),
}

/** The link goes up and down, and the driver can tell. */
const link: Property = {
  id: 'life-cycle/link',
  says: 'A link that goes up or down shows in status, is announced by a configuration change notification, and config_generation differs once the change was read.',
  clauses: ['core.config.def.1', 'house.configuration.told', 'core.config.device.1'],
  needs: ['net', 'link', 'link-status'],
  plan: (config) => {
    const generation: PlanStep = { kind: 'driver.reads', field: 'config_generation' }
    const status: PlanStep = { kind: 'driver.reads', field: 'status' }
    const links = fc.boolean().map((up): PlanStep => ({ kind: 'admin.links', up }))
    const step = fc.oneof(
      { weight: 3, arbitrary: links },
      { weight: 2, arbitrary: fc.constant(status) },
      { weight: 2, arbitrary: fc.constant(generation) },
      { weight: 2, arbitrary: fc.constant(rest) },
    )
    const watched = links.map((change): readonly PlanStep[] => [generation, status, change, status, generation])
    const some = (min: number, max: number) =>
      fc
        .array(fc.oneof({ weight: 4, arbitrary: step.map((one) => [one]) }, { weight: 1, arbitrary: watched }), {
          minLength: min,
          maxLength: max,
        })
        .map((parts) => parts.flat())
    return fc
      .tuple(bothWays(config), some(0, 3), some(4, 9))
      .chain(([intent, before, after]) =>
        traffic(intent, { min: 1, max: 2 }).map((groups) =>
          script(
            [reset, ...before],
            opening(accepting(config, ['VIRTIO_NET_F_STATUS'])).slice(1),
            stocked(1, 2),
            [generation, status, ...after],
            steps(groups),
          ),
        ),
      )
  },
}

/** A suspended device is silent, and goes on where it stopped. */
const suspend: Property = {
  id: 'life-cycle/suspend',
  says: 'A device suspends itself or asks for a reset; while suspended it uses and announces nothing; it resumes or asks for a reset, tells of what changed and serves what it was given. Before DRIVER_OK it takes no notice of SUSPEND.',
  clauses: [
    'core.suspend.device.1',
    'core.suspend.device.3',
    'core.suspend.device.4',
    'core.suspend.device.5',
    'core.suspend.device.6',
    'core.suspend.device.7',
    'core.suspend.device.8',
  ],
  needs: ['net', 'device-status', 'suspend'],
  plan: (config) =>
    fc.tuple(bothWays(config), frameIn(config.mac), fc.nat(3)).chain(([intent, frame, early]) => {
      const suspends: PlanStep = { kind: 'driver.suspends' }
      const asleep: fc.Arbitrary<ScriptStep> = fc.oneof(
        arrive(frame),
        fc.boolean().map((up): PlanStep => ({ kind: 'admin.links', up })),
        fc.constantFrom<PlanStep>(readStatus, rest),
      )
      const features = accepting(config, ['VIRTIO_F_SUSPEND', 'VIRTIO_NET_F_STATUS'])
      const begin: readonly PlanStep[] = [
        { kind: 'driver.sets', bit: 'ACKNOWLEDGE' },
        { kind: 'driver.accepts', features },
        { kind: 'driver.starts', size: 32 },
      ]
      const opened = [reset, ...begin.slice(0, early), suspends, ...begin.slice(early)]
      return fc
        .tuple(
          traffic(intent, { min: 1, max: 3 }),
          fc.array(asleep, { minLength: 1, maxLength: 4 }),
          traffic(intent, { min: 1, max: 2 }),
        )
        .map(([before, during, after]) =>
          script(
            early < begin.length ? opened : [reset, ...begin],
            stocked(1, 3),
            steps(before),
            [suspends, readStatus, rest, ...during, rest, { kind: 'driver.resumes' }, readStatus, rest],
            steps(after),
          ),
        )
    }),
}

/** Properties of what holds at which step of a device's life. */
export const lifeCycle: readonly Property[] = [driverOk, frozen, needsReset, link, suspend]
