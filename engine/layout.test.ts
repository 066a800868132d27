import { describe, expect, it } from 'vitest'
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
