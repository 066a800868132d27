import { beforeEach, describe, expect, test } from 'vitest'
import { queueIndex, ringPosition } from '../../model/kernel/brand.ts'
import { bytes, hexOf } from '../../model/kernel/bytes.ts'
import { Arena } from './arena.ts'
import type { QueueOptions } from './driver-queue.ts'
import { FakeDevice } from './fake-device.fixture.ts'
import { Ownership } from './ownership.ts'
import { poisonAt } from './poison.ts'
import { SplitQueue } from './split-queue.ts'

let device: FakeDevice
let arena: Arena
let ownership: Ownership

const Q = queueIndex(2)

function open(options: Partial<QueueOptions> = {}): SplitQueue {
  const queue = new SplitQueue(arena, ownership, { queue: Q, size: 4, completes: 'device.uses', ...options })
  device.placements.set(queue.queue, queue.placement)
  return queue
}

const poisonHex = (address: number, length: number): string =>
  hexOf(Uint8Array.from({ length }, (_, nth) => poisonAt(address + nth)))

beforeEach(() => {
  device = new FakeDevice()
  arena = new Arena(device.memory)
  ownership = new Ownership(arena)
})

describe('a split queue, made', () => {
  test('lies in zeroed areas, aligned to 16, 2 and 4, of 16·Q, 6+2·Q and 6+8·Q bytes', () => {
    const { placement } = open({ size: 8 })
    expect(placement.size).toBe(8)
    expect([placement.descriptors % 16, placement.driver % 2, placement.device % 4]).toEqual([0, 0, 0])
    expect([...device.memory.read(placement.descriptors, 128)]).toEqual(new Array(128).fill(0))
    expect([...device.memory.read(placement.driver, 22)]).toEqual(new Array(22).fill(0))
    expect([...device.memory.read(placement.device, 70)]).toEqual(new Array(70).fill(0))
    expect(placement.driver).toBeGreaterThanOrEqual(placement.descriptors + 128 + 32)
    expect(placement.device).toBeGreaterThanOrEqual(placement.driver + 22 + 32)
    expect(device.memory.view.getUint8(placement.descriptors + 128)).toBe(poisonAt(placement.descriptors + 128))
    expect('position' in placement).toBe(false)
  })

  test('begins at a position: both indices stand there, and the device is told', () => {
    const { placement } = open({ position: ringPosition(65_535) })
    expect(placement.position).toBe(65_535)
    expect(device.memory.read16(placement.driver + 2)).toBe(65_535)
    expect(device.memory.read16(placement.device + 2)).toBe(65_535)
  })
})

