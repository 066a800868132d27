import { describe, expect, it } from 'vitest'
import { HandDriver } from './driver.fixture.ts'
import { implemented } from './feature.ts'
import { open } from './index.ts'
import { clear, columns, count, flowCapacity, flowWays, type Layout, layOut } from './layout.ts'

const layout = layOut({ device: 1, queues: 9, chain: 256, table: 128, backlog: 7 })
const all = Object.values<Layout[keyof Layout]>(layout)

describe('the layout', () => {
  it('has every column that is declared, each of its kind and capacity', () => {
    expect(Object.keys(layout)).toEqual(Object.keys(columns))
    expect([layout.queueSize.length, layout.segmentAddress.length, layout.table.length]).toEqual([9, 256, 128])
    expect([layout.deviceStatus.length, layout.backlogLength.length, layout.tuple.length]).toEqual([1, 7, 9])
    expect(layout.hashTable.length).toBe(36 * 256)
    expect(layout.queueSize).toBeInstanceOf(Uint32Array)
    expect(layout.queueFault).toBeInstanceOf(Uint8Array)
    expect(layout.usedPosition).toBeInstanceOf(Uint16Array)
    expect(layout.hashTable).toBeInstanceOf(Int32Array)
    expect(layout.framesDone).toBeInstanceOf(Float64Array)
  })
  it('lies in one buffer, aligned, and no column overlaps another', () => {
    const ends = all.map((column, index) => {
      expect(column.buffer).toBe(layout.queueSize.buffer)
      expect(column.byteOffset % 8).toBe(0)
      expect(column.byteOffset).toBe(index === 0 ? 0 : Math.ceil(endOf(all[index - 1]) / 8) * 8)
      return endOf(column)
    })
    expect(layout.queueSize.buffer.byteLength).toBe(Math.ceil((ends.at(-1) ?? 0) / 8) * 8)
  })
  it('has whole sets of flows', () => {
    expect(flowCapacity % flowWays).toBe(0)
    expect(layout.flowOldest.length * flowWays).toBe(layout.flowTag.length)
  })
})

const endOf = (column: Layout[keyof Layout] | undefined): number => (column ? column.byteOffset + column.byteLength : 0)

it('is cleared whole', () => {
  for (const column of all) column.fill(1)
  clear(layout)
  expect(all.every((column) => column.every((value) => value === 0))).toBe(true)
})

it('counts by one', () => {
  clear(layout)
  count(layout.framesDone, 3)
  count(layout.framesDone, 3)
  expect([...layout.framesDone]).toEqual([0, 0, 0, 2, 0, 0, 0, 0, 0])
})

describe('a device that works in these columns', () => {
  it('steers by a table, reports a hash, sends, receives, acknowledges and drops', () => {
    const hand = new HandDriver(open({ memorySize: 0x4_0000, maxFrame: 1000, backlog: 2 })).start(implemented)
    const { layout } = hand.device
    // RSS_CONFIG: types 0, mask 1, unclassified 1, table [0, 1], max_tx_vq 1, no key.
    const rss = Uint8Array.of(4, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0)
    expect(hand.command(8, rss)).toBe(0)
    hand.send(1, 0x3_0000, new Uint8Array(40))
    hand.buffer(2, 0x3_1000, [200])
    for (const length of [60, 60, 60]) hand.device.deliver(new Uint8Array(length))
    hand.device.run(9)
    expect([8, 1, 2].map((queue) => hand.usedIndex(queue))).toEqual([1, 1, 1])
    expect(hand.usedEntry(2, 0)).toEqual([0, 24 + 60])
    expect([layout.steersByTable[0], layout.tableMask[0], layout.unclassifiedPair[0]]).toEqual([1, 1, 1])
    // Of three frames, the backlog takes two; the second of them finds no buffer.
    const sum = (counts: Iterable<number>): number => [...counts].reduce((one, other) => one + other, 0)
    expect([sum(layout.dropsBacklog), sum(layout.dropsNoBuffer), sum(layout.dropsTooLarge)]).toEqual([1, 1, 0])
  })
})
