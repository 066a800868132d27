import fc from 'fast-check'
import type { QueueIndex } from '../../model/kernel/brand.ts'
import type { PciStimulus } from '../../model/transport/pci/action.ts'
import type { PciConfig } from '../../model/transport/pci/config.ts'
import { negotiating, provoking, read, resettable, rest, sizesOf, working, write } from './plan.ts'
import type { PciPlan, PciProperty } from './terms.ts'

const queueOf = (config: PciConfig): fc.Arbitrary<QueueIndex> => fc.constantFrom(...config.provokable)
const reset: PciStimulus = { kind: 'driver.resets' }

/** What a reset leaves. */
const everything: PciProperty = {
  id: 'pci/reset',
  says: 'A reset ends with 0 in device_status; queues are disabled, of their full size and not in reset, and events unmapped.',
  clauses: [
    'pci.common.device.7',
    'pci.common.device.8',
    'pci.common.device.9',
    'pci.msix.device.7',
    'core.reset.device.1',
  ],
  needs: ['pci'],
  plan: (config) =>
    fc.tuple(queueOf(config), fc.nat(3), fc.boolean(), fc.boolean()).map(([queue, uses, msix, sized]): PciPlan => {
      const before = Array.from({ length: uses }, () => [...provoking(queue), rest]).flat()
      const small = sized ? [...negotiating(config), write('queue_select', queue), write('queue_size', 2), reset] : []
      const resets = config.vectors > 0 ? [read('queue_msix_vector'), read('config_msix_vector')] : []
      return [
        ...small,
        ...working(config, msix),
        ...before,
        reset,
        rest,
        ...negotiating(config),
        write('queue_select', queue),
        read('queue_enable'),
        read('queue_size'),
        ...(resettable(config) ? [read('queue_reset')] : []),
        ...resets,
        rest,
      ]
    }),
}

/** Nothing happens after a reset. */
const silence: PciProperty = {
  id: 'pci/reset-silence',
  says: 'Once device_status reads 0 the device uses no buffer and sends no message, whatever was available to it before.',
  clauses: ['core.reset.device.2'],
  needs: ['pci'],
  plan: (config) =>
    fc.tuple(queueOf(config), fc.nat(3), fc.integer({ min: 1, max: 4 })).map(([queue, uses, left]): PciPlan => {
      const before = Array.from({ length: uses }, () => [...provoking(queue), rest]).flat()
      const offers = Array.from({ length: left }, () => ({ kind: 'driver.offers', queue }) as const)
      return [...working(config, true), ...before, ...offers, rest, reset, rest, rest, ...negotiating(config), rest]
    }),
}

/** A queue that goes through its own reset, is looked at and enabled again. */
function resettingQueue(queue: QueueIndex, size: number | undefined): PciPlan {
  return [
    { kind: 'driver.resetsQueue', queue },
    rest,
    read('queue_enable'),
    read('queue_reset'),
    read('queue_size'),
    { kind: 'driver.kicks', queue, through: 'bar' },
    rest,
    write('queue_select', queue),
    ...(size === undefined ? [] : [write('queue_size', size)]),
    { kind: 'driver.enables', queue },
    read('queue_reset'),
    read('queue_enable'),
    read('queue_size'),
  ]
}

/** A queue is reset alone. */
const oneQueue: PciProperty = {
  id: 'pci/queue-reset',
  says: 'A queue that is reset ends disabled and of its full size, is left alone until it is enabled again, and works anew with any size.',
  clauses: [
    'pci.common.device.10',
    'pci.common.device.11',
    'pci.common.device.12',
    'pci.common.device.13',
    'core.vqreset.device.1',
    'core.vqreset.device.2',
    'core.vqreset.device.3',
  ],
  needs: ['pci', 'queue-reset'],
  plan: (config) =>
    fc
      .record({
        queue: queueOf(config),
        before: fc.nat(6),
        left: fc.nat(2),
        after: fc.integer({ min: 1, max: 10 }),
        size: fc.option(fc.constantFrom(4, 8, 16, 32), { nil: undefined }),
        again: fc.boolean(),
        other: queueOf(config),
      })
      .map(({ queue, before, left, after, size, again, other }): PciPlan => {
        const uses = (of: QueueIndex, count: number) =>
          Array.from({ length: count }, () => [...provoking(of), rest]).flat()
        return [
          ...working(config, false),
          ...uses(queue, before),
          ...Array.from({ length: left }, () => ({ kind: 'driver.offers', queue }) as const),
          rest,
          ...resettingQueue(
            queue,
            sizesOf(config, queue, 15).find((one) => one === size),
          ),
          ...uses(queue, after),
          ...(again ? [...resettingQueue(queue, undefined), ...uses(queue, 1)] : []),
          ...uses(other, 1),
        ]
      }),
}

/** Properties of resets. */
export const resets: readonly PciProperty[] = [everything, silence, oneQueue]
