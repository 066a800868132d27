import { beforeEach, describe, expect, it } from 'vitest'
import { fault } from './fault.ts'
import { clear, layOut } from './layout.ts'
import { allocateMemory } from './memory.ts'
import { createPackedRing } from './packed.ts'
import { noChain } from './ring.ts'

const queue = 1
const ringAt = 0x100
const driver = 0x200
const device = 0x210
const NEXT = 1
const WRITE = 2
const INDIRECT = 4
/** AVAIL and USED as the two wrap counters have them. */
const AVAILABLE = [1 << 15, 1 << 7] as const
const USED = [0, (1 << 7) | (1 << 15)] as const

const layout = layOut({ device: 1, queues: 3, chain: 8, table: 1, backlog: 1 })
const memory = allocateMemory(0x1000, 64)
const ring = createPackedRing(layout, memory)
const { view } = memory

function enable(size: number, slot = 0, wrap = 1): void {
  layout.queueSize[queue] = size
  layout.descriptorArea[queue] = ringAt
  layout.driverArea[queue] = driver
  layout.deviceArea[queue] = device
  layout.availablePosition[queue] = slot
  layout.usedPosition[queue] = slot
  layout.availableWrap[queue] = wrap
  layout.usedWrap[queue] = wrap
}

beforeEach(() => {
  clear(layout)
  memory.bytes.fill(0)
  layout.deviceStatus[0] = 15
  layout.packedRings[0] = 1
  enable(4)
})

/** Writes addr, len, id, flags of a descriptor at an address. */
function write(at: number, [address, length, id, flags]: readonly [number, number, number, number], high = 0): void {
  view.setUint32(at, address, true)
  view.setUint32(at + 4, high, true)
  view.setUint32(at + 8, length, true)
  view.setUint16(at + 12, id, true)
  view.setUint16(at + 14, flags, true)
}
const slotAt = (slot: number): number => ringAt + 16 * slot
/** `id`, `len` and `flags` in a slot. */
const read = (slot: number): readonly number[] => [
  view.getUint16(slotAt(slot) + 12, true),
  view.getUint32(slotAt(slot) + 8, true),
  view.getUint16(slotAt(slot) + 14, true),
]

describe('an available list', () => {
  it('is none in a ring of zeros, and on a queue that is not enabled', () => {
    expect(ring.next(queue)).toBe(noChain)
    write(slotAt(0), [0x400, 10, 7, AVAILABLE[1]])
    layout.queueSize[queue] = 0
    expect(ring.next(queue)).toBe(noChain)
    expect(layout.queueFault[queue]).toBe(0)
  })
  it('is none while AVAIL is not the wrap counter, or USED not its inverse', () => {
    for (const flags of [AVAILABLE[0], USED[0], USED[1]]) {
      write(slotAt(0), [0x400, 10, 7, flags])
      expect(ring.next(queue)).toBe(noChain)
    }
  })
  it('is its segments in order, known by the id in its last descriptor', () => {
    write(slotAt(0), [0x400, 10, 99, AVAILABLE[1] | NEXT])
    write(slotAt(1), [0x500, 0, 98, AVAILABLE[1] | NEXT])
    write(slotAt(2), [0x600, 30, 7, AVAILABLE[1] | WRITE])
    expect(ring.next(queue)).toBe(7)
    expect(ring.next(queue)).toBe(7)
    expect([...layout.segmentAddress.slice(0, 3)]).toEqual([0x400, 0x500, 0x600])
    expect([...layout.segmentLength.slice(0, 3)]).toEqual([10, 0, 30])
    expect([layout.segmentCount[0], layout.readableCount[0], layout.chainSlots[0]]).toEqual([3, 2, 3])
    expect([layout.readableBytes[0], layout.writableBytes[0]]).toEqual([10, 30])
  })
  it('goes on at the ring’s beginning, where the flags are those of the next lap', () => {
    enable(3, 2, 1)
    write(slotAt(2), [0x400, 10, 99, AVAILABLE[1] | NEXT])
    write(slotAt(0), [0x500, 20, 2, AVAILABLE[0]])
    expect(ring.next(queue)).toBe(2)
    ring.complete(queue, 2, 0)
    expect(read(2)).toEqual([2, 0, USED[1]])
    expect([layout.availablePosition[queue], layout.availableWrap[queue]]).toEqual([1, 0])
    expect([layout.usedPosition[queue], layout.usedWrap[queue]]).toEqual([1, 0])
  })
})

