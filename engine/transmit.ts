import { fault, stopQueue } from './fault.ts'
import type { FlowTable } from './flow-table.ts'
import type { FrameReader } from './frame.ts'
import { createGather } from './gather.ts'
import { count, type Layout } from './layout.ts'
import type { Memory } from './memory.ts'
import { noChain, type SplitRing } from './split.ts'

/**
 * Where frames leave: `length` bytes from `offset` of `bytes`, valid during the call only.
 */
export type Sink = (bytes: Uint8Array, offset: number, length: number) => void

/**
 * Frames from transmit queues onto the wire. Why it is fast: a chain is gathered by one copy a segment into one place of the
 * device's own memory, the same for every frame, and handed over without an object being made.
 */
export interface Transmit {
  /** Sends the next frame of a transmit queue, if it has one; whether it had. */
  step(queue: number): boolean
}

/** What transmitting is made of. */
export interface TransmitParts {
  readonly layout: Layout
  readonly memory: Memory
  readonly ring: SplitRing
  readonly reader: FrameReader
  readonly flows: FlowTable
  readonly sink: Sink
  /** Where a frame is gathered, with its header. */
  readonly at: number
  /** The longest frame, in bytes. */
  readonly maxFrame: number
}

/** The sending side of a device. */
export function createTransmit(parts: TransmitParts): Transmit {
  const { layout, memory, ring, reader, flows, sink, at, maxFrame } = parts
  const { headerLength, readableBytes, readableCount, segmentCount, learnsFlows, framesDone, dropsTooLarge } = layout
  const gather = createGather(layout, memory)

  function send(queue: number, frame: number, length: number): void {
    sink(memory.bytes, frame, length)
    count(framesDone, queue)
    if (learnsFlows[0] === 0) return
    reader.read(frame, length)
    flows.learn(queue >>> 1)
  }

  return {
    step(queue) {
      const head = ring.next(queue)
      if (head === noChain) return false
      const header = headerLength[0] as number
      const length = (readableBytes[0] as number) - header
      if (readableCount[0] !== segmentCount[0]) stopQueue(layout, queue, fault.direction)
      else if (length < 1) stopQueue(layout, queue, fault.header)
      else {
        if (length > maxFrame) count(dropsTooLarge, queue)
        else {
          gather(at, header + length)
          send(queue, at + header, length)
        }
        ring.complete(queue, head, 0)
      }
      return true
    },
  }
}
