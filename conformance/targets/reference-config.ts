import { featureBits, featuresNamed, isFeatureName } from '../../model/feature/table.ts'
import { bytes } from '../../model/kernel/bytes.ts'
import { anyTraits, type NetConfig } from '../../model/net/config.ts'

/** Every feature of the network device itself. */
const everyFeature = Object.keys(featureBits)
  .filter(isFeatureName)
  .filter((name) => name.startsWith('VIRTIO_NET_F_'))

/**
 * The device that the reference plays: four pairs, with all that the model knows. It offers every feature of a network device, so
 * that every requirement can be put to it; plans that go on after negotiation accept what the model knows.
 */
export const referenceConfig: NetConfig = {
  offered: featuresNamed([
    'VIRTIO_F_INDIRECT_DESC',
    'VIRTIO_F_VERSION_1',
    'VIRTIO_F_EVENT_IDX',
    'VIRTIO_F_IN_ORDER',
    'VIRTIO_F_RING_PACKED',
    'VIRTIO_F_RING_RESET',
    'VIRTIO_F_SUSPEND',
    ...everyFeature,
  ]),
  maxPairs: 4,
  mac: bytes('525400123456'),
  maxKeySize: 52,
  maxTableLength: 128,
  hashTypes: 0x1ff,
  mtu: 1500,
  speed: 10_000,
  duplex: 1,
  tunnelTypes: 0x1ff,
  traits: anyTraits,
}
