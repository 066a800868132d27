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
