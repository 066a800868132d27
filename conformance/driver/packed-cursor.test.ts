import { expect, test } from 'vitest'
import { PackedCursor } from './packed-cursor.ts'

test('begins at slot 0 with wrap counter 1, and turns it behind the last slot', () => {
  const cursor = new PackedCursor(3, 0)
  const seen = [1, 1, 1, 2, 2].map((count) => {
    cursor.pass(count)
    return [cursor.slot, cursor.wrap]
  })
  expect(seen).toEqual([
    [1, true],
    [2, true],
    [0, false],
    [2, false],
    [1, true],
  ])
})

test('a whole lap leads to the same slot and the other counter', () => {
  const cursor = new PackedCursor(4, 1)
  cursor.pass(4)
  expect([cursor.slot, cursor.wrap]).toEqual([1, false])
})

test('begins where so many descriptors lead', () => {
  const at = (size: number, position: number) => {
    const { slot, wrap } = new PackedCursor(size, position)
    return [slot, wrap]
  }
  expect([at(8, 65_530), at(3, 5), at(3, 6)]).toEqual([
    [2, false],
    [2, false],
    [0, true],
  ])
})

test('counts over two laps, the first with wrap counter 1', () => {
  expect([0, 2, 3, 5, 6].map((position) => new PackedCursor(3, position).position)).toEqual([0, 2, 3, 5, 0])
})
