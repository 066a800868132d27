import { describe, expect, test } from 'vitest'
import { bufferLength, canBreak, corruptions } from '../../model/ring/corruption.ts'
import { entriesFor, type Side } from './broken-chain.ts'
import { type BrokenSplit, brokenSplit } from './broken-split.ts'

const materials = { readable: 0x1000, writable: 0x2000, table: 0x3000, entries: 4 }
const places = { indices: [3, 5, 7, 9], size: 8 }

/** Address, length, flags and `next` of descriptors, as the bytes stand. */
const fields = (...all: readonly Uint8Array[]) =>
  all.map((bytes) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset)
    const [flags, next] = [view.getUint16(12, true), view.getUint16(14, true)]
    return [view.getBigUint64(0, true), view.getUint32(8, true), flags, next]
  })
const entriesOf = (table: Uint8Array) =>
  Array.from({ length: table.length / 16 }, (_, nth) => table.subarray(16 * nth, 16 * nth + 16))
const broken = (how: (typeof corruptions)[number], side: Side = 'receive'): BrokenSplit =>
  brokenSplit(how, side, materials, places)

describe('a broken chain', () => {
  test.each([
    ['loop', 'receive', [[0x2000n, bufferLength, 3, 3]]],
    ['next-beyond', 'transmit', [[0x1000n, 64, 1, 8]]],
    [
      'far',
      'control',
      [
        [0x7fff_ffff_f000n, 64, 1, 5],
        [0x2000n, 1, 2, 0],
      ],
    ],
    ['wraps', 'receive', [[0xffff_ffff_ffff_fff0n, bufferLength, 2, 0]]],
    ['huge', 'transmit', [[0x1000n, 0xffff_ffff, 0, 0]]],
    ['truncated', 'receive', [[0x100_0000_1000n, bufferLength, 2, 0]]],
    ['wrong-way', 'receive', [[0x1000n, bufferLength, 0, 0]]],
    [
      'wrong-way',
      'control',
      [
        [0x1000n, 64, 1, 5],
        [0x1000n, 1, 0, 0],
      ],
    ],
    [
      'mixed',
      'receive',
      [
        [0x1000n, 64, 1, 5],
        [0x2000n, bufferLength, 3, 7],
        [0x2000n, bufferLength, 2, 0],
      ],
    ],
    [
      'disordered',
      'transmit',
      [
        [0x2000n, bufferLength, 3, 5],
        [0x1000n, 64, 0, 0],
      ],
    ],
    ['empty', 'receive', [[0x2000n, 0, 2, 0]]],
    ['short', 'receive', [[0x2000n, 5, 2, 0]]],
    [
      'short',
      'control',
      [
        [0x1000n, 1, 1, 5],
        [0x2000n, 1, 2, 0],
      ],
    ],
    [
      'overlapping',
      'transmit',
      [
        [0x1000n, 64, 1, 5],
        [0x1000n, 64, 0, 0],
      ],
    ],
    ['indirect', 'receive', [[0x3000n, 16, 4, 0]]],
    ['table-odd', 'control', [[0x3000n, 40, 4, 0]]],
    ['table-none', 'transmit', [[0x3000n, 0, 4, 0]]],
    ['table-huge', 'transmit', [[0x3000n, 0xffff_fff0, 4, 0]]],
    ['table-far', 'transmit', [[0x7fff_ffff_f000n, 16, 4, 0]]],
    [
      'table-next',
      'transmit',
      [
        [0x3000n, 16, 5, 5],
        [0x1000n, 64, 0, 0],
      ],
    ],
  ] as const)('%s on a %s queue', (how, side, expected) => {
    expect(fields(...broken(how, side).descriptors)).toEqual(expected)
  })
  test.each([
    ['loop', []],
    ['indirect', [[0x3000n, 16, 4, 0]]],
    [
      'table-odd',
      [
        [0x1000n, 64, 1, 1],
        [0x2000n, 1, 2, 0],
      ],
    ],
    [
      'table-loop',
      [
        [0x1000n, 64, 1, 1],
        [0x2000n, 1, 3, 0],
      ],
    ],
    [
      'table-beyond',
      [
        [0x1000n, 64, 1, 1],
        [0x2000n, 1, 3, 2],
      ],
    ],
  ] as const)('%s holds in its table', (how, expected) => {
    expect(fields(...entriesOf(broken(how, 'control').table))).toEqual(expected)
  })
  test('names a head beyond the table, or moves the index further than one', () => {
    expect(
      corruptions
        .map((how) => [broken(how).head, broken(how).moves])
        .filter(([head, moves]) => head !== 3 || moves !== 1),
    ).toEqual([
      [8, 1],
      [3, 9],
      [3, 2],
    ])
  })
  test('is made wrong after the notification', () => {
    const { later, descriptors } = broken('changed')
    expect(fields(...descriptors)).toEqual([[0x2000n, bufferLength, 2, 0]])
    expect(fields(...(later === undefined ? [] : [later]))).toEqual([[0x7fff_ffff_f000n, bufferLength, 2, 0]])
  })
  test('is long with as many descriptors as there are', () => {
    expect([entriesFor('long', 64, false), entriesFor('long', 10, false), entriesFor('loop', 64, false)]).toEqual([
      34, 10, 3,
    ])
    expect(fields(...broken('long', 'control').descriptors).map(([, length]) => length)).toEqual([
      bufferLength,
      bufferLength,
      bufferLength,
      1,
    ])
  })
  test('is of a way that the format knows', () => {
    expect(corruptions.filter((how) => !canBreak(how, false))).toEqual(['unwrapped', 'table-behind'])
    expect(corruptions.filter((how) => !canBreak(how, true))).toEqual(['table-loop', 'table-beyond'])
  })
})
