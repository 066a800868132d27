import { feature } from '../feature/table.ts'
import { type FeatureSet, includes } from '../kernel/bits.ts'

/** What the negotiated features make of every ring. */
export interface RingTerms {
  /** VIRTIO_F_RING_PACKED */
  readonly packed: boolean
  /** VIRTIO_F_EVENT_IDX */
  readonly eventIdx: boolean
  /** VIRTIO_F_IN_ORDER: chains are used in the order in which they were made available. */
  readonly inOrder: boolean
}

/** A split ring without further features. */
export const plainRing: RingTerms = { packed: false, eventIdx: false, inOrder: false }

/** What these features make of every ring. */
export const ringTermsOf = (features: FeatureSet): RingTerms => ({
  packed: includes(features, feature('VIRTIO_F_RING_PACKED')),
  eventIdx: includes(features, feature('VIRTIO_F_EVENT_IDX')),
  inOrder: includes(features, feature('VIRTIO_F_IN_ORDER')),
})
