import { fault, stopQueue } from './fault.ts'
import type { Layout } from './layout.ts'
import { lies, type Memory } from './memory.ts'
import { noChain, type Ring } from './ring.ts'
import { createSegments } from './segments.ts'

const descriptorLength = 16
const descriptorFlags = { NEXT: 1, WRITE: 2, INDIRECT: 4 } as const
/** VIRTQ_AVAIL_F_NO_INTERRUPT */
const noInterrupt = 1
/** Bytes before `ring` in available and used ring: `flags` and `idx`. */
const ringOffset = 4
const indexOffset = 2

/**
 * The split rings of a device. Why it is fast: flags and `next` of a descriptor are one 32-bit load, and the walk of one chain is
 * the only loop.
 */
export function createSplitRing(layout: Layout, memory: Memory): Ring {
  const { queueSize, queueFault, descriptorArea, driverArea, deviceArea, availablePosition, usedPosition } = layout
  const { interruptPending, indirectAllowed, heldCount, waitingCount, eventIndex, inOrder } = layout
  const { guestView: view, halves, size: memorySize } = memory
  const segments = createSegments(layout, memorySize)

  function stop(queue: number, code: number): number {
    stopQueue(layout, queue, code)
    return noChain
  }

  /** What is wrong with the descriptor at `at`, which refers to a table; 0 if nothing is. Whether it may be written is ignored. */
  function faultOfTable(at: number, flags: number, inTable: boolean): number {
    const length = view.getUint32(at + 8, true)
    if (indirectAllowed[0] === 0) return fault.indirect
    if (inTable || (flags & descriptorFlags.NEXT) !== 0) return fault.nested
    if (length === 0 || length % descriptorLength !== 0) return fault.tableLength
    return lies(memorySize, view.getUint32(at + 4, true), view.getUint32(at, true), length) ? 0 : fault.address
  }

  /** Walks a chain into the segments: descriptors linked by `next`, in the queue's table or in one that the last of them refers to. */
  function walk(queue: number, head: number, size: number): number {
    const { NEXT, WRITE, INDIRECT } = descriptorFlags
    let table = descriptorArea[queue] as number
    let entries = size
    let inTable = false
    let index = head
    segments.begin(size)
    for (let steps = 0; steps <= size; steps++) {
      if (index >= entries) return stop(queue, fault.descriptorIndex)
      const at = table + index * descriptorLength
      const low = view.getUint32(at, true)
      const length = view.getUint32(at + 8, true)
      const flagsAndNext = view.getUint32(at + 12, true)
      if ((flagsAndNext & INDIRECT) !== 0) {
        const code = faultOfTable(at, flagsAndNext, inTable)
        if (code !== 0) return stop(queue, code)
        table = low
        entries = length / descriptorLength
        inTable = true
        index = 0
        continue
      }
      const code = segments.add(view.getUint32(at + 4, true), low, length, (flagsAndNext & WRITE) !== 0)
      if (code !== 0) return stop(queue, code)
      if ((flagsAndNext & NEXT) === 0) {
        segments.end()
        return head
      }
      index = flagsAndNext >>> 16
    }
    return stop(queue, fault.endless)
  }

  /** Walks a chain; one of a single descriptor in the queue's own table, as most are, without the walk. */
  function look(queue: number, head: number, size: number): number {
    const { NEXT, WRITE, INDIRECT } = descriptorFlags
    if (head >= size) return stop(queue, fault.descriptorIndex)
    const at = (descriptorArea[queue] as number) + head * descriptorLength
    const flags = view.getUint32(at + 12, true)
    if ((flags & (NEXT | INDIRECT)) !== 0) return walk(queue, head, size)
    const low = view.getUint32(at, true)
    const code = segments.only(view.getUint32(at + 4, true), low, view.getUint32(at + 8, true), (flags & WRITE) !== 0)
    return code === 0 ? head : stop(queue, code)
  }

  function hold(queue: number, head: number, length: number): void {
    const ring = deviceArea[queue] as number
    const held = heldCount[queue] as number
    // With IN_ORDER one entry in the first slot, naming the last, stands for all: of chains that nothing was written to none has a length.
    const together = inOrder[0] === 1 && length === 0
    const position = (usedPosition[queue] as number) + (together ? 0 : held)
    const entry = ring + ringOffset + 8 * (position & ((queueSize[queue] as number) - 1))
    view.setUint32(entry, head, true)
    view.setUint32(entry + 4, length, true)
    heldCount[queue] = held + 1
  }

  /** Notifies of the entries from `before` on, unless the driver asked to be spared. */
  function notify(queue: number, before: number): void {
    const ring = driverArea[queue] as number
    if (eventIndex[0] === 0) {
      const flags = Atomics.load(halves, ring >>> 1)
      if ((flags & noInterrupt) === 0) interruptPending[queue] = 1
      return
    }
    const event = Atomics.load(halves, (ring + ringOffset + 2 * (queueSize[queue] as number)) >>> 1)
    const after = usedPosition[queue] as number
    if (((after - 1 - event) & 0xffff) < ((after - before) & 0xffff)) interruptPending[queue] = 1
  }

  function publish(queue: number): void {
    const held = heldCount[queue] as number
    const before = usedPosition[queue] as number
    availablePosition[queue] = (availablePosition[queue] as number) + held
    usedPosition[queue] = before + held
    heldCount[queue] = 0
    // The entries must be whole before the index moves past them (split.used.device.1).
    Atomics.store(halves, ((deviceArea[queue] as number) + indexOffset) >>> 1, usedPosition[queue] as number)
    notify(queue, before)
  }

  return {
    next(queue) {
      const size = queueSize[queue] as number
      if (size === 0 || queueFault[queue] !== 0) return noChain
      const ring = driverArea[queue] as number
      const held = heldCount[queue] as number
      const first = availablePosition[queue] as number
      // Within a burst, what its first look at the index saw is enough until it is used up.
      if (held === 0 || (waitingCount[queue] as number) <= held) {
        const waiting = (Atomics.load(halves, (ring + indexOffset) >>> 1) - first) & 0xffff
        if (waiting > size) return stop(queue, fault.availableIndex)
        waitingCount[queue] = waiting
        if (waiting <= held) return noChain
      }
      return look(queue, view.getUint16(ring + ringOffset + 2 * ((first + held) & (size - 1)), true), size)
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
    sleep(queue) {
      if (eventIndex[0] === 0 || queueSize[queue] === 0 || queueFault[queue] !== 0) return true
      const position = availablePosition[queue] as number
      const event = (deviceArea[queue] as number) + ringOffset + 8 * (queueSize[queue] as number)
      Atomics.store(halves, event >>> 1, position)
      // What came before the driver could see this it does not notify of.
      return Atomics.load(halves, ((driverArea[queue] as number) + indexOffset) >>> 1) === position
    },
  }
}
