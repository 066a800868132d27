import { featuresNamed } from '../../model/feature/table.ts'
import { queueIndex } from '../../model/kernel/brand.ts'
import type { PciConfig } from '../../model/transport/pci/config.ts'

/** The PCI function that the reference plays: a network device of two pairs with a control queue, four vectors. */
export const pciReferenceConfig: PciConfig = {
  deviceId: 1,
  offered: featuresNamed([
    'VIRTIO_F_VERSION_1',
    'VIRTIO_NET_F_MAC',
    'VIRTIO_NET_F_STATUS',
    'VIRTIO_NET_F_CTRL_VQ',
    'VIRTIO_NET_F_MQ',
    'VIRTIO_F_RING_RESET',
  ]),
  queueSizes: [256, 256, 256, 256, 64],
  vectors: 4,
  provokable: [queueIndex(1), queueIndex(4)],
  configLength: 24,
}
