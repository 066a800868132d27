import { fault, stopQueue } from './fault.ts'
import type { Layout } from './layout.ts'
import { lies, type Memory } from './memory.ts'
import { noChain, type Ring } from './ring.ts'
import { createSegments } from './segments.ts'

const descriptorLength = 16
/** Offsets of the fields of a descriptor. */
const descriptor = { low: 0, high: 4, len: 8, id: 12, flags: 14 } as const
const descriptorFlags = { NEXT: 1, WRITE: 2, INDIRECT: 4, AVAIL: 1 << 7, USED: 1 << 15 } as const
/** Both flags of a used descriptor. */
const usedFlags = descriptorFlags.AVAIL | descriptorFlags.USED
/** Offset of the flags in an event suppression structure, and what they say. */
const eventFlagsOffset = 2
const eventFlags = { mask: 3, DISABLE: 1, DESC: 2 } as const
/** In `desc` of an event suppression structure: the offset of a descriptor, and the wrap counter there. */
const eventDescriptor = { offset: 0x7fff, wrap: 0x8000 } as const

/**
 * The packed rings of a device. Why it is fast: one ring of memory is read and written, and where a chain's used descriptor goes
 * follows from two small numbers, slot and wrap counter, that stand in columns.
 *
 * Positions are slots here, not free-running: a size that is no power of two divides no 2¹⁶.
 */