describe('a used list', () => {
  it('is one descriptor with id, length and WRITE where something was written, and the list is skipped', () => {
    write(slotAt(0), [0x400, 10, 9, AVAILABLE[1] | NEXT])
    write(slotAt(1), [0x500, 20, 3, AVAILABLE[1] | WRITE])
    write(slotAt(2), [0x600, 30, 1, AVAILABLE[1]])
    ring.complete(queue, ring.next(queue), 12)
    ring.complete(queue, ring.next(queue), 0)
    expect(read(0)).toEqual([3, 12, USED[1] | WRITE])
    expect(read(1)).toEqual([3, 20, AVAILABLE[1] | WRITE])
    expect(read(2)).toEqual([1, 0, USED[1]])
    expect(ring.next(queue)).toBe(noChain)
  })
  it('notifies unless the driver disabled it', () => {
    write(slotAt(0), [0x400, 10, 9, AVAILABLE[1]])
    write(slotAt(1), [0x400, 10, 8, AVAILABLE[1]])
    ring.complete(queue, ring.next(queue), 0)
    expect(layout.interruptPending[queue]).toBe(1)
    layout.interruptPending[queue] = 0
    view.setUint16(driver + 2, 1, true)
    ring.complete(queue, ring.next(queue), 0)
    expect(layout.interruptPending[queue]).toBe(0)
  })
  it('turns its wrap counter at the end of a ring of three, lap by lap', () => {
    enable(3)
    for (let count = 0; count < 7; count++) {
      const wrap = Math.floor(count / 3) % 2 === 0 ? 1 : 0
      write(slotAt(count % 3), [0x400, 10, count, AVAILABLE[wrap]])
      ring.complete(queue, ring.next(queue), 0)
      expect(read(count % 3)).toEqual([count, 0, USED[wrap]])
    }
  })
})

describe('lists put aside', () => {
  beforeEach(() => {
    enable(3, 1, 1)
    write(slotAt(1), [0x400, 10, 5, AVAILABLE[1] | WRITE])
    write(slotAt(2), [0x500, 20, 6, AVAILABLE[1] | WRITE])
    write(slotAt(0), [0x600, 30, 4, AVAILABLE[0] | WRITE])
    for (const length of [10, 20, 7]) ring.hold(queue, ring.next(queue), length)
  })
  it('are not seen before they are published, and then all are', () => {
    expect([read(1)[2], read(2)[2], read(0)[2]]).toEqual([
      AVAILABLE[1] | WRITE,
      AVAILABLE[1] | WRITE,
      AVAILABLE[0] | WRITE,
    ])
    expect([ring.next(queue), layout.interruptPending[queue]]).toEqual([noChain, 0])
    ring.publish(queue)
    expect([read(1), read(2)]).toEqual([
      [5, 10, USED[1] | WRITE],
      [6, 20, USED[1] | WRITE],
    ])
    expect(read(0)).toEqual([4, 7, USED[0] | WRITE])
    expect([layout.heldCount[queue], layout.interruptPending[queue]]).toEqual([0, 1])
  })
  it('are available again once they are released', () => {
    ring.release(queue)
    expect([layout.availablePosition[queue], layout.availableWrap[queue], ring.next(queue)]).toEqual([1, 1, 5])
  })
})

