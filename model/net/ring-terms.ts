import { feature } from '../feature/table.ts'
import { type FeatureSet, includes } from '../kernel/bits.ts'
import type { RingTerms } from '../ring/terms.ts'

/** What these features make of every ring. */
export const ringTermsOf = (features: FeatureSet): RingTerms => ({
  packed: includes(features, feature('VIRTIO_F_RING_PACKED')),
  eventIdx: includes(features, feature('VIRTIO_F_EVENT_IDX')),
  inOrder: includes(features, feature('VIRTIO_F_IN_ORDER')),
})
