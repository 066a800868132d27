import { fault, stopQueue } from './fault.ts'
import type { FlowTable } from './flow-table.ts'
import type { FrameReader } from './frame.ts'
import { createGather } from './gather.ts'
import { add, count, type Layout } from './layout.ts'
import type { Memory } from './memory.ts'
import { isPlain, isSegmented, type Offload } from './offload.ts'
import { noChain, type Ring } from './ring.ts'

/**
 * Where frames leave: `length` bytes from `offset` of `bytes`, valid during the call only.
 */
export type Sink = (bytes: Uint8Array, offset: number, length: number) => void

/**
 * Frames from transmit queues onto the wire. Why it is fast: a chain is gathered by one copy a segment into one place of the
 * device's own memory, the same for every frame, and handed over without an object being made.
 */
export interface Transmit {
  /** Sends the next frame of a transmit queue, if it has one, with IN_ORDER some; whether it had one. */
  step(queue: number): boolean
}

/** Frames whose chains are shown to the driver at once with IN_ORDER, at most. */
const burst = 8

/** What transmitting is made of. */
export interface TransmitParts {
  readonly layout: Layout
  readonly memory: Memory
  readonly ring: Ring
  readonly reader: FrameReader
  readonly flows: FlowTable
  readonly sink: Sink
  /** Where a frame is gathered, with its header. */
  readonly at: number
  /** The longest frame, in bytes, that is not to be segmented. */
  readonly maxFrame: number
  readonly offload: Offload
}

/** The longest frame that is to be segmented, in bytes: two tags before an IP packet of the greatest length. */
export const longestPacket = 14 + 2 * 4 + 0xffff

/** The sending side of a device. */
export function createTransmit(parts: TransmitParts): Transmit {
  const { layout, memory, ring, reader, flows, sink, at, maxFrame, offload } = parts
  const { headerLength, readableBytes, readableCount, segmentCount, learnsFlows, framesDone, dropsTooLarge } = layout
  const { offloadsChecksum, offloadsSegments, bytesDone } = layout
  const { inOrder, heldCount } = layout
  const gather = createGather(layout, memory)

  /** Sends a frame, or the next part of it; whether all of it went. */
  function send(queue: number, frame: number, length: number): boolean {
    const header = frame - (headerLength[0] as number)
    if (offloadsChecksum[0] === 0 || isPlain(memory.view, header)) sink(memory.bytes, frame, length)
    else if (!offload.send(queue, header, frame, length)) return false
    count(framesDone, queue)
    add(bytesDone, queue, length)
    if (learnsFlows[0] === 0) return true
    reader.read(frame, length)
    flows.learn(queue >>> 1)
    return true
  }

  /** Sends the chain at hand, or drops it where it is too long; whether it is done with. */
  function drain(queue: number, header: number, length: number): boolean {
    const longest = offloadsSegments[0] === 0 ? maxFrame : Math.max(maxFrame, longestPacket)
    if (length > longest) return dropped(queue)
    gather(at, header + length)
    if (length > maxFrame && !isSegmented(memory.view, at)) return dropped(queue)
    return send(queue, at + header, length)
  }

  function dropped(queue: number): boolean {
    count(dropsTooLarge, queue)
    return true
  }

  /** Sends the next frame, if there is one, and puts its chain aside; whether there was one. */
  function sendNext(queue: number): boolean {
    const head = ring.next(queue)
    if (head === noChain) return false
    const header = headerLength[0] as number
    const length = (readableBytes[0] as number) - header
    if (readableCount[0] !== segmentCount[0]) stopQueue(layout, queue, fault.direction)
    else if (length < 1) stopQueue(layout, queue, fault.header)
    else if (drain(queue, header, length)) ring.hold(queue, head, 0)
    return true
  }

  return {
    step(queue) {
      const most = inOrder[0] === 0 ? 1 : burst
      let frames = 0
      // A frame of which more is to be sent ends the burst: a step is bounded by what it sends, too.
      while (frames < most && heldCount[queue] === frames && sendNext(queue)) frames++
      if (heldCount[queue] !== 0) ring.publish(queue)
      return frames > 0
    },
  }
}
