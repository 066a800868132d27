import { beforeEach, describe, expect, test } from 'vitest'
import { queueIndex, ringPosition } from '../../model/kernel/brand.ts'
import type { ChainId } from '../../model/net/action.ts'
import { Arena } from './arena.ts'
import type { QueueOptions } from './driver-queue.ts'
import { FakeDevice } from './fake-device.fixture.ts'
import { Ownership } from './ownership.ts'
import { PackedQueue } from './packed-queue.ts'

const Q = queueIndex(2)
const AVAIL = 0x80
const USED = 0x8000
const NEXT = 1
const WRITE = 2
const INDIRECT = 4

let device: FakeDevice
let arena: Arena
let ownership: Ownership

const open = (options: Partial<QueueOptions> = {}): PackedQueue =>
  new PackedQueue(arena, ownership, { queue: Q, size: 4, completes: 'device.uses', ...options })

beforeEach(() => {
  device = new FakeDevice()
  arena = new Arena(device.memory)
  ownership = new Ownership(arena)
})

/** addr, len, id and flags of a descriptor, as the standard lays them out. */
function descriptor(at: number) {
  const { memory } = device
  return {
    addr: memory.read32(at),
    len: memory.read32(at + 8),
    id: memory.read16(at + 12),
    flags: memory.read16(at + 14),
  }
}
const inSlot = (queue: PackedQueue, slot: number) => descriptor(queue.placement.descriptors + 16 * slot)

/** What a device does: marks a used descriptor in a slot. */
function marks(queue: PackedQueue, slot: number, { id = 0, len = 0, flags = AVAIL | USED }): void {
  const at = queue.placement.descriptors + 16 * slot
  device.memory.write(at + 8, Uint8Array.of(len, 0, 0, 0, id & 0xff, id >> 8))
  device.memory.write16(at + 14, flags)
}
const reads = (length: number) => ({ reads: new Uint8Array(length) })
const publish = (queue: PackedQueue, id: ChainId, ...lengths: readonly number[]) =>
  queue.publish(id, lengths.map(reads))

describe('a packed queue, made', () => {
  test('lies in areas aligned to 16, 4 and 4, and is zero', () => {
    const { placement } = open({ size: 3 })
    expect([placement.size, 'position' in placement]).toEqual([3, false])
    expect([placement.descriptors % 16, placement.driver % 4, placement.device % 4]).toEqual([0, 0, 0])
    expect([...device.memory.read(placement.descriptors, 48)]).toEqual(new Array(48).fill(0))
    expect([...device.memory.read(placement.driver, 4)]).toEqual([0, 0, 0, 0])
    expect([...device.memory.read(placement.device, 4)]).toEqual([0, 0, 0, 0])
  })

  test('holds used descriptors of the laps before where it begins later', () => {
    const queue = open({ position: ringPosition(6) })
    expect(queue.placement.position).toBe(6)
    const flags = [0, 1, 2, 3].map((slot) => inSlot(queue, slot).flags)
    expect(flags).toEqual([0, 0, AVAIL | USED, AVAIL | USED])
    publish(queue, 1, 5)
    expect(inSlot(queue, 2).flags).toBe(USED)
  })
})

describe('a packed queue publishes', () => {
  test('a list whose last descriptor alone has the buffer id', () => {
    const queue = open()
    queue.publish(7, [reads(3), { writes: 5 }])
    const [first, last] = [inSlot(queue, 0), inSlot(queue, 1)]
    expect([first.len, first.flags, last.len, last.flags]).toEqual([3, AVAIL | NEXT, 5, AVAIL | WRITE])
    expect(last.id).toBeLessThan(4)
    expect(first.id).not.toBe(last.id)
    expect(queue.outstanding).toBe(1)
  })

  test('across the end of the ring, with the flags of each lap', () => {
    const queue = open({ size: 3, position: ringPosition(2) })
    publish(queue, 7, 1, 1)
    expect([inSlot(queue, 2).flags, inSlot(queue, 0).flags]).toEqual([AVAIL | NEXT, USED])
  })

  test('a table of all buffers, whatever should stand before it', () => {
    const queue = open({ indirect: true })
    queue.publish(7, [reads(3), { writes: 5 }], { direct: 1, write: true })
    const { addr, len, flags } = inSlot(queue, 0)
    expect([len, flags, inSlot(queue, 1).flags]).toEqual([32, AVAIL | INDIRECT, 0])
    expect([descriptor(addr), descriptor(addr + 16)]).toMatchObject([
      { len: 3, flags: 0 },
      { len: 5, flags: WRITE },
    ])
  })

  test('no more than there is room for', () => {
    const queue = open({ size: 3, indirect: true })
    expect(queue.hasRoomFor([])).toBe(false)
    expect(queue.hasRoomFor([1, 1, 1, 1].map(reads), { direct: 0 })).toBe(false)
    publish(queue, 7, 1, 1)
    expect(queue.hasRoomFor([1, 1].map(reads))).toBe(false)
    expect(queue.hasRoomFor([1, 1].map(reads), { direct: 0 })).toBe(true)
    expect(queue.hasRoomFor([reads(1e9)])).toBe(false)
  })
})

