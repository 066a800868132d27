import fc from 'fast-check'
import type { FeatureName } from '../model/feature/table.ts'
import type { NetConfig } from '../model/net/config.ts'
import { bothWays } from './plans/both-ways.ts'
import { nonsense } from './plans/command.ts'
import { accepting, rest, script, steps, stocked, traffic } from './plans/script.ts'
import { doubtfulCommand } from './plans/traffic.ts'
import type { PlanStep, Property } from './property.ts'

const reset: PlanStep = { kind: 'driver.resets' }

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

/** Properties of what holds at which step of a device's life. */
export const lifeCycle: readonly Property[] = [driverOk, frozen]
