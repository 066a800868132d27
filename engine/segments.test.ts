import { beforeEach, expect, it } from 'vitest'
import { fault } from './fault.ts'
import { clear, layOut } from './layout.ts'
import { createSegments } from './segments.ts'

const layout = layOut({ device: 1, queues: 1, chain: 4, table: 1, backlog: 1 })
const segments = createSegments(layout, 0x1000)

beforeEach(() => clear(layout))

it('counts what is read and what is written, in the order in which it was added', () => {
  segments.begin(3)
  expect([segments.add(0, 0x10, 4, false), segments.add(0, 0x20, 0, false), segments.add(0, 0xff0, 16, true)]).toEqual([
    0, 0, 0,
  ])
  expect(layout.segmentCount[0]).toBe(0)
  segments.end()
  expect([layout.segmentCount[0], layout.readableCount[0]]).toEqual([3, 2])
  expect([layout.readableBytes[0], layout.writableBytes[0]]).toEqual([4, 16])
  expect([...layout.segmentAddress]).toEqual([0x10, 0x20, 0xff0, 0])
  expect([...layout.segmentLength]).toEqual([4, 0, 16, 0])
})

it('begins anew', () => {
  segments.begin(3)
  segments.add(0, 0x10, 4, true)
  segments.begin(3)
  expect(segments.add(0, 0x20, 5, false)).toBe(0)
  segments.end()
  expect([layout.segmentCount[0], layout.readableBytes[0], layout.writableBytes[0]]).toEqual([1, 5, 0])
})

it('takes nothing beyond its limit, outside memory, or to be read behind what is written', () => {
  segments.begin(2)
  expect(segments.add(0, 0xfff, 2, false)).toBe(fault.address)
  expect(segments.add(1, 0, 1, false)).toBe(fault.address)
  expect(segments.add(0, 0, 1, true)).toBe(0)
  expect(segments.add(0, 0, 1, false)).toBe(fault.order)
  expect(segments.add(0, 0, 1, true)).toBe(0)
  expect(segments.add(0, 0, 1, true)).toBe(fault.endless)
})

it.each([
  [true, [1, 0, 0, 7]],
  [false, [1, 1, 7, 0]],
])('one alone is what it would be, were it added (to be written: %s)', (writable, counts) => {
  const all = () => {
    const { segmentCount, readableCount, readableBytes, writableBytes } = layout
    return [segmentCount[0], readableCount[0], readableBytes[0], writableBytes[0]]
  }
  expect(segments.only(0, 0x30, 7, writable)).toBe(0)
  expect([all(), layout.segmentAddress[0], layout.segmentLength[0]]).toEqual([counts, 0x30, 7])
  clear(layout)
  segments.begin(1)
  segments.add(0, 0x30, 7, writable)
  segments.end()
  expect(all()).toEqual(counts)
  expect([segments.only(0, 0xfff, 2, writable), segments.only(1, 0, 1, writable)]).toEqual([
    fault.address,
    fault.address,
  ])
})
