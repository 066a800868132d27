import { expect, test } from 'vitest'
import { divided, tableOrder } from './indirect-table.ts'

test('all buffers lie in the ring unless a table is wished for and negotiated', () => {
  const direct = { direct: 3, inTable: 0, inRing: 3, write: false }
  expect(divided(3, undefined, true)).toEqual(direct)
  expect(divided(3, { direct: 0 }, false)).toEqual(direct)
})

test('a table holds what is not direct, one buffer at least, and takes one descriptor of the ring', () => {
  expect(divided(3, { direct: 0 }, true)).toEqual({ direct: 0, inTable: 3, inRing: 1, write: false })
  expect(divided(3, { direct: 1, write: true }, true)).toEqual({ direct: 1, inTable: 2, inRing: 2, write: true })
  expect(divided(3, { direct: 9 }, true)).toEqual({ direct: 2, inTable: 1, inRing: 3, write: false })
})

test('a table is entered at its first entry, and goes through every other one', () => {
  expect([1, 2, 3, 4].map(tableOrder)).toEqual([[0], [0, 1], [0, 2, 1], [0, 3, 2, 1]])
})
