import { describe, expect, test } from 'vitest'
import { corruptions } from '../../model/net/corruption.ts'
import { type BrokenChain, brokenChain, bufferLength, entriesFor, type Side } from './corruption.ts'

const materials = { readable: 0x1000, writable: 0x2000, indices: [3, 5, 7, 9], size: 8 }

/** Address, length, flags and `next` of each descriptor, as the bytes stand. */
const fields = ({ descriptors }: BrokenChain) =>
  descriptors.map((bytes) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset)
    const [flags, next] = [view.getUint16(12, true), view.getUint16(14, true)]
    return [view.getBigUint64(0, true), view.getUint32(8, true), flags, next]
  })
const broken = (how: (typeof corruptions)[number], side: Side = 'receive') => brokenChain(how, side, materials)

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
    [
      'wrong-way',
      'control',
      [
        [0x1000n, 64, 3, 5],
        [0x2000n, 1, 0, 0],
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
    ['indirect', 'receive', [[0x1000n, 16, 4, 0]]],
  ] as const)('%s on a %s queue', (how, side, expected) => {
    expect(fields(broken(how, side))).toEqual(expected)
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
    const { later, ...chain } = broken('changed')
    expect(fields(chain)).toEqual([[0x2000n, bufferLength, 2, 0]])
    expect(fields({ ...chain, descriptors: later === undefined ? [] : [later] })).toEqual([
      [0x7fff_ffff_f000n, bufferLength, 2, 0],
    ])
  })
  test('is long with as many descriptors as there are', () => {
    expect([entriesFor('long', 64), entriesFor('long', 10), entriesFor('loop', 64)]).toEqual([34, 10, 4])
    expect(fields(broken('long', 'control')).map(([, length]) => length)).toEqual([
      bufferLength,
      bufferLength,
      bufferLength,
      1,
    ])
  })
})
