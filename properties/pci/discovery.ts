import fc from 'fast-check'
import { negotiating, read, rest, write } from './plan.ts'
import type { PciPlan, PciProperty } from './terms.ts'

/** The identity, the capabilities and the structures they name are as a driver needs them. */
const capabilities: PciProperty = {
  id: 'pci/capabilities',
  says: 'A scan finds the identity of a virtio device and every structure, aligned, large enough and described as its type demands.',
  clauses: [
    'pci.ids.device.2',
    'pci.ids.device.3',
    'pci.ids.device.5',
    'pci.ids.device.6',
    'pci.ids.device.7',
    'pci.caps.device.4',
    'pci.caps.device.7',
    'pci.caps.device.8',
    'pci.common.device.1',
    'pci.common.device.2',
    'pci.notify.device.1',
    'pci.notify.device.2',
    'pci.notify.device.3',
    'pci.notify.device.4',
    'pci.notify.device.6',
    'pci.notify.device.7',
    'pci.notify.device.8',
    'pci.isr.device.1',
    'pci.vendor.device.2',
    'pci.vendor.device.3',
    'pci.cfgaccess.device.1',
    'pci.msix.device.1',
    'pci.msix.device.2',
    'house.structure.within',
  ],
  needs: ['pci'],
  plan: (config) =>
    fc
      .boolean()
      .map(
        (late): PciPlan =>
          late
            ? [...negotiating(config), { kind: 'driver.scans' }, rest]
            : [
                { kind: 'driver.resets' },
                { kind: 'driver.scans' },
                ...negotiating(config),
                { kind: 'driver.scans' },
                rest,
              ],
      ),
}

/** Every queue's notification address lies within the structure. */
const doorbells: PciProperty = {
  id: 'pci/notification-addresses',
  says: 'The notification structure has room for the address that queue_notify_off gives for every queue.',
  clauses: ['pci.notify.device.5', 'pci.notify.device.9'],
  needs: ['pci'],
  plan: (config) =>
    fc.array(fc.nat(config.queueSizes.length - 1), { minLength: 1, maxLength: 6 }).map((queues): PciPlan => {
      const last = config.queueSizes.length - 1
      const looks = [...queues, last].flatMap((queue) => [write('queue_select', queue), read('queue_notify_off')])
      return [{ kind: 'driver.resets' }, { kind: 'driver.scans' }, ...negotiating(config), ...looks, rest]
    }),
}

/** Where administration queues lie. */
const administration: PciProperty = {
  id: 'pci/administration-queues',
  says: 'Administration queues lie behind the others and below 65536.',
  clauses: ['pci.common.device.16', 'pci.common.device.17'],
  needs: ['pci', 'admin-queues'],
  plan: (config) =>
    fc
      .shuffledSubarray([read('num_queues'), read('admin_queue_index'), read('admin_queue_num')], { minLength: 2 })
      .map((looks): PciPlan => [...negotiating(config), ...looks, rest]),
}

/** Properties of what a driver finds. */
export const discovery: readonly PciProperty[] = [capabilities, doorbells, administration]
