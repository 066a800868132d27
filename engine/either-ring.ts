import type { Layout } from './layout.ts'
import type { Memory } from './memory.ts'
import { createPackedRing } from './packed.ts'
import type { Ring } from './ring.ts'
import { createSplitRing } from './split.ts'

/**
 * The rings of a device, of the format that was negotiated. Why it is fast: nobody who takes chains and gives them back needs to know
 * the format, and the one in use is found by one load.
 */
export function createRing(layout: Layout, memory: Memory): Ring {
  const split = createSplitRing(layout, memory)
  const packed = createPackedRing(layout, memory)
  const { packedRings } = layout
  return {
    next: (queue) => (packedRings[0] === 0 ? split : packed).next(queue),
    hold: (queue, chain, length) => (packedRings[0] === 0 ? split : packed).hold(queue, chain, length),
    publish: (queue) => (packedRings[0] === 0 ? split : packed).publish(queue),
    release: (queue) => (packedRings[0] === 0 ? split : packed).release(queue),
    sleep: (queue) => (packedRings[0] === 0 ? split : packed).sleep(queue),
    complete: (queue, chain, length) => (packedRings[0] === 0 ? split : packed).complete(queue, chain, length),
  }
}
