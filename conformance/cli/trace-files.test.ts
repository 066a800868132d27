import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { specification, suite } from '../report/suite.ts'
import { toyConfig } from '../run/toy/machine.fixture.ts'
import { offer, rest, use } from '../run/toy/target.fixture.ts'
import type { Trace } from '../trace/trace.ts'
import { writeTrace } from '../trace/write.ts'
import { toyCourt, toyType } from './toy-project.fixture.ts'
import { readText, traceIn, traceKeeper } from './trace-files.ts'
import { UsageError } from './usage-error.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trace-files-test-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const trace: Trace = {
  head: {
    suite,
    specification,
    target: { name: 'reference (eager)', version: '1' },
    config: toyConfig,
    seed: -4,
    property: 'toy/offers',
  },
  log: [offer(1), use(1, 9), rest],
}
const before: Trace = { ...trace, log: [offer(7), rest] }

const { config: _, ...facts } = trace.head
const written = { facts, text: writeTrace(trace) }
const courts = [toyCourt()]

describe('traces are kept', () => {
  test('in a folder that is made, under target, property and seed, with the command that replays them', () => {
    const keep = traceKeeper(join(folder, 'a', 'b'), 'reference', { path: 'my desk' })
    const file = join(folder, 'a', 'b', 'reference-eager--toy-offers--4.jsonl')
    expect(keep(written)).toEqual({
      trace: file,
      replay: `virtio-conformance replay ${file} --target reference --option 'path=my desk'`,
    })
    expect(readFileSync(file, 'utf8')).toBe(writeTrace(trace))
    expect(existsSync(file.replace('.jsonl', '.before.jsonl'))).toBe(false)
    expect(traceIn(file, courts).facts).toEqual(facts)
  })

  test('with the one before, where it is needed', () => {
    const { trace: file } = traceKeeper(folder, 'reference', {})({ ...written, before: writeTrace(before) })
    expect(readFileSync(file.replace('.jsonl', '.before.jsonl'), 'utf8')).toBe(writeTrace(before))
  })

  test('or not, where the folder cannot be: that is said', () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    const keep = () => traceKeeper(file, 'reference', {})(written)
    expect(keep).toThrow(UsageError)
    expect(keep).toThrow(`--traces ${file}: cannot write: EEXIST`)
  })
})

test('a file that cannot be read is named, and why', () => {
  const file = join(folder, 'none.jsonl')
  expect(() => readText(file)).toThrow(UsageError)
  expect(() => readText(file)).toThrow(`cannot read ${file}: ENOENT`)
  writeFileSync(file, 'é')
  expect(readText(file)).toBe('é')
})

describe('a trace that is none: 2, with file, line and what was expected', () => {
  const right = writeTrace(trace)
  const cases: readonly (readonly [string, string, string])[] = [
    ['empty', '', 'line 1: the file is empty: expected a head line with format "virtio-conformance-trace/1"'],
    ['cut off within a line', right.slice(0, -5), 'line 4: the file is cut off: expected a line feed at its end'],
    [
      'cut off between lines',
      right.replace('{"kind":"device.rests"}\n', ''),
      'line 3: the file is cut off: expected device.rests as the last action',
    ],
    [
      'of another version',
      right.replace('trace/1', 'trace/2'),
      'line 1: format: expected a head line with format "virtio-conformance-trace/1", found "virtio-conformance-trace/2"',
    ],
    [
      'of another specification',
      right.replace(specification, 'virtio-v1.5'),
      `line 1: specification: expected "${specification}", found "virtio-v1.5"`,
    ],
    [
      'of a subject that is not known',
      right.replace('"target"', '"subject":"kettle","target"'),
      'line 1: subject: expected one of net, found "kettle"',
    ],
    [
      'of a subject that is no name',
      right.replace('"target"', '"subject":7,"target"'),
      'line 1: subject: expected text, found 7',
    ],
    [
      'with a number that cannot be',
      right.replace('"length":9', '"length":-9'),
      'line 3: length: expected a whole number from 0 to 4294967295, found -9',
    ],
    [
      'with a line that is no JSON',
      right.replace('{"kind":"driver', '{kind:"driver'),
      'line 2: expected a JSON object,',
    ],
  ]

  test.each(cases)('%s', async (_, content, words) => {
    expect(content).not.toBe(right)
    const file = join(folder, 'wrong.jsonl')
    writeFileSync(file, content)
    for (const command of ['replay', 'explain']) {
      const { status, out, err } = await toyType(`${command} ${file}`)
      expect({ status, out, lines: err.split('\n').length }).toEqual({ status: 2, out: '', lines: 1 })
      expect(err.startsWith(`error: ${file}: ${words}`)).toBe(true)
    }
  })
})