describe('a split queue publishes', () => {
  test('a chain of what the device reads and what it writes, and then the index', () => {
    const queue = open()
    queue.publish(7, [{ reads: Uint8Array.of(1, 2, 3) }, { writes: 5 }])
    expect(device.available(Q)).toBe(1)
    const chain = device.chain(Q, 0)
    expect(chain.indices).toEqual([3, 0])
    expect(chain.descriptors.map(({ length, flags }) => [length, flags])).toEqual([
      [3, 1], // VIRTQ_DESC_F_NEXT
      [5, 2], // VIRTQ_DESC_F_WRITE
    ])
    const [reads, writes] = chain.descriptors
    expect([...device.memory.read(reads?.address ?? 0, 3)]).toEqual([1, 2, 3])
    expect(hexOf(device.memory.read(writes?.address ?? 0, 5))).toBe(poisonHex(writes?.address ?? 0, 5))
    expect(queue.outstanding).toBe(1)
  })

  test('under heads that are not the slots they stand in, round the end of the ring and of 16 bits', () => {
    const queue = open({ position: ringPosition(65_534) })
    for (const id of [1, 2, 3, 4]) queue.publish(id, [{ writes: 1 }])
    expect(device.available(Q)).toBe(2)
    const heads = [65_534, 65_535, 65_536, 65_537].map((position) => device.chain(Q, position).head)
    expect(new Set(heads)).toEqual(new Set([0, 1, 2, 3]))
    for (const [nth, head] of heads.entries()) expect(head).not.toBe((65_534 + nth) % 4)
  })

  test('only what it has descriptors and memory for', () => {
    const queue = open()
    expect(queue.hasRoomFor([])).toBe(false)
    expect(queue.hasRoomFor(new Array(4).fill({ writes: 1 }))).toBe(true)
    expect(queue.hasRoomFor(new Array(5).fill({ writes: 1 }))).toBe(false)
    expect(queue.hasRoomFor([{ writes: device.memory.size }])).toBe(false)
    queue.publish(1, [{ writes: 1 }, { writes: 1 }, { writes: 1 }])
    expect(queue.hasRoomFor([{ writes: 1 }])).toBe(true)
    expect(queue.hasRoomFor([{ writes: 1 }, { writes: 1 }])).toBe(false)
    device.use(Q, device.chain(Q, 0).head, 0)
    queue.poll()
    expect(queue.hasRoomFor(new Array(4).fill({ writes: 1 }))).toBe(true)
    expect(() => queue.publish(2, [])).toThrow(new RangeError('chain 2 has no buffer'))
  })

  test('and reads whether the device wants to be told', () => {
    const queue = open()
    expect(queue.wantsNotification()).toBe(true)
    device.memory.write16(queue.placement.device, 1)
    expect(queue.wantsNotification()).toBe(false)
    device.memory.write16(queue.placement.device, 2)
    expect(queue.wantsNotification()).toBe(true)
  })

  test('and asks for notifications, or to be spared them', () => {
    const queue = open()
    queue.notifications(false)
    expect(device.memory.read16(queue.placement.driver)).toBe(1)
    queue.notifications(true)
    expect(device.memory.read16(queue.placement.driver)).toBe(0)
    expect(ownership.scribbles()).toEqual([])
  })
})

