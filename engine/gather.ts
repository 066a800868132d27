import type { Layout } from './layout.ts'
import type { Memory } from './memory.ts'

/**
 * Copies the first `length` device-readable bytes of the chain at hand to `to`. It must have that many. Why it is fast: one
 * copy a segment.
 */
export type Gather = (to: number, length: number) => void

/** A gather over the chain at hand. */
export function createGather(layout: Layout, memory: Memory): Gather {
  const { segmentAddress, segmentLength } = layout
  return (to, length) => {
    let done = 0
    for (let segment = 0; done < length; segment++) {
      const from = segmentAddress[segment] as number
      const part = Math.min(segmentLength[segment] as number, length - done)
      memory.take(to + done, from, part)
      done += part
    }
  }
}