describe('a table of descriptors', () => {
  beforeEach(() => {
    layout.indirectAllowed[0] = 1
    write(0x800, [0x400, 10, 77, NEXT | INDIRECT])
    write(0x810, [0x500, 20, 78, WRITE | AVAILABLE[0]])
    write(slotAt(0), [0x800, 32, 3, AVAILABLE[1] | INDIRECT | WRITE])
  })
  it('is read one entry behind the other as far as it is long, and no flag but WRITE counts there', () => {
    expect(ring.next(queue)).toBe(3)
    expect([...layout.segmentAddress.slice(0, 2)]).toEqual([0x400, 0x500])
    expect([layout.segmentCount[0], layout.readableCount[0], layout.chainSlots[0]]).toEqual([2, 1, 1])
  })
  it.each([
    ['without INDIRECT_DESC', fault.indirect, () => layout.indirectAllowed.fill(0)],
    ['that others follow', fault.nested, () => write(slotAt(0), [0x800, 32, 3, AVAILABLE[1] | INDIRECT | NEXT])],
    [
      'behind others',
      fault.nested,
      () => {
        write(slotAt(0), [0x400, 1, 3, AVAILABLE[1] | NEXT])
        write(slotAt(1), [0x800, 32, 3, AVAILABLE[1] | INDIRECT])
      },
    ],
    ['of no entry', fault.tableLength, () => write(slotAt(0), [0x800, 0, 3, AVAILABLE[1] | INDIRECT])],
    ['of a part of one', fault.tableLength, () => write(slotAt(0), [0x800, 24, 3, AVAILABLE[1] | INDIRECT])],
    ['longer than any chain', fault.endless, () => write(slotAt(0), [0x800, 9 * 16, 3, AVAILABLE[1] | INDIRECT])],
    ['outside memory', fault.address, () => write(slotAt(0), [0xff0, 32, 3, AVAILABLE[1] | INDIRECT])],
    ['far outside memory', fault.address, () => write(slotAt(0), [0x800, 32, 3, AVAILABLE[1] | INDIRECT], 1)],
    ['with an entry outside memory', fault.address, () => write(0x810, [0xfff, 2, 3, WRITE])],
    ['with what is read behind what is written', fault.order, () => write(0x800, [0x400, 10, 0, WRITE])],
  ])('%s stops the queue', (name, code, breaks) => {
    breaks()
    if (code === fault.order) write(0x810, [0x500, 20, 0, 0])
    expect(ring.next(queue), name).toBe(noChain)
    expect(layout.queueFault[queue]).toBe(code)
    expect(layout.deviceStatus[0]).toBe(15 | 64)
  })
})

describe('a broken list stops the queue', () => {
  it('that never ends', () => {
    for (let slot = 0; slot < 4; slot++) write(slotAt(slot), [0x400, 10, 0, AVAILABLE[1] | NEXT])
    expect(ring.next(queue)).toBe(noChain)
    expect(layout.queueFault[queue]).toBe(fault.endless)
    expect(ring.next(queue)).toBe(noChain)
  })
  it('that leaves memory, and forgets what was put aside', () => {
    write(slotAt(0), [0x400, 10, 1, AVAILABLE[1]])
    write(slotAt(1), [0xfff, 2, 1, AVAILABLE[1]])
    ring.hold(queue, ring.next(queue), 0)
    expect(ring.next(queue)).toBe(noChain)
    expect([layout.queueFault[queue], layout.heldCount[queue]]).toEqual([fault.address, 0])
  })
})

