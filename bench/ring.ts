/** One descriptor of a chain, the same in each: its length in bytes. */
export type Segments = readonly number[]

/** A split ring in guest memory, its three areas behind each other. */
export interface Ring {
  readonly queue: number
  readonly size: number
  readonly descriptors: number
  readonly driver: number
  readonly device: number
}

/** Bytes that each ring of up to 256 entries is given. */
export const ringStride = 0x2800

/** The ring of a queue, where {@link ringStride} puts it. */
export const ringOf = (queue: number, size: number): Ring => ({
  queue,
  size,
  descriptors: queue * ringStride,
  driver: queue * ringStride + 0x1000,
  device: queue * ringStride + 0x1800,
})

const NEXT = 1
const WRITE = 2

/** Buffers that a ring's chains are made of. */
export interface Buffers {
  /** Address of the first. */
  readonly at: number
  /** Bytes from one to the next; 0 where all chains share one. */
  readonly stride: number
  readonly segments: Segments
  readonly writable: boolean
}

/**
 * Fills the descriptor table with as many chains as fit, and the available ring with their heads in turn, so that a driver need
 * only move the index.
 */
export function layRing(view: DataView, ring: Ring, { at, stride, segments, writable }: Buffers): void {
  const chains = Math.floor(ring.size / segments.length)
  for (let chain = 0; chain < chains; chain++) {
    let address = at + chain * stride
    segments.forEach((length, part) => {
      const index = chain * segments.length + part
      const entry = ring.descriptors + 16 * index
      const last = part === segments.length - 1
      view.setUint32(entry, address, true)
      view.setUint32(entry + 4, 0, true)
      view.setUint32(entry + 8, length, true)
      view.setUint16(entry + 12, (writable ? WRITE : 0) | (last ? 0 : NEXT), true)
      view.setUint16(entry + 14, last ? 0 : index + 1, true)
      address += length
    })
  }
  for (let slot = 0; slot < ring.size; slot++) {
    view.setUint16(ring.driver + 4 + 2 * slot, (slot % chains) * segments.length, true)
  }
}

/** Makes chains available until `most` are that the device has not used. */
export function refill(view: DataView, ring: Ring, most: number): void {
  view.setUint16(ring.driver + 2, view.getUint16(ring.device + 2, true) + most, true)
}
