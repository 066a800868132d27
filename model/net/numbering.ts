import { negotiated } from '../feature/negotiation.ts'
import { feature } from '../feature/table.ts'
import type { FeatureSet } from '../kernel/bits.ts'
import { includes } from '../kernel/bits.ts'
import { type QueueIndex, queueIndex } from '../kernel/brand.ts'
import type { NetState } from './state.ts'

/** N of the queue numbering: `max_virtqueue_pairs` once MQ or RSS is negotiated, else 1. @clause net.vq.def.1 */
export function pairsNumbered(features: FeatureSet, maxPairs: number): number {
  const many = includes(features, feature('VIRTIO_NET_F_MQ')) || includes(features, feature('VIRTIO_NET_F_RSS'))
  return many ? maxPairs : 1
}

/** The queues that exist once these features are negotiated, ascending. @clause net.vq.def.1 net.vq.def.2 */
export function queuesOf(features: FeatureSet, maxPairs: number): readonly QueueIndex[] {
  const pairs = pairsNumbered(features, maxPairs)
  const data = Array.from({ length: pairs * 2 }, (_, index) => queueIndex(index))
  return includes(features, feature('VIRTIO_NET_F_CTRL_VQ')) ? [...data, queueIndex(pairs * 2)] : data
}

/** The index of the control queue under what is negotiated. @clause net.vq.def.1 */
export function controlQueueOf(state: NetState): QueueIndex {
  return queueIndex(pairsNumbered(negotiated(state.life), state.config.maxPairs) * 2)
}

/** Whether a feature is negotiated. */
export function has(state: NetState, name: Parameters<typeof feature>[0]): boolean {
  return includes(negotiated(state.life), feature(name))
}
