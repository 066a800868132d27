import { expect, it } from 'vitest'
import { isSizeOf, lieOf } from './format.ts'

const split = { packed: false, indirect: true }
const packed = { packed: true, indirect: true }

it('a chain takes as many entries as it has buffers, unless some are in a table', () => {
  expect(lieOf(split, 3, undefined)).toEqual({ descriptors: 3 })
  expect(lieOf({ ...split, indirect: false }, 3, { direct: 0 })).toEqual({ descriptors: 3 })
  expect(lieOf(split, 3, { direct: 0 })).toEqual({ descriptors: 1, buffers: 3, table: { direct: 0, write: false } })
  expect(lieOf(split, 3, { direct: 1, write: true })).toEqual({
    descriptors: 2,
    buffers: 3,
    table: { direct: 1, write: true },
  })
})

it('a table has one buffer at least', () => {
  expect(lieOf(split, 2, { direct: 5 })).toEqual({ descriptors: 2, buffers: 2, table: { direct: 1, write: false } })
})

it('on a packed ring nothing stands before the table', () => {
  expect(lieOf(packed, 3, { direct: 2, write: true })).toEqual({
    descriptors: 1,
    buffers: 3,
    table: { direct: 0, write: false },
  })
})

it('split rings have a power of two entries, packed ones any number, up to 32768', () => {
  const sizes = [0, 1, 2, 3, 8, 1.5, 32767, 32768, 65536]
  expect(sizes.filter((size) => isSizeOf(split, size))).toEqual([1, 2, 8, 32768])
  expect(sizes.filter((size) => isSizeOf(packed, size))).toEqual([1, 2, 3, 8, 32767, 32768])
})
