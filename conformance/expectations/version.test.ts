import { expect, test } from 'vitest'
import { isWithin, numbersOf } from './version.ts'

test('the first dotted number counts', () => {
  expect(numbersOf('QEMU 7.2.22 (Debian 1:7.2+dfsg)')).toEqual([7, 2, 22])
  expect(numbersOf('11')).toEqual([11])
  expect(numbersOf('none')).toEqual([])
})

test.each([
  ['7.2.22', {}, true],
  ['7.2.22', { from: '7.2', to: '7.2' }, true],
  ['7.2.22', { from: '7.2.22' }, true],
  ['7.2.22', { from: '7.2.23' }, false],
  ['7.2.22', { to: '7.2.21' }, false],
  ['7.10', { from: '7.9', to: '8' }, true],
  ['8.1', { to: '8' }, true],
  ['9.0', { to: '8' }, false],
  ['6.9', { from: '7' }, false],
  ['8', { from: '8.0' }, true],
  ['8', { from: '8.1' }, false],
])('%s within %o: %s', (version, range, within) => {
  expect(isWithin(version, range)).toBe(within)
})
