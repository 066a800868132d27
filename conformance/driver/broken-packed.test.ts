import { expect, test } from 'vitest'
import type { Corruption } from '../../model/ring/corruption.ts'
import { entriesFor, type Side } from './broken-chain.ts'
import { brokenPacked } from './broken-packed.ts'

const materials = { readable: 0x1000, writable: 0x2000, table: 0x3000, entries: 4 }
const list = (how: Corruption, side: Side = 'transmit') => brokenPacked(how, side, materials)
const elements = (how: Corruption, side: Side = 'transmit') =>
  list(how, side).elements.map(({ address, length, flags }) => [address, length, flags])

test('NEXT is set all around, or leads to what is not available', () => {
  expect(elements('loop')).toEqual(Array.from({ length: 4 }, () => [0x1000n, 64, 1]))
  expect(elements('next-beyond', 'control')).toEqual([
    [0x1000n, 64, 1],
    [0x2000n, 1, 3],
  ])
  expect(entriesFor('loop', 9, true)).toBe(9)
})

test('a table follows another descriptor, or is followed by one', () => {
  expect(elements('table-behind')).toEqual([
    [0x1000n, 64, 1],
    [0x3000n, 16, 4],
  ])
  expect(elements('table-behind', 'control')).toEqual([
    [0x1000n, 64, 1],
    [0x3000n, 16, 4],
  ])
  expect(elements('table-next', 'receive')).toEqual([
    [0x3000n, 16, 5],
    [0x2000n, 2048, 2],
  ])
})

test('a table has no links', () => {
  const { table } = list('table-odd', 'control')
  const view = new DataView(table.buffer)
  expect([0, 16].map((at) => [view.getBigUint64(at, true), view.getUint16(at + 14, true)])).toEqual([
    [0x1000n, 0],
    [0x2000n, 2],
  ])
})

test('one way each says what is wrong beside the list', () => {
  const ways = ['ahead', 'unwrapped', 'stale', 'next-beyond', 'changed', 'far'] as const
  expect(ways.map((how) => list(how)).map((one) => [one.gap, one.unwrapped, one.behind, one.changes])).toEqual([
    [1, false, undefined, false],
    [0, true, undefined, false],
    [0, false, 'available', false],
    [0, false, 'unavailable', false],
    [0, false, undefined, true],
    [0, false, undefined, false],
  ])
})
