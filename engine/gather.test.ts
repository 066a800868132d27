import { expect, it } from 'vitest'
import { createGather } from './gather.ts'
import { layOut } from './layout.ts'
import { allocateMemory } from './memory.ts'

const layout = layOut({ device: 1, queues: 1, chain: 4, table: 1, backlog: 1 })
const memory = allocateMemory(64, 16)
const gather = createGather(layout, memory)

/** Gathers from segments of these addresses and lengths; the device's 16 bytes then, 0xff where nothing was written. */
function gathered(segments: readonly (readonly [number, number])[], length: number): number[] {
  memory.guest.forEach((_, index) => {
    memory.guest[index] = index
  })
  memory.bytes.fill(0xff, memory.own)
  layout.segmentAddress.set(segments.map(([address]) => address))
  layout.segmentLength.set(segments.map(([, bytes]) => bytes))
  gather(memory.own + 2, length)
  return [...memory.bytes.slice(memory.own)]
}

it('copies segment after segment to one place', () => {
  const segments = [
    [40, 2],
    [10, 0],
    [7, 3],
  ] as const
  expect(gathered(segments, 5)).toEqual([255, 255, 40, 41, 7, 8, 9, ...new Array(9).fill(255)])
})

it('stops within a segment, and between two', () => {
  const segments = [
    [20, 4],
    [30, 4],
  ] as const
  expect(gathered(segments, 6).slice(2, 9)).toEqual([20, 21, 22, 23, 30, 31, 255])
  expect(gathered(segments, 4).slice(2, 7)).toEqual([20, 21, 22, 23, 255])
  expect(gathered(segments, 0)).toEqual(new Array(16).fill(255))
})
