import { fault } from './fault.ts'
import type { Layout } from './layout.ts'
import { lies } from './memory.ts'

/**
 * The segments of the chain at hand. Why it is fast: they go into columns that the next chain overwrites; either ring format and
 * its tables fill the same ones.
 */
export interface Segments {
  /** Begins a chain of at most `limit` segments. */
  begin(limit: number): void
  /** Adds a segment of `length` bytes at the address `high`·2³² + `low`; the fault of it, 0 if it has none. */
  add(high: number, low: number, length: number, writable: boolean): number
  /** A chain of one segment: what `begin`, `add` and `end` do for it, at once. Returns the fault of it, 0 if it has none. */
  only(high: number, low: number, length: number, writable: boolean): number
  /** The chain is whole. */
  end(): void
}

/** The segments of a device whose guest has `memorySize` bytes. */
export function createSegments(layout: Layout, memorySize: number): Segments {
  const { segmentAddress, segmentLength, segmentCount, readableCount, readableBytes, writableBytes } = layout
  let most = 0
  let count = 0
  let readers = 0
  let readable = 0
  let writable = 0
  return {
    begin(limit) {
      most = limit
      count = 0
      readers = 0
      readable = 0
      writable = 0
    },
    add(high, low, length, isWritable) {
      if (count === most) return fault.endless
      if (!lies(memorySize, high, low, length)) return fault.address
      if (isWritable) writable += length
      else if (readers < count) return fault.order
      else {
        readers++
        readable += length
      }
      segmentAddress[count] = low
      segmentLength[count] = length
      count++
      return 0
    },
    only(high, low, length, isWritable) {
      if (!lies(memorySize, high, low, length)) return fault.address
      segmentAddress[0] = low
      segmentLength[0] = length
      segmentCount[0] = 1
      readableCount[0] = isWritable ? 0 : 1
      readableBytes[0] = isWritable ? 0 : length
      writableBytes[0] = isWritable ? length : 0
      return 0
    },
    end() {
      segmentCount[0] = count
      readableCount[0] = readers
      readableBytes[0] = readable
      writableBytes[0] = writable
    },
  }
}
