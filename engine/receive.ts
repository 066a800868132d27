import { fault, stopQueue } from './fault.ts'
import type { Filter } from './filter.ts'
import type { FrameReader } from './frame.ts'
import { add, count, type Layout } from './layout.ts'
import type { Memory } from './memory.ts'
import { createReceiveOffload, type Handover } from './receive-offload.ts'
import { noChain, type Ring } from './ring.ts'
import type { Steering } from './steering.ts'

/**
 * Frames from the wire into receive buffers. Why it is fast: a frame waits with room for its header right before it, so that
 * header and frame are one run of bytes, scattered over the chain by one copy a segment. Only a frame that does not fit into the
 * next buffer makes the device look whether several do: they are walked twice, first to count them, since the count stands in
 * the first of them.
 *
 * A frame whose queue has no buffer, or whose next buffer is too small, or with MRG_RXBUF all buffers together, is dropped and
 * counted; the buffers stay available.
 */
export interface Receive {
  /** Takes a frame from the wire; `false`, and counted, if there is no room for it to wait or it is too long. */
  deliver(frame: Uint8Array, said?: Handover): boolean
  /** Frames that wait. */
  waiting(): number
  /** Steers the frame that has waited longest and places it. There must be one. */
  step(): void
  /** Forgets the frames that wait. */
  clear(): void
}

/** Bytes of virtio_net_hdr: at least, with VIRTIO_NET_F_HASH_REPORT, and with a feature of UDP tunnels. @clause net.rxbuf.driver.4 */
export const headerLengths = { plain: 12, hashed: 20, tunnelled: 24 } as const
const headerOffset = {
  gso_type: 1,
  hdr_len: 2,
  gso_size: 4,
  csum_start: 6,
  csum_offset: 8,
  num_buffers: 10,
  hash_value: 12,
  hash_report: 16,
  outer_th_offset: 20,
  inner_nh_offset: 22,
} as const
/** Room before a frame for the longest header there is. */
const headroom = 32

/** Bytes of one place of the backlog. */
export const backlogStride = (maxFrame: number): number => headroom + maxFrame

/** What receiving is made of. */
export interface ReceiveParts {
  readonly layout: Layout
  readonly memory: Memory
  readonly ring: Ring
  readonly reader: FrameReader
  readonly hash: () => void
  readonly steering: Steering
  readonly filter: Filter
  /** Where the backlog begins in memory. */
  readonly at: number
  /** The longest frame, in bytes. */
  readonly maxFrame: number
}

