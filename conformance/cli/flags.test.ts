import { InvalidArgumentError } from 'commander'
import { describe, expect, test } from 'vitest'
import { many, type ReportFlag, reportFlag, secondsGiven, seed, shard, wholeNumber } from './flags.ts'

/** What a reader of flags says of a text: its value, or what it expected. */
function read(reader: (text: string) => unknown, text: string): unknown {
  try {
    return reader(text)
  } catch (error) {
    if (error instanceof InvalidArgumentError) return error.message
    throw error
  }
}

test.each([
  ['1', 1],
  ['9007199254740991', 9007199254740991],
  ['007', 7],
])('a whole number: %s', (text, value) => {
  expect(read(wholeNumber(1), text)).toBe(value)
})
test.each(['0', '-1', '', ' 1', '1.0', '1e3', '0x1', 'x', '9007199254740992'])(
  'no whole number of at least 1: %j',
  (text) => {
    expect(read(wholeNumber(1), text)).toBe('Expected a whole number of at least 1.')
  },
)

test.each([
  ['0', 0],
  ['-2147483648', -2147483648],
  ['2147483647', 2147483647],
])('a seed: %s', (text, value) => {
  expect(read(seed, text)).toBe(value)
})
test.each(['2147483648', '-2147483649', '1.5', '', 'x', '+1'])('no seed: %j', (text) => {
  expect(read(seed, text)).toBe('Expected a whole number from -2147483648 to 2147483647.')
})

test.each([
  ['0.5', 0.5],
  ['60', 60],
])('seconds: %s', (text, value) => {
  expect(read(secondsGiven, text)).toBe(value)
})
test.each(['0', '-1', '', ' ', 'x', 'Infinity', '1s'])('no seconds: %j', (text) => {
  expect(read(secondsGiven, text)).toBe('Expected seconds above 0.')
})

test.each([
  ['1/1', { index: 1, of: 1 }],
  ['2/3', { index: 2, of: 3 }],
  ['3/3', { index: 3, of: 3 }],
])('a shard: %s', (text, value) => {
  expect(read(shard, text)).toEqual(value)
})
test.each(['0/1', '2/1', '1', '1/', '/1', '-1/2', '1/2/3', 'a/b', '0/0'])('no shard: %j', (text) => {
  expect(read(shard, text)).toBe('Expected I/N with I from 1 to N.')
})

describe('a report', () => {
  const before: readonly ReportFlag[] = [{ format: 'text' }]
  const readReport = (text: string) => read((one) => reportFlag(one, before), text)

  test('has a format, and a file or none; it is added to those before', () => {
    expect(readReport('json')).toEqual([...before, { format: 'json' }])
    expect(readReport('junit=out/r.xml')).toEqual([...before, { format: 'junit', file: 'out/r.xml' }])
    expect(readReport('tap=a=b')).toEqual([...before, { format: 'tap', file: 'a=b' }])
    expect(before).toEqual([{ format: 'text' }])
  })

  test('of no such format, or without the file that = promises', () => {
    for (const text of ['html', '', 'JSON', '=r.json'])
      expect(readReport(text)).toBe('Expected one of text, json, junit, tap, or FORMAT=FILE.')
    expect(readReport('json=')).toBe('Expected a file after =.')
  })
})

test('an option given often keeps every value, in order', () => {
  expect(many('b', ['a'])).toEqual(['a', 'b'])
})