describe('a split queue takes back', () => {
  test('the first bytes of the device-writable part, as many as the entry states', () => {
    const queue = open()
    queue.publish(7, [{ reads: Uint8Array.of(9) }, { writes: 2 }, { writes: 3 }])
    const chain = device.chain(Q, 0)
    device.fill(chain, [0x10, 0x11, 0x12])
    device.use(Q, chain.head, 3)
    expect(queue.poll()).toEqual([{ kind: 'device.uses', queue: 2, chain: 7, length: 3, bytes: bytes('101112') }])
    expect(queue.poll()).toEqual([])
    expect(queue.outstanding).toBe(0)
  })

  test('all there is where the entry states more, and poison where nothing was written', () => {
    const queue = open()
    queue.publish(7, [{ writes: 3 }])
    const chain = device.chain(Q, 0)
    const address = chain.descriptors[0]?.address ?? 0
    device.fill(chain, [0x10])
    device.use(Q, chain.head, 0xffff_ffff)
    const all = bytes(`10${poisonHex(address + 1, 2)}`)
    expect(queue.poll()).toEqual([{ kind: 'device.uses', queue: 2, chain: 7, length: 0xffff_ffff, bytes: all }])
  })

  test('by head, in whatever order, round the end of the ring and of 16 bits', () => {
    const queue = open({ position: ringPosition(65_535) })
    for (const id of [10, 11, 12]) queue.publish(id, [{ writes: 1 }])
    for (const position of [65_537, 65_535, 65_536]) {
      const chain = device.chain(Q, position)
      device.fill(chain, [position & 0xff])
      device.use(Q, chain.head, 1)
    }
    const seen = queue.poll().map((one) => (one.kind === 'device.uses' ? [one.chain, one.bytes] : one))
    expect(seen).toEqual([
      [12, '01'],
      [10, 'ff'],
      [11, '00'],
    ])
  })

  test('a control command as an acknowledgement', () => {
    const queue = open({ completes: 'device.acknowledges' })
    queue.publish(7, [{ reads: Uint8Array.of(4, 0, 1, 0) }, { writes: 1 }])
    const chain = device.chain(Q, 0)
    device.fill(chain, [0])
    device.use(Q, chain.head, 1)
    expect(queue.poll()).toEqual([{ kind: 'device.acknowledges', queue: 2, chain: 7, length: 1, bytes: bytes('00') }])
  })

  test('one stray for a head that is not outstanding, whatever it is', () => {
    const queue = open()
    queue.publish(7, [{ writes: 1 }, { writes: 1 }])
    const [head = 0, second = 0] = device.chain(Q, 0).indices
    device.use(Q, second, 5)
    device.use(Q, 0xffff_fff0, 6)
    expect(queue.poll()).toEqual([
      { kind: 'device.strays', queue: 2, head: second, length: 5 },
      { kind: 'device.strays', queue: 2, head: 0xffff_fff0, length: 6 },
    ])
    device.use(Q, head, 0)
    expect(queue.poll()).toEqual([{ kind: 'device.uses', queue: 2, chain: 7, length: 0, bytes: '' }])
  })

  test('the same head twice: once as a use, once as a stray', () => {
    const queue = open()
    queue.publish(7, [{ writes: 1 }])
    const { head } = device.chain(Q, 0)
    device.use(Q, head, 1)
    device.use(Q, head, 1)
    expect(queue.poll().map(({ kind }) => kind)).toEqual(['device.uses', 'device.strays'])
    device.use(Q, head, 2)
    expect(queue.poll()).toEqual([{ kind: 'device.strays', queue: 2, head, length: 2 }])
  })

  test('what is outstanding and one stray, where the index jumped further', () => {
    const queue = open()
    queue.publish(7, [{ writes: 1 }])
    const { head } = device.chain(Q, 0)
    device.use(Q, head, 0)
    device.memory.write16(queue.placement.device + 2, 1000)
    expect(queue.poll()).toEqual([
      { kind: 'device.uses', queue: 2, chain: 7, length: 0, bytes: '' },
      { kind: 'device.strays', queue: 2, head: 0, length: 0 },
    ])
    expect(queue.poll()).toEqual([])
  })

  test.each([0x1000, 0x8000])('one stray where the index jumped by %i', (jump) => {
    const queue = open()
    device.memory.write16(queue.placement.device + 2, jump)
    expect(queue.poll()).toEqual([{ kind: 'device.strays', queue: 2, head: 0, length: 0 }])
  })

  test('one stray where the index went back', () => {
    const queue = open({ position: ringPosition(5) })
    device.memory.write16(queue.placement.device + 2, 4)
    expect(queue.poll()).toEqual([{ kind: 'device.strays', queue: 2, head: 0, length: 0 }])
  })

  test('descriptors to hand them out again last, so that a head seen twice is still known for a stray', () => {
    const queue = open()
    queue.publish(1, [{ writes: 1 }])
    const { head } = device.chain(Q, 0)
    device.use(Q, head, 0)
    queue.poll()
    queue.publish(2, [{ writes: 1 }])
    expect(device.chain(Q, 1).head).not.toBe(head)
  })
})

const eventIdx = { packed: false, eventIdx: true, inOrder: false }
const inOrder = { packed: false, eventIdx: false, inOrder: true }

describe('a split queue with VIRTIO_F_EVENT_IDX', () => {
  test('asks for the first entry where the ring begins, and then for others counted from there, modulo 16 bits', () => {
    const queue = open({ position: ringPosition(65_534), ring: eventIdx })
    const usedEvent = () => device.memory.read16(queue.placement.driver + 4 + 2 * 4)
    expect(usedEvent()).toBe(65_534)
    queue.awaits(3)
    expect(usedEvent()).toBe(1)
  })

  test('notifies when it has passed avail_event since it asked last, whatever used.flags say', () => {
    const queue = open({ ring: eventIdx })
    const availEvent = queue.placement.device + 4 + 8 * 4
    device.memory.write16(queue.placement.device, 1)
    queue.publish(1, [{ writes: 1 }])
    expect(queue.wantsNotification()).toBe(true)
    queue.publish(2, [{ writes: 1 }])
    expect(queue.wantsNotification()).toBe(false)
    device.memory.write16(availEvent, 2)
    queue.publish(3, [{ writes: 1 }])
    queue.publish(4, [{ writes: 1 }])
    expect([queue.wantsNotification(), queue.wantsNotification()]).toEqual([true, false])
  })
})

