import fc from 'fast-check'
import type { FeatureName } from '../model/feature/table.ts'
import { type RingPosition, ringPosition } from '../model/kernel/brand.ts'
import type { NetConfig } from '../model/net/config.ts'
import { bothWays } from './plans/both-ways.ts'
import { pairsSet } from './plans/command.ts'
import { accepting, opening, script, steps, stocked, traffic } from './plans/script.ts'
import { awaits, command, type Intent, notify, pairBelow, pesters } from './plans/traffic.ts'
import type { Plan, Property } from './property.ts'

const first = pairBelow(1)
const EVENT_IDX: FeatureName = 'VIRTIO_F_EVENT_IDX'
const IN_ORDER: FeatureName = 'VIRTIO_F_IN_ORDER'

/** Traffic of the first pair with something else in between. */
function amid(
  config: NetConfig,
  more: readonly fc.Arbitrary<Intent>[],
  names: readonly FeatureName[],
  at?: RingPosition,
) {
  return bothWays(config).chain((intent): fc.Arbitrary<Plan> => {
    const others = more.map((arbitrary) => ({ weight: 1, arbitrary }))
    return traffic(fc.oneof({ weight: 3, arbitrary: intent }, ...others), { min: 5, max: 14 }).map((groups) =>
      script(opening(accepting(config, names), 64, at), stocked(1, 12), steps(groups)),
    )
  })
}

/** Of each entry that is asked for the driver hears, and of no other. */
const usedEvent: Property = {
  id: 'notifications/used-event',
  says: 'With EVENT_IDX a device notifies when it uses the entry at used_event, whatever avail.flags say, and should notify of no other.',
  clauses: ['split.notify.device.5', 'split.notify.device.4', 'split.notify.device.6'],
  needs: ['net', 'interrupts', 'event-idx'],
  plan: (config) =>
    fc
      .constantFrom<readonly FeatureName[]>([EVENT_IDX], [EVENT_IDX, IN_ORDER])
      .chain((names) => amid(config, [awaits(first), awaits(first), notify(first)], names)),
}

/** The comparison is one of 16 bits. */
const eventWrap: Property = {
  id: 'notifications/event-wrap',
  says: 'With EVENT_IDX the entry at used_event is notified of where positions wrap from 65535 to 0, and the device asks for what it needs there.',
  clauses: ['split.notify.device.5', 'house.transmit.lost'],
  needs: ['net', 'interrupts', 'event-idx', 'ring-position'],
  plan: (config) =>
    fc
      .integer({ min: 65526, max: 65535 })
      .chain((position) => amid(config, [awaits(first)], [EVENT_IDX], ringPosition(position))),
}

/** Memory that means nothing. */
const unheeded: Property = {
  id: 'notifications/used-event-ignored',
  says: 'Without EVENT_IDX a device does not look at used_event: it notifies of every used buffer.',
  clauses: ['split.notify.device.1'],
  needs: ['net', 'interrupts'],
  plan: (config) => amid(config, [awaits(first)], []),
}

/** Notified of nothing, a device does nothing. */
const pestered: Property = {
  id: 'notifications/of-nothing',
  says: 'A device that is notified although nothing new is available takes no harm and uses nothing twice.',
  clauses: ['split.notify.device.11'],
  needs: ['net'],
  plan: (config) => amid(config, [pesters(first)], []),
}

/** What a device asks of the driver. */
const asking: Property = {
  id: 'notifications/used-flags',
  says: 'used.flags are 0 or 1, and with EVENT_IDX always 0.',
  clauses: ['split.notify.device.7', 'split.notify.device.9'],
  needs: ['net'],
  plan: (config) => fc.constantFrom([], [EVENT_IDX]).chain((names: readonly FeatureName[]) => amid(config, [], names)),
}

/** Everything comes back as it was given. */
const inOrder: Property = {
  id: 'notifications/in-order',
  says: 'With IN_ORDER every queue, the control queue too, uses chains in the order in which they were made available; one entry may stand for several.',
  clauses: ['core.inorder.device.1', 'split.used.def.1', 'house.chain.lost'],
  needs: ['net', 'in-order'],
  plan: (config) => amid(config, [command(pairsSet(config))], [IN_ORDER, 'VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ']),
}

/** Properties of notifications both ways, and of the order in which chains are used. */
export const notifications: readonly Property[] = [usedEvent, eventWrap, unheeded, pestered, asking, inOrder]