describe('with IN_ORDER', () => {
  beforeEach(() => {
    enable(6)
    layout.inOrder[0] = 1
    write(slotAt(0), [0x400, 10, 0, AVAILABLE[1] | NEXT])
    write(slotAt(1), [0x400, 10, 5, AVAILABLE[1]])
    write(slotAt(2), [0x500, 20, 6, AVAILABLE[1]])
    write(slotAt(3), [0x600, 30, 4, AVAILABLE[1] | WRITE])
    write(slotAt(4), [0x600, 30, 3, AVAILABLE[1]])
  })
  it('one used descriptor names the last of a batch that nothing was written to, and all of the batch is skipped', () => {
    ring.hold(queue, ring.next(queue), 0)
    ring.hold(queue, ring.next(queue), 0)
    ring.publish(queue)
    expect([read(0), read(1)[2], read(2)[2]]).toEqual([[6, 0, USED[1]], AVAILABLE[1], AVAILABLE[1]])
    expect([layout.usedPosition[queue], layout.availablePosition[queue]]).toEqual([3, 3])
  })
  it('one that was written to has its own, and so has the one before', () => {
    for (const length of [0, 0, 30, 0]) ring.hold(queue, ring.next(queue), length)
    ring.publish(queue)
    expect([read(0)[0], read(3), read(4), layout.usedPosition[queue]]).toEqual([
      6,
      [4, 30, USED[1] | WRITE],
      [3, 0, USED[1]],
      5,
    ])
  })
})

describe('with EVENT_IDX', () => {
  const ask = (flags: number, slot = 0, wrap = 1) => {
    view.setUint16(driver, slot | (wrap << 15), true)
    view.setUint16(driver + 2, flags, true)
  }
  /** Whether it notifies of a list of so many, made available where the ring stands. */
  function notifiesOf(...ids: readonly number[]): boolean {
    const slot = layout.availablePosition[queue] as number
    const wrap = layout.availableWrap[queue] as number
    for (const [nth, id] of ids.entries()) {
      const isPast = slot + nth >= 3
      const flags = (AVAILABLE[isPast ? 1 - wrap : wrap] as number) | (nth + 1 < ids.length ? NEXT : 0)
      write(slotAt((slot + nth) % 3), [0x400, 10, id, flags])
    }
    layout.interruptPending[queue] = 0
    ring.complete(queue, ring.next(queue), 0)
    return layout.interruptPending[queue] === 1
  }
  beforeEach(() => {
    enable(3)
    layout.eventIndex[0] = 1
  })
  it('notifies of the descriptor that is asked for alone, with the wrap counter that is asked for', () => {
    ask(2, 1, 1)
    expect([notifiesOf(1), notifiesOf(2), notifiesOf(3)]).toEqual([false, true, false])
    expect([notifiesOf(1), notifiesOf(2), notifiesOf(3)]).toEqual([false, false, false])
    ask(2, 1, 1)
    expect([notifiesOf(1), notifiesOf(2)]).toEqual([false, true])
  })
  it('notifies of a descriptor within a list, and past the end of the ring', () => {
    ask(2, 0, 0)
    expect([notifiesOf(1, 2), notifiesOf(3, 4), notifiesOf(5)]).toEqual([false, true, false])
  })
  it('notifies of all or of none where that is asked for; without it DESC means nothing', () => {
    ask(1)
    expect(notifiesOf(1)).toBe(false)
    ask(0)
    expect(notifiesOf(2)).toBe(true)
    layout.eventIndex[0] = 0
    ask(2, 0, 1)
    expect(notifiesOf(3)).toBe(true)
  })
  it('asks for the next descriptor before it sleeps, and does not where that is available', () => {
    notifiesOf(1, 2, 3)
    expect([ring.sleep(queue), view.getUint16(device, true), view.getUint16(device + 2, true)]).toEqual([true, 0, 2])
    layout.availablePosition[queue] = 1
    layout.availableWrap[queue] = 1
    write(slotAt(1), [0x400, 10, 1, AVAILABLE[1]])
    expect([ring.sleep(queue), view.getUint16(device, true)]).toEqual([false, 0x8001])
  })
  it('asks nothing without it, nor on a queue that does not run', () => {
    layout.eventIndex[0] = 0
    layout.availablePosition[queue] = 2
    expect([ring.sleep(queue), view.getUint32(device, true)]).toEqual([true, 0])
    layout.eventIndex[0] = 1
    layout.queueSize[queue] = 0
    expect([ring.sleep(queue), view.getUint32(device, true)]).toEqual([true, 0])
  })
})
