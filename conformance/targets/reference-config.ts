import { featuresNamed } from '../../model/feature/table.ts'
import { bytes } from '../../model/kernel/bytes.ts'
import { anyTraits, type NetConfig } from '../../model/net/config.ts'

/** The device that the reference plays: four pairs, with all that the model knows. */
export const referenceConfig: NetConfig = {
  offered: featuresNamed([
    'VIRTIO_F_VERSION_1',
    'VIRTIO_NET_F_MAC',
    'VIRTIO_NET_F_CTRL_VQ',
    'VIRTIO_NET_F_MQ',
    'VIRTIO_NET_F_RSS',
    'VIRTIO_NET_F_HASH_REPORT',
  ]),
  maxPairs: 4,
  mac: bytes('525400123456'),
  maxKeySize: 40,
  maxTableLength: 128,
  hashTypes: 0x1ff,
  traits: anyTraits,
}