describe('what the device asks', () => {
  test('is told once, when it changed', () => {
    const queue = open()
    expect(queue.asks()).toEqual([])
    device.memory.write16(queue.placement.device, 0x101)
    expect(queue.asks()).toEqual([{ kind: 'device.asks', queue: Q, flags: 0x101 }])
    expect(queue.asks()).toEqual([])
  })
})

describe('a split queue with VIRTIO_F_IN_ORDER', () => {
  test('takes descriptors from the beginning of the table on, wherever the ring begins', () => {
    const queue = open({ position: ringPosition(3), ring: inOrder })
    queue.publish(1, [{ writes: 1 }, { writes: 1 }])
    queue.publish(2, [{ writes: 1 }])
    expect([device.chain(Q, 3).indices, device.chain(Q, 4).indices]).toEqual([[0, 1], [2]])
  })

  test('takes back every chain before the one that an entry names, as used completely', () => {
    const queue = open({ ring: inOrder })
    for (const id of [1, 2, 3]) queue.publish(id, [{ writes: id }])
    device.memory.write(queue.placement.device + 4, Uint8Array.of(2, 0, 0, 0, 1, 0, 0, 0))
    device.memory.write16(queue.placement.device + 2, 3)
    const uses = queue.poll().map((seen) => (seen.kind === 'device.uses' ? [seen.chain, seen.length] : seen.kind))
    expect(uses).toEqual([
      [1, 1],
      [2, 2],
      [3, 1],
    ])
  })

  test('takes back only the one named where the index did not move past the others', () => {
    const queue = open({ ring: inOrder })
    for (const id of [1, 2, 3]) queue.publish(id, [{ writes: id }])
    device.memory.write(queue.placement.device + 4, Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0))
    device.memory.write16(queue.placement.device + 2, 1)
    expect(queue.poll()).toEqual([{ kind: 'device.uses', queue: Q, chain: 2, length: 0, bytes: '' }])
  })
})

describe('of the used ring', () => {
  test('what was seen must not change', () => {
    const queue = open()
    queue.publish(1, [{ writes: 1 }])
    device.use(Q, device.chain(Q, 0).head, 0)
    queue.poll()
    expect(queue.inspect()).toEqual([])
    device.memory.write(queue.placement.device + 4 + 4, Uint8Array.of(1))
    expect(queue.inspect()).toEqual([{ kind: 'device.scribbles', on: 'used-ring', queue: Q }])
    expect(queue.inspect()).toEqual([])
  })

  test('what is ahead of the index may change, as far as chains are outstanding', () => {
    const queue = open()
    for (let id = 0; id < 4; id++) {
      queue.publish(id, [{ writes: 1 }])
      device.use(Q, device.chain(Q, id).head, 0)
    }
    queue.poll()
    queue.publish(9, [{ writes: 1 }])
    device.memory.write(queue.placement.device + 4 + 4, Uint8Array.of(1))
    expect(queue.inspect()).toEqual([])
    device.memory.write(queue.placement.device + 4 + 8 + 4, Uint8Array.of(1))
    expect(queue.inspect()).toEqual([{ kind: 'device.scribbles', on: 'used-ring', queue: Q }])
  })

  test('nothing is said once the index is not what it should be', () => {
    const queue = open()
    queue.publish(1, [{ writes: 1 }])
    device.use(Q, device.chain(Q, 0).head, 0)
    device.memory.write16(queue.placement.device + 2, 7)
    queue.poll()
    device.memory.write(queue.placement.device + 4 + 4, Uint8Array.of(1))
    expect(queue.inspect()).toEqual([])
  })
})