describe('a packed queue takes back', () => {
  test('what was used, in whatever order, and skips each list', () => {
    const queue = open()
    publish(queue, 7, 1, 1)
    queue.publish(8, [{ writes: 4 }])
    const [long, short] = [inSlot(queue, 1).id, inSlot(queue, 2)]
    device.memory.write(short.addr, Uint8Array.of(1, 2, 3, 4))
    marks(queue, 0, { id: short.id, len: 3, flags: AVAIL | USED | WRITE })
    expect(queue.poll()).toEqual([{ kind: 'device.uses', queue: Q, chain: 8, length: 3, bytes: '010203', wrote: true }])
    marks(queue, 1, { id: long })
    expect(queue.poll()).toEqual([{ kind: 'device.uses', queue: Q, chain: 7, length: 0, bytes: '', wrote: false }])
    expect([queue.outstanding, queue.inspect()]).toEqual([0, []])
    publish(queue, 9, 1, 1)
    expect([inSlot(queue, 3).flags, inSlot(queue, 0).flags]).toEqual([AVAIL | NEXT, USED])
  })

  test('nothing that is marked with the other wrap counter', () => {
    const queue = open()
    publish(queue, 7, 1)
    marks(queue, 0, { flags: 0 })
    expect(queue.poll()).toEqual([])
    ownership.scribbles()
    expect(queue.inspect()).toEqual([
      { kind: 'device.marks', queue: Q, on: 'due', avail: false, used: false, skipped: 0 },
    ])
  })

  test('a stray where the id belongs to no chain', () => {
    const queue = open()
    publish(queue, 7, 1)
    marks(queue, 0, { id: 77, len: 2 })
    expect(queue.poll()).toEqual([{ kind: 'device.strays', queue: Q, head: 77, length: 2 }])
  })
})

test('notifications are asked for and suppressed by event suppression structures', () => {
  const queue = open()
  const { driver, device: area } = queue.placement
  queue.notifications(false)
  expect(device.memory.read16(driver + 2)).toBe(1)
  queue.notifications(true)
  expect(device.memory.read16(driver + 2)).toBe(0)
  expect(queue.wantsNotification()).toBe(true)
  device.memory.write16(area + 2, 1)
  expect(queue.wantsNotification()).toBe(false)
})

test('a packed ring has no index that could go back', () => {
  const queue = open()
  expect(queue.rewind()).toBe(false)
  expect(queue.hasRoomFor([reads(1)])).toBe(true)
})

describe('with VIRTIO_F_IN_ORDER', () => {
  const ring = { packed: true, eventIdx: false, inOrder: true }
  test('a used descriptor brings back every list before the one it names, as used completely', () => {
    const queue = open({ size: 6, ring })
    publish(queue, 7, 1, 1)
    queue.publish(8, [{ writes: 2 }])
    publish(queue, 9, 1)
    const [written, last] = [inSlot(queue, 2), inSlot(queue, 3)]
    device.memory.write(written.addr, Uint8Array.of(1, 2))
    marks(queue, 0, { id: last.id })
    expect(queue.poll()).toEqual([
      { kind: 'device.uses', queue: Q, chain: 7, length: 0, bytes: '' },
      { kind: 'device.uses', queue: Q, chain: 8, length: 2, bytes: '0102' },
      { kind: 'device.uses', queue: Q, chain: 9, length: 0, bytes: '', wrote: false },
    ])
    publish(queue, 10, 1)
    marks(queue, 4, { id: inSlot(queue, 4).id })
    expect(queue.poll()).toMatchObject([{ chain: 10 }])
    expect(queue.inspect()).toEqual([])
  })
})

describe('with VIRTIO_F_EVENT_IDX', () => {
  const ring = { packed: true, eventIdx: true, inOrder: false }
  const ask = (queue: PackedQueue, flags: number, desc: number) => {
    device.memory.write16(queue.placement.device, desc)
    device.memory.write16(queue.placement.device + 2, flags)
  }
  test('the device is notified of the descriptor that it asks for', () => {
    const queue = open({ size: 3, ring })
    ask(queue, 2, 0x8001)
    publish(queue, 7, 1)
    expect([queue.wantsNotification(), queue.wantsNotification()]).toEqual([false, false])
    publish(queue, 8, 1)
    expect([queue.wantsNotification(), queue.wantsNotification()]).toEqual([true, false])
  })
  test('past the end of the ring with the other wrap counter, and within a list', () => {
    const queue = open({ size: 3, ring, position: ringPosition(2) })
    ask(queue, 2, 0x8000)
    publish(queue, 7, 1, 1)
    expect(queue.wantsNotification()).toBe(false)
    const other = open({ size: 3, ring, position: ringPosition(2) })
    ask(other, 2, 0)
    publish(other, 8, 1, 1)
    expect(other.wantsNotification()).toBe(true)
  })
  test('of everything, or of nothing', () => {
    const queue = open({ ring })
    expect(queue.wantsNotification()).toBe(true)
    ask(queue, 1, 0x8000)
    expect(queue.wantsNotification()).toBe(false)
  })
})

test('an id that stands in a list but not in its last descriptor is told apart', () => {
  const queue = open()
  publish(queue, 7, 1, 1)
  marks(queue, 0, { id: inSlot(queue, 0).id })
  expect(queue.poll()).toEqual([
    { kind: 'device.uses', queue: Q, chain: 7, length: 0, bytes: '', wrote: false, inner: true },
  ])
  expect([queue.outstanding, queue.inspect()]).toEqual([0, []])
})
