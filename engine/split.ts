import { fault, stopQueue } from './fault.ts'
import type { Layout } from './layout.ts'
import { lies, type Memory } from './memory.ts'

/** What {@link SplitRing.next} returns in place of a head. */
export const noChain = -1

/**
 * Split virtqueues in guest memory. Why it is fast: flags and `next` of a descriptor are one 32-bit load, a chain's segments
 * go into columns that are overwritten by the next chain, and the walk of one chain is the only loop.
 *
 * A chain is looked at with `next`, any number of times, and given back with `complete`: only then does the position advance,
 * so that a receive buffer which is too small for a frame stays where it is. Chains that belong together are put aside with
 * `hold`, each, and shown to the driver at once with `publish`, or kept back with `release` where there are too few of them.
 */
export interface SplitRing {
  /**
   * The head of the next available chain, its segments in the columns `segment*`, device-readable ones first; {@link noChain}
   * if there is none or the driver broke the queue, which then is stopped.
   */
  next(queue: number): number
  /** Gives the chain that `next` returned back as used, with `length` bytes written, and notifies unless suppressed. */
  complete(queue: number, head: number, length: number): void
  /**
   * Puts the chain that `next` returned aside as used, with `length` bytes written: `next` goes on behind it, and the driver sees
   * nothing of it before `publish`.
   */
  hold(queue: number, head: number, length: number): void
  /** Shows the driver every chain put aside, all at once, and notifies unless suppressed. */
  publish(queue: number): void
  /** Takes back what was put aside: `next` begins again where it stood before. */
  release(queue: number): void
}

const descriptorLength = 16
const descriptorFlags = { NEXT: 1, WRITE: 2, INDIRECT: 4 } as const
/** VIRTQ_AVAIL_F_NO_INTERRUPT */
const noInterrupt = 1
/** Bytes before `ring` in available and used ring: `flags` and `idx`. */
const ringOffset = 4
const indexOffset = 2

/** The split rings of a device. */
export function createSplitRing(layout: Layout, memory: Memory): SplitRing {
  const { queueSize, queueFault, descriptorArea, driverArea, deviceArea, availablePosition, usedPosition } = layout
  const { segmentAddress, segmentLength, segmentCount, readableCount, readableBytes, writableBytes } = layout
  const { interruptPending, heldCount } = layout
  const { guestView: view, halves, size: memorySize } = memory

  function stop(queue: number, code: number): number {
    stopQueue(layout, queue, code)
    return noChain
  }

  function walk(queue: number, head: number, size: number): number {
    const table = descriptorArea[queue] as number
    let readable = 0
    let writable = 0
    let readers = 0
    let index = head
    for (let count = 0; count < size; count++) {
      if (index >= size) return stop(queue, fault.descriptorIndex)
      const at = table + index * descriptorLength
      const address = view.getUint32(at, true)
      const length = view.getUint32(at + 8, true)
      const flagsAndNext = view.getUint32(at + 12, true)
      if (!lies(memorySize, view.getUint32(at + 4, true), address, length)) return stop(queue, fault.address)
      if ((flagsAndNext & descriptorFlags.INDIRECT) !== 0) return stop(queue, fault.indirect)
      if ((flagsAndNext & descriptorFlags.WRITE) !== 0) writable += length
      else if (readers < count) return stop(queue, fault.order)
      else {
        readers++
        readable += length
      }
      segmentAddress[count] = address
      segmentLength[count] = length
      if ((flagsAndNext & descriptorFlags.NEXT) === 0) {
        segmentCount[0] = count + 1
        readableCount[0] = readers
        readableBytes[0] = readable
        writableBytes[0] = writable
        return head
      }
      index = flagsAndNext >>> 16
    }
    return stop(queue, fault.endless)
  }

  function hold(queue: number, head: number, length: number): void {
    const ring = deviceArea[queue] as number
    const held = heldCount[queue] as number
    const position = (usedPosition[queue] as number) + held
    const entry = ring + ringOffset + 8 * (position & ((queueSize[queue] as number) - 1))
    view.setUint32(entry, head, true)
    view.setUint32(entry + 4, length, true)
    heldCount[queue] = held + 1
  }

  function publish(queue: number): void {
    const held = heldCount[queue] as number
    availablePosition[queue] = (availablePosition[queue] as number) + held
    usedPosition[queue] = (usedPosition[queue] as number) + held
    heldCount[queue] = 0
    // The entries must be whole before the index moves past them (split.used.device.1).
    Atomics.store(halves, ((deviceArea[queue] as number) + indexOffset) >>> 1, usedPosition[queue] as number)
    const flags = Atomics.load(halves, (driverArea[queue] as number) >>> 1)
    if ((flags & noInterrupt) === 0) interruptPending[queue] = 1
  }

  return {
    next(queue) {
      const size = queueSize[queue] as number
      if (size === 0 || queueFault[queue] !== 0) return noChain
      const ring = driverArea[queue] as number
      const held = heldCount[queue] as number
      const first = availablePosition[queue] as number
      const waiting = (Atomics.load(halves, (ring + indexOffset) >>> 1) - first) & 0xffff
      if (waiting > size) return stop(queue, fault.availableIndex)
      if (waiting <= held) return noChain
      return walk(queue, view.getUint16(ring + ringOffset + 2 * ((first + held) & (size - 1)), true), size)
    },
    complete(queue, head, length) {
      hold(queue, head, length)
      publish(queue)
    },
    hold,
    publish,
    release(queue) {
      heldCount[queue] = 0
    },
  }
}
