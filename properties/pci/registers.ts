import fc from 'fast-check'
import type { PciStimulus, QueueAddress } from '../../model/transport/pci/action.ts'
import { driven, negotiating, queuesOf, read, rest, sizesOf, write } from './plan.ts'
import type { PciPlan, PciProperty } from './terms.ts'

/** Windows in which there are features, the next, and some far away. */
const window = fc.oneof(fc.nat(3), fc.constantFrom(31, 32, 0x8000_0000, 0xffff_ffff))

/** The device's features by windows. */
const deviceFeature: PciProperty = {
  id: 'pci/device-feature',
  says: 'device_feature shows the 32 features that device_feature_select chooses, and 0 where there are none.',
  clauses: ['pci.common.device.3', 'house.register.kept'],
  needs: ['pci'],
  plan: () =>
    fc
      .array(window, { minLength: 3, maxLength: 8 })
      .map(
        (selects): PciPlan => [
          { kind: 'driver.resets' },
          ...selects.flatMap((select) => [
            write('device_feature_select', select),
            read('device_feature'),
            read('device_feature_select'),
          ]),
          rest,
        ],
      ),
}

/** The driver's features by windows. */
const driverFeature: PciProperty = {
  id: 'pci/driver-feature',
  says: 'driver_feature shows, window by window, what the driver wrote of the features that are offered.',
  clauses: ['pci.common.device.4'],
  needs: ['pci'],
  plan: () =>
    fc
      .array(fc.tuple(fc.nat(2), fc.oneof(fc.nat(0xffff_ffff), fc.constantFrom(0, 0xffff_ffff)), fc.nat(2)), {
        minLength: 3,
        maxLength: 8,
      })
      .map(
        (writes): PciPlan => [
          ...driven,
          ...writes.flatMap(([select, value, other]) => [
            write('driver_feature_select', select),
            write('driver_feature', value),
            write('driver_feature_select', other),
            read('driver_feature'),
          ]),
          rest,
        ],
      ),
}

/** The size of every queue, and of those that are not there. */
const queueSize: PciProperty = {
  id: 'pci/queue-size',
  says: 'queue_size is 0 exactly where there is no queue, else a power of two of 32768 at most, and keeps a smaller one that was written.',
  clauses: ['pci.common.device.14', 'pci.common.device.15', 'split.ring.def.1', 'house.register.kept'],
  needs: ['pci'],
  plan: (config) => {
    const queue = fc.oneof(
      { weight: 4, arbitrary: fc.nat(config.queueSizes.length - 1) },
      { weight: 1, arbitrary: fc.constantFrom(config.queueSizes.length, 0x7fff, 0xffff) },
    )
    const step = fc.tuple(queue, fc.boolean(), fc.nat(8)).map(([select, writes, exponent]): readonly PciStimulus[] => {
      const size = writes ? sizesOf(config, select, 8)[exponent] : undefined
      return [
        write('queue_select', select),
        ...(size === undefined ? [] : [write('queue_size', size)]),
        read('queue_size'),
      ]
    })
    return fc
      .array(step, { minLength: 4, maxLength: 10 })
      .map((steps): PciPlan => [...negotiating(config), ...steps.flat(), read('num_queues'), rest])
  },
}

const halves: readonly QueueAddress[] = [
  'queue_desc.low',
  'queue_desc.high',
  'queue_driver.low',
  'queue_driver.high',
  'queue_device.low',
  'queue_device.high',
]

/** Addresses are of 64 bits, and their halves apart. */
const addresses: PciProperty = {
  id: 'pci/address-halves',
  says: 'The halves of a queue’s addresses are written and read one by one, in any order.',
  clauses: ['pci.caps.device.2'],
  needs: ['pci'],
  plan: (config) =>
    fc
      .tuple(
        fc.constantFrom(...queuesOf(config)),
        fc.array(fc.tuple(fc.constantFrom(...halves), fc.nat(0xfffff)), { minLength: 3, maxLength: 8 }),
      )
      .map(
        ([queue, writes]): PciPlan => [
          ...negotiating(config),
          write('queue_select', queue),
          ...writes.map(([half, value]) => write(half, half.endsWith('high') ? value & 0xffff : value * 0x1000)),
          ...writes.map(([half]) => read(half)),
          { kind: 'driver.resets' },
          rest,
        ],
      ),
}

/** Properties of the common configuration structure. */
export const registers: readonly PciProperty[] = [deviceFeature, driverFeature, queueSize, addresses]
