import { beforeEach, describe, expect, it } from 'vitest'
import { fault } from './fault.ts'
import { clear, layOut } from './layout.ts'
import { allocateMemory } from './memory.ts'
import { noChain } from './ring.ts'
import { createSplitRing } from './split.ts'

const size = 4
const queue = 1
const table = 0x100
const available = 0x200
const used = 0x300
const memorySize = 0x1000

const layout = layOut({ device: 1, queues: 3, chain: 8, table: 1, backlog: 1 })
const memory = allocateMemory(memorySize, 64)
const ring = createSplitRing(layout, memory)
const { view } = memory
const NEXT = 1
const WRITE = 2
const INDIRECT = 4

function enable(position: number): void {
  layout.queueSize[queue] = size
  layout.descriptorArea[queue] = table
  layout.driverArea[queue] = available
  layout.deviceArea[queue] = used
  layout.availablePosition[queue] = position
  layout.usedPosition[queue] = position
  view.setUint16(available + 2, position, true)
}

beforeEach(() => {
  clear(layout)
  memory.bytes.fill(0)
  layout.deviceStatus[0] = 15
  enable(0)
})

/** addr, len, flags, next of a descriptor. */
function describeAt(index: number, at: number, length: number, flags = 0, next = 0, high = 0): void {
  const entry = table + 16 * index
  view.setUint32(entry, at, true)
  view.setUint32(entry + 4, high, true)
  view.setUint32(entry + 8, length, true)
  view.setUint16(entry + 12, flags, true)
  view.setUint16(entry + 14, next, true)
}
function offer(head: number): void {
  const index = view.getUint16(available + 2, true)
  view.setUint16(available + 4 + 2 * (index % size), head, true)
  view.setUint16(available + 2, index + 1, true)
}
const bytesAt = (at: number, length: number): string => Buffer.from(memory.bytes.slice(at, at + length)).toString('hex')

describe('an available chain', () => {
  it('is none in an empty ring, and on a queue that is not enabled', () => {
    expect(ring.next(queue)).toBe(noChain)
    describeAt(0, 0x400, 10)
    offer(0)
    layout.queueSize[queue] = 0
    expect(ring.next(queue)).toBe(noChain)
    expect(layout.queueFault[queue]).toBe(0)
  })
  it('is its segments in order, wherever its descriptors stand', () => {
    describeAt(2, 0x400, 10, NEXT, 0)
    describeAt(0, 0x500, 0, NEXT, 3)
    describeAt(3, 0x600, 30, WRITE | NEXT, 1)
    describeAt(1, 0x700, 40, WRITE, 2)
    offer(2)
    expect(ring.next(queue)).toBe(2)
    expect(layout.segmentCount[0]).toBe(4)
    expect([...layout.segmentAddress.slice(0, 4)]).toEqual([0x400, 0x500, 0x600, 0x700])
    expect([...layout.segmentLength.slice(0, 4)]).toEqual([10, 0, 30, 40])
    expect(layout.readableCount[0]).toBe(2)
    expect(layout.readableBytes[0]).toBe(10)
    expect(layout.writableBytes[0]).toBe(70)
  })
  it('is the same until it is completed', () => {
    describeAt(0, 0x400, 10)
    describeAt(1, 0x500, 20, WRITE)
    offer(0)
    offer(1)
    expect([ring.next(queue), ring.next(queue)]).toEqual([0, 0])
    ring.complete(queue, 0, 0)
    expect(ring.next(queue)).toBe(1)
    expect(layout.readableCount[0]).toBe(0)
    expect(layout.readableBytes[0]).toBe(0)
    expect(layout.writableBytes[0]).toBe(20)
    ring.complete(queue, 1, 20)
    expect(ring.next(queue)).toBe(noChain)
    expect(layout.queueFault[queue]).toBe(0)
  })
  it('may reach to the very end of memory', () => {
    describeAt(0, memorySize - 1, 1)
    offer(0)
    expect(ring.next(queue)).toBe(0)
    describeAt(1, memorySize, 0)
    ring.complete(queue, 0, 0)
    offer(1)
    expect(ring.next(queue)).toBe(1)
  })
  it('is found in every slot, with positions that wrap', () => {
    enable(65530)
    for (let turn = 0; turn < 12; turn++) {
      const head = turn % size
      describeAt(head, 0x400 + turn, 1)
      offer(head)
      expect(ring.next(queue)).toBe(head)
      ring.complete(queue, head, turn)
      expect(ring.next(queue)).toBe(noChain)
      expect(view.getUint16(used + 2, true)).toBe((65531 + turn) % 65536)
      const entry = used + 4 + 8 * ((65530 + turn) % size)
      expect(view.getUint32(entry, true)).toBe(head)
      expect(view.getUint32(entry + 4, true)).toBe(turn)
    }
  })
  it('can be as many as the ring has entries', () => {
    enable(65534)
    for (let head = 0; head < size; head++) {
      describeAt(head, 0x400, 1)
      offer(head)
    }
    const heads = Array.from({ length: size }, () => {
      const head = ring.next(queue)
      ring.complete(queue, head, 0)
      return head
    })
    expect(heads).toEqual([0, 1, 2, 3])
    expect(view.getUint16(used + 2, true)).toBe(2)
  })
})

