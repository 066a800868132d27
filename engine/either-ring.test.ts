import { expect, it } from 'vitest'
import { createRing } from './either-ring.ts'
import { layOut } from './layout.ts'
import { allocateMemory } from './memory.ts'
import { noChain } from './ring.ts'

const table = 0x100
const driver = 0x200
const device = 0x300

/** A queue of two entries whose memory holds a chain of either format: head 1 of a split ring, buffer id 0x85 of a packed one. */
function made(packed: 0 | 1) {
  const layout = layOut({ device: 1, queues: 1, chain: 2, table: 1, backlog: 1 })
  const memory = allocateMemory(0x1000, 64)
  layout.packedRings[0] = packed
  layout.queueSize[0] = 2
  layout.descriptorArea[0] = table
  layout.driverArea[0] = driver
  layout.deviceArea[0] = device
  layout.availableWrap[0] = 1
  layout.usedWrap[0] = 1
  for (const at of [table, table + 16]) {
    memory.view.setUint32(at, 0x400, true)
    memory.view.setUint32(at + 8, 10, true)
  }
  memory.view.setUint16(table + 12, 0x85, true)
  memory.view.setUint16(table + 14, 1 << 7, true)
  memory.view.setUint16(driver + 2, packed === 1 ? 0 : 1, true)
  memory.view.setUint16(driver + 4, 1, true)
  return { layout, memory, ring: createRing(layout, memory) }
}

it('takes a chain from a ring of the format that was negotiated, and gives it back there', () => {
  const split = made(0)
  expect(split.ring.next(0)).toBe(1)
  split.ring.complete(0, 1, 5)
  expect([split.memory.view.getUint16(device + 2, true), split.memory.view.getUint32(device + 4, true)]).toEqual([1, 1])
  const packed = made(1)
  expect(packed.ring.next(0)).toBe(0x85)
  packed.ring.complete(0, 0x85, 5)
  expect(packed.memory.view.getUint16(table + 14, true)).toBe((1 << 7) | (1 << 15) | 2)
})

it.each([0, 1] as const)(
  'puts aside, takes back and publishes in the format that was negotiated: packed %i',
  (packed) => {
    const { layout, ring } = made(packed)
    const chain = ring.next(0)
    ring.hold(0, chain, 1)
    expect([ring.next(0), layout.heldCount[0]]).toEqual([noChain, 1])
    ring.release(0)
    expect([ring.next(0), layout.heldCount[0]]).toEqual([chain, 0])
    ring.hold(0, chain, 1)
    ring.publish(0)
    expect([layout.heldCount[0], layout.usedPosition[0], layout.interruptPending[0]]).toEqual([0, 1, 1])
  },
)
