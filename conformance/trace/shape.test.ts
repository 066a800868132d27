import { describe, expect, test } from 'vitest'
import { faultWords, isRecord, listOf, object, oneOf, optional, simple, union, whole, written } from './shape.ts'

const even = simple('an even number', { multipleOf: 2 }, (value) => typeof value === 'number' && value % 2 === 0)

test('a simple shape asks its predicate, and says what it expects', () => {
  expect(even.expects).toBe('an even number')
  expect(even.fault(2)).toBeUndefined()
  expect(even.fault(3)).toEqual({ path: '', expected: 'an even number', found: 3 })
})

test('a whole number lies from 0 to the most, both included', () => {
  const byte = whole(255)
  expect([0, 255].map((value) => byte.fault(value))).toEqual([undefined, undefined])
  for (const found of [-1, 256, 1.5, Number.NaN, '7', null, undefined])
    expect(byte.fault(found)).toEqual({ path: '', expected: 'a whole number from 0 to 255', found })
})

test('one of some words: text, and no other', () => {
  const shape = oneOf(['waits', 'drops'])
  expect(shape.fault('drops')).toBeUndefined()
  expect(shape.fault('drop')).toEqual({ path: '', expected: 'one of waits, drops', found: 'drop' })
  expect(shape.fault(['waits'])).toMatchObject({ path: '' })
})

test('a list names the item that is wrong, the first of several', () => {
  const list = listOf(even)
  expect(list.expects).toBe('a list, each an even number')
  expect(list.fault([])).toBeUndefined()
  expect(list.fault([2, 4])).toBeUndefined()
  expect(list.fault([2, 3, 5])).toEqual({ path: '[1]', expected: 'an even number', found: 3 })
  expect(list.fault({ 0: 2 })).toEqual({ path: '', expected: 'a list, each an even number', found: { 0: 2 } })
  expect(listOf(list).fault([[2], [4, 1]])).toMatchObject({ path: '[1][1]' })
})

test('an optional field may be missing; null is not missing', () => {
  const shape = optional(even)
  expect(shape.expects).toBe('an even number')
  expect(shape.fault(undefined)).toBeUndefined()
  expect(shape.fault(2)).toBeUndefined()
  expect(shape.fault(null)).toEqual({ path: '', expected: 'an even number', found: null })
})

describe('an object', () => {
  const shape = object({ size: even, inner: optional(object({ flags: listOf(even) })) })

  test('has these fields', () => {
    expect(shape.expects).toBe('an object with size, inner')
    expect(object({}).expects).toBe('an object without fields')
    expect(shape.fault({ size: 2 })).toBeUndefined()
    expect(shape.fault({ size: 2, inner: { flags: [] } })).toBeUndefined()
    expect(shape.fault({})).toEqual({ path: '.size', expected: 'an even number', found: undefined })
    expect(shape.fault({ size: 2, inner: { flags: [1] } })).toMatchObject({ path: '.inner.flags[0]', found: 1 })
  })

  test('and no other, which is said after what is wrong with those it has', () => {
    expect(shape.fault({ more: 1, size: 2 })).toEqual({ path: '.more', expected: 'no such field', found: 1 })
    expect(shape.fault({ more: 1, size: 1 })).toMatchObject({ path: '.size' })
    expect(shape.fault({ size: 2, more: undefined })).toMatchObject({ path: '.more' })
  })

  test.each([[null], [[2]], ['size'], [undefined], [7]])('is not %j', (value) => {
    expect(isRecord(value)).toBe(false)
    expect(shape.fault(value)).toEqual({ path: '', expected: 'an object with size, inner', found: value })
  })
})

describe('a union', () => {
  const shape = union('name', { PAIRS: { pairs: even }, NONE: {} })

  test('takes the fields of the member that the tag names', () => {
    expect(shape.expects).toBe('an object with name')
    expect(shape.fault({ name: 'PAIRS', pairs: 2 })).toBeUndefined()
    expect(shape.fault({ name: 'NONE' })).toBeUndefined()
    expect(shape.fault({ name: 'PAIRS' })).toMatchObject({ path: '.pairs', expected: 'an even number' })
    expect(shape.fault({ name: 'NONE', pairs: 2 })).toEqual({ path: '.pairs', expected: 'no such field', found: 2 })
  })

  test('names the members there are where the tag is none of them', () => {
    for (const found of ['SOME', 1, undefined, 'toString'])
      expect(shape.fault({ name: found })).toEqual({ path: '.name', expected: 'one of PAIRS, NONE', found })
    expect(shape.fault('PAIRS')).toEqual({ path: '', expected: 'an object with name', found: 'PAIRS' })
  })
})

test('a fault in words: where, what was expected, what was found, no longer than a line', () => {
  expect(faultWords({ path: '', expected: 'text', found: 7 })).toBe('expected text, found 7')
  expect(faultWords({ path: '.a.b[2]', expected: 'text', found: undefined })).toBe(
    'a.b[2]: expected text, found nothing',
  )
  expect(faultWords({ path: '[0]', expected: 'text', found: null })).toBe('[0]: expected text, found null')
  expect(faultWords({ path: '.a', expected: 'text', found: 'x'.repeat(99) })).toBe(
    `a: expected text, found "${'x'.repeat(59)}`,
  )
})

describe('what JSON does not have is written as something else', () => {
  const number = written(
    simple('digits', {}, (value) => typeof value === 'string'),
    (text) => BigInt(String(text)),
    String,
  )
  const shape = union('kind', { many: { all: listOf(number), one: optional(number) }, none: {} })
  const values = [{ kind: 'many', all: [1n, 2n ** 70n] }, { kind: 'many', all: [], one: 3n }, { kind: 'none' }]

  test('wherever it stands, and read again', () => {
    const json = JSON.stringify(values.map((value) => shape.write(value)))
    expect(json).toBe(
      '[{"kind":"many","all":["1","1180591620717411303424"]},{"kind":"many","all":[],"one":"3"},{"kind":"none"}]',
    )
    expect(JSON.parse(json).map((value: unknown) => shape.read(value))).toEqual(values)
  })

  test('what has another shape is no value', () => {
    expect([shape.read(7), shape.write({ kind: 'other' }), object({}).read(7), listOf(number).write(7)]).toEqual([
      undefined,
      undefined,
      7,
      7,
    ])
  })
})