describe('a used chain', () => {
  it('is id, then length, then the index, and nothing else is written', () => {
    describeAt(3, 0x400, 4, WRITE)
    offer(3)
    memory.bytes.fill(0xcc, used, used + 6 + 8 * size)
    ring.complete(queue, ring.next(queue), 0x01020304)
    expect(bytesAt(used, 6 + 8 * size)).toBe(`cccc0100 03000000 04030201 ${'cc'.repeat(26)}`.replaceAll(' ', ''))
  })
  it('notifies unless the driver says no', () => {
    describeAt(0, 0x400, 4)
    offer(0)
    offer(0)
    view.setUint16(available, 1, true)
    ring.complete(queue, ring.next(queue), 0)
    expect(layout.interruptPending[queue]).toBe(0)
    view.setUint16(available, 0, true)
    ring.complete(queue, ring.next(queue), 0)
    expect([...layout.interruptPending]).toEqual([0, 1, 0])
  })
  it('notifies whatever other flags say', () => {
    describeAt(0, 0x400, 4)
    offer(0)
    view.setUint16(available, 0xfffe, true)
    ring.complete(queue, ring.next(queue), 0)
    expect(layout.interruptPending[queue]).toBe(1)
  })
})

describe('what a driver breaks', () => {
  const breaks: readonly (readonly [string, number, () => void])[] = [
    ['an available index too far ahead', fault.availableIndex, () => view.setUint16(available + 2, size + 1, true)],
    ['an available index that went back', fault.availableIndex, () => view.setUint16(available + 2, 0xffff, true)],
    ['a head beyond the table', fault.descriptorIndex, () => offer(size)],
    [
      'a next beyond the table',
      fault.descriptorIndex,
      () => {
        describeAt(0, 0x400, 1, NEXT, size)
        offer(0)
      },
    ],
    [
      'a loop',
      fault.endless,
      () => {
        describeAt(0, 0x400, 1, NEXT, 1)
        describeAt(1, 0x400, 1, NEXT, 0)
        offer(0)
      },
    ],
    [
      'a descriptor that follows itself',
      fault.endless,
      () => {
        describeAt(2, 0x400, 1, NEXT, 2)
        offer(2)
      },
    ],
    [
      'a byte behind the end of memory',
      fault.address,
      () => {
        describeAt(0, memorySize - 1, 2)
        offer(0)
      },
    ],
    [
      'a length that wraps round',
      fault.address,
      () => {
        describeAt(0, 0x400, 0xffffffff)
        offer(0)
      },
    ],
    [
      'an address above 32 bits',
      fault.address,
      () => {
        describeAt(0, 0x400, 1, 0, 0, 1)
        offer(0)
      },
    ],
    [
      'an indirect descriptor',
      fault.indirect,
      () => {
        describeAt(0, 0x400, 16, INDIRECT)
        offer(0)
      },
    ],
    [
      'a readable descriptor behind a writable one',
      fault.order,
      () => {
        describeAt(0, 0x400, 1, NEXT | WRITE, 1)
        describeAt(1, 0x500, 1)
        offer(0)
      },
    ],
  ]

  it.each(breaks)('%s stops the queue and asks for a reset', (_, code, act) => {
    act()
    expect(ring.next(queue)).toBe(noChain)
    expect([...layout.queueFault]).toEqual([0, code, 0])
    expect(layout.deviceStatus[0]).toBe(15 + 64)
    expect(layout.configurationPending[0]).toBe(1)
    expect(view.getUint16(used + 2, true)).toBe(0)
  })

  it('leaves the queue stopped, whatever the driver offers then', () => {
    offer(size)
    ring.next(queue)
    describeAt(0, 0x400, 1)
    view.setUint16(available + 2, 0, true)
    offer(0)
    expect(ring.next(queue)).toBe(noChain)
    expect(layout.queueFault[queue]).toBe(fault.descriptorIndex)
  })
  it('is told by a configuration change only after DRIVER_OK', () => {
    layout.deviceStatus[0] = 11
    offer(size)
    ring.next(queue)
    expect(layout.deviceStatus[0]).toBe(11 + 64)
    expect(layout.configurationPending[0]).toBe(0)
  })
  it('is no chain of exactly as many descriptors as the queue has entries', () => {
    describeAt(0, 0x400, 1, NEXT, 1)
    describeAt(1, 0x400, 1, NEXT, 2)
    describeAt(2, 0x400, 1, NEXT, 3)
    describeAt(3, 0x400, 1)
    offer(0)
    expect(ring.next(queue)).toBe(0)
    expect(layout.segmentCount[0]).toBe(4)
  })
})