/** The receiving side of a device. */
export function createReceive({
  layout,
  memory,
  ring,
  reader,
  hash,
  steering,
  filter,
  at,
  maxFrame,
}: ReceiveParts): Receive {
  const {
    mergesBuffers,
    queueFault,
    backlogLength,
    headerLength,
    hashValue,
    hashReport,
    segmentAddress,
    segmentLength,
  } = layout
  const { readableCount, writableBytes, framesDone, dropsNoBuffer, dropsTooLarge, dropsBacklog, bytesDone } = layout
  const { offloadFlags, offloadGso, offloadHeaders, offloadSegment, offloadStart, offloadField, dropsUncut } = layout
  const { offloadOuter, offloadInner, reportsHash } = layout
  const { bytes, view } = memory
  const offload = createReceiveOffload(layout, memory)
  const places = backlogLength.length
  const stride = backlogStride(maxFrame)
  let first = 0
  let waiting = 0

  const frameAt = (place: number): number => at + place * stride + headroom

  function writeHeader(header: number, length: number, buffers: number): void {
    bytes.fill(0, header, header + length)
    view.setUint16(header + headerOffset.num_buffers, buffers, true)
    if (offloadFlags[0] !== 0) {
      view.setUint8(header, offloadFlags[0] as number)
      view.setUint8(header + headerOffset.gso_type, offloadGso[0] as number)
      view.setUint16(header + headerOffset.hdr_len, offloadHeaders[0] as number, true)
      view.setUint16(header + headerOffset.gso_size, offloadSegment[0] as number, true)
      view.setUint16(header + headerOffset.csum_start, offloadStart[0] as number, true)
      view.setUint16(header + headerOffset.csum_offset, offloadField[0] as number, true)
    }
    if (length === headerLengths.tunnelled) {
      view.setUint16(header + headerOffset.outer_th_offset, offloadOuter[0] as number, true)
      view.setUint16(header + headerOffset.inner_nh_offset, offloadInner[0] as number, true)
    }
    if (reportsHash[0] === 0) return
    view.setUint32(header + headerOffset.hash_value, hashValue[0] as number, true)
    view.setUint16(header + headerOffset.hash_report, hashReport[0] as number, true)
  }

  /** Copies `length` bytes from `from` into the chain at hand, which has room for them. */
  function scatter(from: number, length: number): void {
    let done = 0
    for (let segment = 0; done < length; segment++) {
      const part = Math.min(segmentLength[segment] as number, length - done)
      memory.give(segmentAddress[segment] as number, from + done, part)
      done += part
    }
  }

  /** The head of the next buffer that may take a part of a frame; {@link noChain} if there is none, or the queue was stopped. */
  function nextBuffer(queue: number): number {
    const head = ring.next(queue)
    if (head === noChain) return noChain
    if (readableCount[0] !== 0) stopQueue(layout, queue, fault.direction)
    else if ((writableBytes[0] as number) < (headerLength[0] as number)) stopQueue(layout, queue, fault.buffer)
    else return head
    return noChain
  }

  /** How many buffers `length` bytes take, in the order in which they were made available; 0 where there are too few. */
  function buffersFor(queue: number, length: number): number {
    let buffers = 0
    for (let room = 0; room < length; room += writableBytes[0] as number) {
      const head = nextBuffer(queue)
      if (head === noChain) {
        buffers = 0
        break
      }
      ring.hold(queue, head, 0)
      buffers++
    }
    ring.release(queue)
    return buffers
  }

  /** Fills as many buffers as it takes, all but the last completely, and shows them at once. @clause net.rx.device.6 net.rx.device.7 */
  function spread(queue: number, from: number, length: number): void {
    const buffers = buffersFor(queue, length)
    if (buffers === 0) {
      count(dropsNoBuffer, queue)
      return
    }
    writeHeader(from, headerLength[0] as number, buffers)
    for (let done = 0; done < length; ) {
      const head = nextBuffer(queue)
      if (head === noChain) {
        // The driver took back what it had made available.
        if (queueFault[queue] === 0) stopQueue(layout, queue, fault.availableIndex)
        ring.release(queue)
        return
      }
      const part = Math.min(writableBytes[0] as number, length - done)
      scatter(from + done, part)
      ring.hold(queue, head, part)
      done += part
    }
    ring.publish(queue)
    count(framesDone, queue)
    add(bytesDone, queue, length - (headerLength[0] as number))
  }

  /** Places the frame that was taken off the backlog last. */
  function place(queue: number, frame: number, length: number): void {
    if (!offload.prepare((first + places - 1) % places, frame, length)) {
      count(dropsUncut, 0)
      return
    }
    const head = ring.next(queue)
    const header = headerLength[0] as number
    if (head === noChain) count(dropsNoBuffer, queue)
    else if (readableCount[0] !== 0) stopQueue(layout, queue, fault.direction)
    else if (header + length <= (writableBytes[0] as number)) {
      writeHeader(frame - header, header, 1)
      scatter(frame - header, header + length)
      ring.complete(queue, head, header + length)
      count(framesDone, queue)
      add(bytesDone, queue, length)
    } else if (mergesBuffers[0] !== 0) spread(queue, frame - header, header + length)
    else count(dropsTooLarge, queue)
  }

  return {
    deliver(frame, said) {
      if (waiting === places || frame.length > maxFrame) {
        count(dropsBacklog, 0)
        return false
      }
      const free = (first + waiting) % places
      bytes.set(frame, frameAt(free))
      backlogLength[free] = frame.length
      offload.keep(free, said)
      waiting++
      return true
    },
    waiting: () => waiting,
    step() {
      const frame = frameAt(first)
      const length = backlogLength[first] as number
      first = (first + 1) % places
      waiting--
      if (!filter.passes(frame, length)) {
        count(layout.dropsFiltered, 0)
        return
      }
      reader.read(frame, length)
      hash()
      place(steering.receiveQueue(), frame, length)
    },
    clear() {
      waiting = 0
    },
  }
}
