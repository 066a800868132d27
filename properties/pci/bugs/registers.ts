import { featuresNamed } from '../../../model/feature/table.ts'
import { union } from '../../../model/kernel/bits.ts'
import type { PciConfig } from '../../../model/transport/pci/config.ts'
import { misread, ours, type PciBug } from './altered.ts'

const admin = (config: PciConfig): PciConfig => ({
  ...config,
  offered: union(config.offered, featuresNamed(['VIRTIO_F_ADMIN_VQ'])),
})

/** Seeded bugs of the common configuration structure. */
export const registerBugs: readonly PciBug[] = [
  misread(
    ours(
      'pci-feature-windows-wrap',
      'pci/device-feature',
      'pci.common.device.3',
      'device_feature shows the lowest window again where there are no features.',
    ),
    'device_feature',
    ({ value }, watch) => ((watch.last('device_feature_select') ?? 0) > 2 ? 0x20 : value),
  ),
  misread(
    ours(
      'pci-driver-feature-write-only',
      'pci/driver-feature',
      'pci.common.device.4',
      'driver_feature reads 0 whatever was written.',
    ),
    'driver_feature',
    () => 0,
  ),
  misread(
    ours(
      'pci-queue-size-everywhere',
      'pci/queue-size',
      'pci.common.device.14',
      'queue_size reads 256 for a queue that is not there.',
    ),
    'queue_size',
    ({ value }) => (value === 0 ? 256 : value),
  ),
  misread(
    ours(
      'pci-queue-size-less-one',
      'pci/queue-size',
      'pci.common.device.15',
      'queue_size reads the last index instead of the count.',
    ),
    'queue_size',
    ({ value }) => Math.max(0, value - 1),
  ),
  misread(
    ours(
      'pci-queue-size-unlimited',
      'pci/queue-size',
      'split.ring.def.1',
      'queue_size reads 65535 as if there were no limit.',
    ),
    'queue_size',
    ({ value }) => (value === 0 ? 0 : 0xffff),
  ),
  misread(
    ours(
      'pci-queue-size-fixed',
      'pci/queue-size',
      'house.register.kept',
      'queue_size keeps the largest size whatever is written.',
    ),
    'queue_size',
    ({ value }) => (value === 0 ? 0 : 256),
  ),
  misread(
    ours(
      'pci-address-high-forgotten',
      'pci/address-halves',
      'pci.caps.device.2',
      'The high half of an address reads 0.',
    ),
    'queue_driver.high',
    () => 0,
  ),
  {
    ...misread(
      ours(
        'pci-admin-queues-first',
        'pci/administration-queues',
        'pci.common.device.16',
        'The administration queues begin at 0.',
      ),
      'admin_queue_index',
      () => 0,
    ),
    device: admin,
  },
  {
    ...misread(
      ours(
        'pci-admin-queues-beyond',
        'pci/administration-queues',
        'pci.common.device.17',
        'There are 65535 administration queues behind the others.',
      ),
      'admin_queue_num',
      () => 0xffff,
    ),
    device: admin,
  },
]