export function createPackedRing(layout: Layout, memory: Memory): Ring {
  const { queueSize, queueFault, descriptorArea, driverArea, deviceArea, availablePosition, availableWrap } = layout
  const { usedPosition, usedWrap, interruptPending, indirectAllowed, segmentAddress } = layout
  const { heldChain, heldLength, heldSlots, heldCount, chainSlots, eventIndex, inOrder } = layout
  const { guestView: view, halves, size: memorySize } = memory
  const segments = createSegments(layout, memorySize)
  const { NEXT, WRITE, INDIRECT, AVAIL, USED } = descriptorFlags

  function stop(queue: number, code: number): number {
    heldCount[queue] = 0
    stopQueue(layout, queue, code)
    return noChain
  }

  const flagsOf = (at: number): number => Atomics.load(halves, (at + descriptor.flags) >>> 1)

  function add(at: number, flags: number): number {
    const high = view.getUint32(at + descriptor.high, true)
    const length = view.getUint32(at + descriptor.len, true)
    return segments.add(high, view.getUint32(at, true), length, (flags & WRITE) !== 0)
  }

  /** Adds what stands in the table that the descriptor at `at` refers to, one entry behind the other; the fault, 0 if there is none. */
  function addTable(at: number, flags: number, isFirst: boolean): number {
    const length = view.getUint32(at + descriptor.len, true)
    const low = view.getUint32(at, true)
    if (indirectAllowed[0] === 0) return fault.indirect
    if (!isFirst || (flags & NEXT) !== 0) return fault.nested
    if (length === 0 || length % descriptorLength !== 0) return fault.tableLength
    if (length / descriptorLength > segmentAddress.length) return fault.endless
    if (!lies(memorySize, view.getUint32(at + descriptor.high, true), low, length)) return fault.address
    segments.begin(segmentAddress.length)
    for (let entry = low; entry < low + length; entry += descriptorLength) {
      const code = add(entry, view.getUint16(entry + descriptor.flags, true))
      if (code !== 0) return code
    }
    return 0
  }

  /** Walks the list that begins in a slot; its buffer id, which stands in the last descriptor. */
  function walk(queue: number, first: number, size: number): number {
    const ring = descriptorArea[queue] as number
    let slot = first
    segments.begin(size)
    for (let count = 1; count <= size; count++) {
      const at = ring + slot * descriptorLength
      const flags = flagsOf(at)
      const code = (flags & INDIRECT) === 0 ? add(at, flags) : addTable(at, flags, count === 1)
      if (code !== 0) return stop(queue, code)
      if ((flags & NEXT) === 0) {
        segments.end()
        chainSlots[0] = count
        return view.getUint16(at + descriptor.id, true)
      }
      slot = slot + 1 === size ? 0 : slot + 1
    }
    return stop(queue, fault.endless)
  }

  /** Moves a position on by some slots, and its counter where it goes past the end of the ring. @clause packed.wrap.def.1 */
  function pass(queue: number, position: Uint16Array, wrap: Uint8Array, slots: number): void {
    const size = queueSize[queue] as number
    const slot = (position[queue] as number) + slots
    if (slot < size) {
      position[queue] = slot
      return
    }
    position[queue] = slot - size
    wrap[queue] = (wrap[queue] as number) ^ 1
  }

  /** Where used descriptors go next, on the two laps that a ring has, one for each wrap counter. */
  const usedPlace = (queue: number, size: number): number =>
    (usedPosition[queue] as number) + (usedWrap[queue] === 1 ? 0 : size)

  /** Notifies of the used descriptors from `before` on, unless the driver asked to be spared. @clause packed.event.def.1 */
  function notify(queue: number, before: number): void {
    const area = driverArea[queue] as number
    const flags = Atomics.load(halves, (area + eventFlagsOffset) >>> 1) & eventFlags.mask
    if (flags === eventFlags.DESC && eventIndex[0] === 1) {
      const size = queueSize[queue] as number
      const event = Atomics.load(halves, area >>> 1)
      const asked = (event & eventDescriptor.offset) + ((event & eventDescriptor.wrap) === 0 ? size : 0)
      const used = (usedPlace(queue, size) - before + 2 * size) % (2 * size)
      if ((asked - before + 2 * size) % (2 * size) < used) interruptPending[queue] = 1
    } else if (flags !== eventFlags.DISABLE) interruptPending[queue] = 1
  }

  function hold(queue: number, chain: number, length: number): void {
    const held = heldCount[queue] as number
    const slots = chainSlots[0] as number
    heldChain[held] = chain
    heldLength[held] = length
    heldSlots[held] = slots
    heldCount[queue] = held + 1
    pass(queue, availablePosition, availableWrap, slots)
  }

  /** Whether the used descriptor of the next chain aside stands for this one too: nothing was written to either. @clause packed.inorder.def.1 */
  const goesOn = (nth: number, held: number): boolean =>
    inOrder[0] === 1 && nth + 1 < held && heldLength[nth] === 0 && heldLength[nth + 1] === 0

  /** The first descriptor is marked used last: the driver, which looks at that one, sees all or nothing. */
  function publish(queue: number): void {
    const held = heldCount[queue] as number
    const ring = descriptorArea[queue] as number
    const before = usedPlace(queue, queueSize[queue] as number)
    const firstAt = ring + (usedPosition[queue] as number) * descriptorLength
    let first = 0
    let slots = 0
    for (let nth = 0; nth < held; nth++) {
      slots += heldSlots[nth] as number
      if (goesOn(nth, held)) continue
      const at = ring + (usedPosition[queue] as number) * descriptorLength
      const length = heldLength[nth] as number
      const flags = (usedWrap[queue] === 0 ? 0 : usedFlags) | (length === 0 ? 0 : WRITE)
      view.setUint16(at + descriptor.id, heldChain[nth] as number, true)
      view.setUint32(at + descriptor.len, length, true)
      if (at === firstAt) first = flags
      else Atomics.store(halves, (at + descriptor.flags) >>> 1, flags)
      pass(queue, usedPosition, usedWrap, slots)
      slots = 0
    }
    heldCount[queue] = 0
    Atomics.store(halves, (firstAt + descriptor.flags) >>> 1, first)
    notify(queue, before)
  }

  /** Whether the flags are those of an available descriptor: AVAIL as the wrap counter, USED its inverse. @clause packed.wrap.def.2 */
  const isAvailable = (flags: number, wrap: number): boolean => (flags & usedFlags) === (wrap === 0 ? USED : AVAIL)

  return {
    next(queue) {
      const size = queueSize[queue] as number
      if (size === 0 || queueFault[queue] !== 0) return noChain
      const slot = availablePosition[queue] as number
      const flags = flagsOf((descriptorArea[queue] as number) + slot * descriptorLength)
      return isAvailable(flags, availableWrap[queue] as number) ? walk(queue, slot, size) : noChain
    },
    hold,
    publish,
    release(queue) {
      const size = queueSize[queue] as number
      for (let nth = 0; nth < (heldCount[queue] as number); nth++) {
        const slot = (availablePosition[queue] as number) - (heldSlots[nth] as number)
        availablePosition[queue] = slot < 0 ? slot + size : slot
        if (slot < 0) availableWrap[queue] = (availableWrap[queue] as number) ^ 1
      }
      heldCount[queue] = 0
    },
    complete(queue, chain, length) {
      hold(queue, chain, length)
      publish(queue)
    },
    sleep(queue) {
      if (eventIndex[0] === 0 || queueSize[queue] === 0 || queueFault[queue] !== 0) return true
      const area = deviceArea[queue] as number
      const slot = availablePosition[queue] as number
      const wrap = availableWrap[queue] as number
      Atomics.store(halves, area >>> 1, slot | (wrap === 0 ? 0 : eventDescriptor.wrap))
      Atomics.store(halves, (area + eventFlagsOffset) >>> 1, eventFlags.DESC)
      // What came before the driver could see this it does not notify of.
      return !isAvailable(flagsOf((descriptorArea[queue] as number) + slot * descriptorLength), wrap)
    },
  }
}