describe('chains that belong together', () => {
  const offerThree = (): void => {
    for (const head of [0, 1, 2]) {
      describeAt(head, 0x400 + head, 10 + head, WRITE)
      offer(head)
    }
  }

  it('are put aside, and found again', () => {
    offerThree()
    expect(ring.next(queue)).toBe(0)
    ring.hold(queue, 0, 0)
    expect([ring.next(queue), layout.writableBytes[0]]).toEqual([1, 11])
    ring.hold(queue, 1, 0)
    ring.hold(queue, 2, 0)
    expect(ring.next(queue)).toBe(noChain)
    ring.release(queue)
    expect([ring.next(queue), layout.writableBytes[0]]).toEqual([0, 10])
    expect(view.getUint16(used + 2, true)).toBe(0)
  })
  it('are put aside no further than the ring', () => {
    offerThree()
    ring.hold(queue, 0, 0)
    view.setUint16(available + 2, 5, true)
    expect([ring.next(queue), layout.queueFault[queue]]).toEqual([noChain, fault.availableIndex])
  })
  it('are shown all at once, with one notification', () => {
    offerThree()
    ring.hold(queue, ring.next(queue), 7)
    expect(ring.next(queue)).toBe(1)
    ring.hold(queue, 1, 8)
    expect([view.getUint16(used + 2, true), layout.interruptPending[queue]]).toEqual([0, 0])
    ring.publish(queue)
    expect([view.getUint16(used + 2, true), layout.interruptPending[queue]]).toEqual([2, 1])
    expect([4, 8, 12, 16].map((offset) => view.getUint32(used + offset, true))).toEqual([0, 7, 1, 8])
    expect(ring.next(queue)).toBe(2)
  })
})

describe('with EVENT_IDX', () => {
  const usedEvent = available + 4 + 2 * size
  const availEvent = used + 4 + 8 * size

  beforeEach(() => {
    layout.eventIndex[0] = 1
  })

  it.each([
    [0, 1, 0, 1],
    [0, 1, 1, 0],
    [0, 3, 1, 1],
    [0, 3, 3, 0],
    [65535, 2, 65535, 1],
    [65535, 2, 0, 1],
    [65535, 2, 1, 0],
    [65535, 2, 65534, 0],
  ])('from %i on, %i entries, used_event %i: notifies %i', (position, entries, event, notifies) => {
    enable(position)
    view.setUint16(usedEvent, event, true)
    view.setUint16(available, 1, true) // VIRTQ_AVAIL_F_NO_INTERRUPT
    for (let nth = 0; nth < entries; nth++) ring.hold(queue, nth, 0)
    ring.publish(queue)
    expect(layout.interruptPending[queue]).toBe(notifies)
  })

  it('asks for the next entry before it sleeps, unless that is there already', () => {
    enable(7)
    expect(ring.sleep(queue)).toBe(true)
    expect(view.getUint16(availEvent, true)).toBe(7)
    expect(view.getUint16(used, true)).toBe(0)
    view.setUint16(available + 2, 8, true)
    expect(ring.sleep(queue)).toBe(false)
    layout.queueFault[queue] = fault.address
    expect(ring.sleep(queue)).toBe(true)
  })

  it('asks for nothing without it', () => {
    layout.eventIndex[0] = 0
    enable(7)
    expect(ring.sleep(queue)).toBe(true)
    expect(view.getUint16(availEvent, true)).toBe(0)
  })
})

describe('with IN_ORDER', () => {
  it('writes one entry for chains without a length, naming the last, and one each for others', () => {
    layout.inOrder[0] = 1
    for (const head of [3, 1, 2]) ring.hold(queue, head, 0)
    ring.publish(queue)
    const entry = (slot: number) => [0, 4].map((at) => view.getUint32(used + 4 + 8 * slot + at, true))
    expect([entry(0), entry(1)]).toEqual([
      [2, 0],
      [0, 0],
    ])
    expect(view.getUint16(used + 2, true)).toBe(3)
    ring.hold(queue, 1, 9)
    ring.publish(queue)
    expect(entry(3)).toEqual([1, 9])
  })
})
