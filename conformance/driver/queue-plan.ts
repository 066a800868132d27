import { feature, featuresNamed } from '../../model/feature/table.ts'
import { common, type FeatureSet, includes, noFeatures } from '../../model/kernel/bits.ts'
import { pairIndex, type QueueIndex, queueIndex, receiveQueueOf, transmitQueueOf } from '../../model/kernel/brand.ts'
import { headerLengthUnder } from '../../model/net/header.ts'
import { ringTermsOf } from '../../model/net/ring-terms.ts'
import type { RingTerms } from '../../model/ring/terms.ts'
import type { NetHeaderSize } from '../../model/wire/net-header-layout.ts'

/** The queues that the negotiated features give, and the header they carry. */
export interface QueuePlan {
  /** The features negotiated. */
  readonly features: FeatureSet
  readonly receive: readonly QueueIndex[]
  readonly transmit: readonly QueueIndex[]
  /** Where CTRL_VQ was negotiated. */
  readonly control?: QueueIndex
  /** Bytes of the header before each frame. */
  readonly headerSize: NetHeaderSize
  /** Whether a frame may be spread over several receive buffers. */
  readonly merges?: boolean
  /** What they make of every ring. */
  readonly ring: RingTerms
}

const MULTIQUEUE = featuresNamed(['VIRTIO_NET_F_MQ', 'VIRTIO_NET_F_RSS'])

/** Rings, notifications and headers that this driver does not speak. */
const BEYOND = featuresNamed([
  'VIRTIO_F_NOTIFICATION_DATA',
  'VIRTIO_F_NOTIF_CONFIG_DATA',
  'VIRTIO_NET_F_OUT_NET_HEADER',
  'VIRTIO_NET_F_IPSEC',
])

/** Whether this driver can run queues with these features. */
export const canDrive = (features: FeatureSet): boolean => common(features, BEYOND) === noFeatures

/** Whether the features number the queues by `max_virtqueue_pairs`; else there is one pair. @clause net.vq.def.1 */
export const hasManyPairs = (features: FeatureSet): boolean => common(features, MULTIQUEUE) !== noFeatures

/** The queues of a device with `pairs` queue pairs; the control queue stands behind the last. @clause net.vq.def.1 */
export function queuePlan(features: FeatureSet, pairs: number): QueuePlan {
  const all = Array.from({ length: pairs }, (_, pair) => pairIndex(pair))
  return {
    features,
    receive: all.map(receiveQueueOf),
    transmit: all.map(transmitQueueOf),
    ...(includes(features, feature('VIRTIO_NET_F_CTRL_VQ')) && { control: queueIndex(2 * pairs) }),
    ...(includes(features, feature('VIRTIO_NET_F_MRG_RXBUF')) && { merges: true }),
    headerSize: headerLengthUnder(features),
    ring: ringTermsOf(features),
  }
}
