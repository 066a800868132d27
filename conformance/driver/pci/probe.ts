import { feature, featuresNamed } from '../../../model/feature/table.ts'
import { common, includes } from '../../../model/kernel/bits.ts'
import { type QueueIndex, queueIndex } from '../../../model/kernel/brand.ts'
import type { PciConfig } from '../../../model/transport/pci/config.ts'
import { MODERN_DEVICE_BASE } from '../../../model/wire/pci-layout.ts'
import { TargetLost } from '../../../properties/target.ts'
import { virtioCapabilities } from './capability.ts'
import { header, readConfigSpace } from './header.ts'
import type { PciFunction } from './pci-function.ts'
import { Registers } from './registers.ts'
import { VirtioPci } from './transport.ts'

const networkDevice = 1
const transitionalNetwork = 0x1000
/** Bytes of `virtio_net_config` up to the fields of RSS: every network device of this suite has them. */
const readable = 24

/** The Virtio Device ID behind a PCI Device ID. @clause pci.ids.device.3 */
const deviceIdOf = (id: number): number => (id === transitionalNetwork ? networkDevice : id - MODERN_DEVICE_BASE)

/** Features that decide which queues a network device has. */
const shaping = featuresNamed(['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ'])
const wanted = featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ'])
const ACKNOWLEDGE_DRIVER = 3
const FEATURES_OK = 8

/** What must be known of a network device's function before it is judged: its queues are counted once it is settled which there are. */
export async function probePciConfig(pci: PciFunction): Promise<PciConfig> {
  const space = await readConfigSpace(pci)
  const capabilities = virtioCapabilities(space)
  if (typeof capabilities === 'string') throw new TargetLost(capabilities)
  const transport = new VirtioPci(pci, capabilities)
  await transport.reset()
  const offered = await transport.offeredFeatures()
  await transport.writeStatus(ACKNOWLEDGE_DRIVER)
  await transport.writeFeatures(common(offered, wanted))
  await transport.writeStatus(ACKNOWLEDGE_DRIVER | FEATURES_OK)
  const queues = await new Registers(pci, capabilities).read('num_queues')
  const queueSizes = await Promise.all(Array.from({ length: queues }, (_, queue) => transport.maxQueueSize(queue)))
  await transport.reset()
  const control = includes(offered, feature('VIRTIO_NET_F_CTRL_VQ')) ? queues - 1 : undefined
  return {
    deviceId: deviceIdOf(new DataView(space.buffer).getUint16(header.device, true)),
    offered,
    queueSizes,
    shaping,
    vectors: capabilities.msix.vectors,
    provokable: provokable(control),
    configLength: Math.min(capabilities.device.length, readable),
  }
}

/** The transmit queue of the first pair, which works whatever was negotiated, and the control queue of many pairs. */
function provokable(control: number | undefined): readonly QueueIndex[] {
  return [1, ...(control === undefined ? [] : [control])].map(queueIndex)
}
