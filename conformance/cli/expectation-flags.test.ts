import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { storedText } from '../expectations/stored-history.ts'
import { expectationsFor } from './expectation-flags.ts'
import { known, short, toyCourt } from './toy-project.fixture.ts'
import { UsageError } from './usage-error.ts'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'expectation-flags-test-'))
  file = join(folder, 'expected.json')
})
afterEach(() => rmSync(folder, { recursive: true }))

const long = { ...short, name: 'long', trace: 'qemu-features-ok-unchecked.jsonl' }
const shorty = known('shorty', {})
const courts = [toyCourt({ deviations: { shorty: [short, long] } })]
const ours = known('engine', {}, { ours: true })

const right = [
  '{',
  '  "format": "virtio-conformance-expectations/1",',
  '  "target": "shorty",',
  '  "expected": ["long"]',
  '}',
  '',
].join('\n')
const expected = (content: string, target = shorty) => {
  writeFileSync(file, content)
  return expectationsFor(target, courts, { expectations: file })
}

test('all that is known of a target, unless the flag says otherwise', () => {
  expect(expectationsFor(shorty, courts, {})).toMatchObject({
    expected: ['short', 'long'],
    expectations: 'conformance/expectations/shorty',
  })
  expect(expectationsFor(ours, courts, {})).toMatchObject({ expected: [], expectations: null })
})

test('none; those that a file names', () => {
  expect(expectationsFor(shorty, courts, { expectations: 'none' })).toMatchObject({ expected: [], expectations: null })
  expect(expectationsFor(ours, courts, { expectations: 'none' })).toMatchObject({ expected: [], expectations: null })
  expect(expected(right)).toMatchObject({ expected: ['long'], expectations: file })
})

test('each way, the history of a deviation is the stored one', () => {
  for (const given of [{}, { expectations: 'none' }])
    expect(expectationsFor(shorty, courts, given).storedText(long.trace)).toBe(storedText(long.trace))
  expect(expected(right).storedText(long.trace)).toBe(storedText(long.trace))
})

describe('a file that is wrong is refused: file, line and what was expected', () => {
  test.each([
    ['cut off', right.slice(0, 40), 'line 2: expected JSON such as'],
    ['empty', '', 'line 1: expected JSON such as'],
    [
      'of another version',
      right.replace('/1', '/2'),
      'line 2: format: expected "virtio-conformance-expectations/1", found "virtio-conformance-expectations/2"',
    ],
    ['nonsense', right.replace('["long"]', '7'), 'line 4: expected: expected a list, each text, found 7'],
    ['a trace', '{"format":"virtio-conformance-trace/1"}\n', 'line 1: format: expected'],
    [
      'for another target',
      right.replace('shorty', 'longy'),
      'line 3: target: expected "shorty", the target to be judged, found "longy"',
    ],
    [
      'a name that is not known',
      right.replace('long', 'lung'),
      'line 4: expected[0]: expected one of short, long, found "lung"; did you mean long?',
    ],
  ])('%s', (_, content, words) => {
    expect(() => expected(content)).toThrow(UsageError)
    expect(() => expected(content)).toThrow(`${file}: ${words}`)
  })

  test('one that is not there', () => {
    expect(() => expectationsFor(shorty, courts, { expectations: file })).toThrow(UsageError)
    expect(() => expectationsFor(shorty, courts, { expectations: file })).toThrow(`cannot read ${file}: ENOENT`)
  })

  test('any, where the target is ours', () => {
    expect(() => expected(right, ours)).toThrow(
      new UsageError(`--expectations ${file}: engine is ours and is never excused; expected none`),
    )
  })
})
