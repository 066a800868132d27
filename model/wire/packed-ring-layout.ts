/** `flags` of a packed descriptor: with {@link VIRTQ_DESC_F_USED}, whether it is available or used. @clause packed.wrap.def.2 */
export const VIRTQ_DESC_F_AVAIL = 1 << 7
/** `flags` of a packed descriptor: with {@link VIRTQ_DESC_F_AVAIL}, whether it is available or used. @clause packed.wrap.def.3 */
export const VIRTQ_DESC_F_USED = 1 << 15

/** `flags` of an event suppression structure: notify of everything. @clause packed.event.def.1 */
export const RING_EVENT_FLAGS_ENABLE = 0
/** `flags` of an event suppression structure: notify of nothing. @clause packed.event.def.1 */
export const RING_EVENT_FLAGS_DISABLE = 1
/** `flags` of an event suppression structure: notify of one descriptor; with VIRTIO_F_EVENT_IDX only. @clause packed.event.def.1 */
export const RING_EVENT_FLAGS_DESC = 2

/** The largest size of a packed virtqueue, in entries. @clause packed.ring.def.1 */
export const MAX_PACKED_QUEUE_SIZE = 32768

/** `struct pvirtq_desc`: size in bytes, alignment of the ring, offsets of the fields. @clause packed.ring.def.1 */
export const pvirtqDesc = { size: 16, align: 16, addr: 0, len: 8, id: 12, flags: 14 } as const
/** `struct pvirtq_event_suppress`: size in bytes, alignment, offsets of the fields. @clause packed.event.def.1 */
export const pvirtqEventSuppress = { size: 4, align: 4, desc: 0, flags: 2 } as const

/** Whether a packed virtqueue may have this many entries: any number up to {@link MAX_PACKED_QUEUE_SIZE}. @clause packed.ring.def.1 */
export const isPackedQueueSize = (size: number): boolean =>
  Number.isInteger(size) && size >= 1 && size <= MAX_PACKED_QUEUE_SIZE
