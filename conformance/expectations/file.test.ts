import { expect, test } from 'vitest'
import { ExpectationsError, expectedIn } from './file.ts'

const known = [{ name: 'num-buffers' }, { name: 'features' }]
const file = (...lines: readonly string[]) => lines.join('\n')
const right = file(
  '{',
  '  "format": "virtio-conformance-expectations/1",',
  '  "target": "qemu",',
  '  "expected": ["features"]',
  '}',
)

test('the named deviations, in the order of the file', () => {
  expect(expectedIn(right, 'qemu', known)).toEqual([{ name: 'features' }])
  expect(expectedIn(right.replace('["features"]', '["features", "num-buffers"]'), 'qemu', known)).toEqual(
    [...known].reverse(),
  )
  expect(expectedIn(right.replace('["features"]', '[]'), 'qemu', known)).toEqual([])
})

test.each([
  [
    '/1',
    '/2',
    'line 2: format: expected "virtio-conformance-expectations/1", found "virtio-conformance-expectations/2"',
  ],
  ['"qemu"', '7', 'line 3: target: expected text, found 7'],
  ['"qemu"', '"igb"', 'line 3: target: expected "qemu", the target to be judged, found "igb"'],
  ['["features"]', '"features"', 'line 4: expected: expected a list, each text, found "features"'],
  ['["features"]', '[7]', 'line 4: expected[0]: expected text, found 7'],
  [
    'features',
    'feature',
    'line 4: expected[0]: expected one of num-buffers, features, found "feature"; did you mean features?',
  ],
  ['["features"]', '[], "x": 1', 'line 4: x: expected no such field, found 1'],
  [
    '"target": "qemu",',
    '"target" "qemu",',
    'line 3: expected JSON such as {"format": "virtio-conformance-expectations/1", "target": "…", "expected": ["NAME"]}, found something else',
  ],
])('%s instead of %s', (from, to, message) => {
  expect(right).toContain(from)
  expect(() => expectedIn(right.replace(from, to), 'qemu', known)).toThrow(ExpectationsError)
  expect(() => expectedIn(right.replace(from, to), 'qemu', known)).toThrow(message)
})

test('a target without known deviations has nothing to expect', () => {
  expect(() => expectedIn(right, 'qemu', [])).toThrow(
    'line 4: expected[0]: qemu has no known deviations, found "features"',
  )
})
