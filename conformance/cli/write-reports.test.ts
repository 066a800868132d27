import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { assemble } from '../run/assemble.ts'
import { toyConfig } from '../run/toy/machine.fixture.ts'
import type { ReportFlag } from './flags.ts'
import { surroundings } from './toy-project.fixture.ts'
import { UsageError } from './usage-error.ts'
import { reportsAsked, writeReports } from './write-reports.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'write-reports-test-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('what is asked for', () => {
  test('text on standard output, unless something else goes there', () => {
    expect(reportsAsked([], false)).toEqual([{ format: 'text' }])
    const inFile: ReportFlag = { format: 'json', file: 'r.json' }
    expect(reportsAsked([inFile], false)).toEqual([inFile, { format: 'text' }])
    expect(reportsAsked([{ format: 'tap' }], false)).toEqual([{ format: 'tap' }])
    expect(reportsAsked([], true)).toEqual([{ format: 'json' }])
    expect(reportsAsked([{ format: 'json' }], true)).toEqual([{ format: 'json' }, { format: 'json' }])
  })

  test('standard output holds one report', () => {
    expect(() => reportsAsked([{ format: 'tap' }, { format: 'junit' }], false)).toThrow(
      new UsageError('standard output holds one report, not tap and junit: give FORMAT=FILE for the others'),
    )
    expect(() => reportsAsked([{ format: 'text' }], true)).toThrow('not text and json')
  })
})

const capabilities = { config: toyConfig, has: new Set(['net'] as const) }
const target = { name: 'toy', version: '1' }
const report = assemble({ target, capabilities, seed: 1, runs: 2, began: 0, expectations: null }, [], [])

function written(...asked: readonly ReportFlag[]): readonly string[] {
  const { out, around } = surroundings()
  writeReports(asked, report, () => 'the text\n\n', around)
  return out
}

test('on standard output: each format but text, which was written while the check ran', () => {
  expect(written({ format: 'json' })).toEqual([JSON.stringify(report, undefined, 2)])
  expect(written({ format: 'tap' })).toEqual(['TAP version 14\n1..0'])
  expect(written({ format: 'junit' })[0]).toMatch(/^<\?xml version="1\.0".*<\/testsuites>$/s)
  expect(written({ format: 'text' })).toEqual([])
})

test('in files, in folders that are made, each ending with one line feed', () => {
  const file = (name: string) => join(folder, 'a', 'b', name)
  const formats = ['text', 'json', 'tap'] as const
  expect(written(...formats.map((format) => ({ format, file: file(format) })))).toEqual([])
  expect(formats.map((format) => readFileSync(file(format), 'utf8'))).toEqual([
    'the text\n',
    `${JSON.stringify(report, undefined, 2)}\n`,
    'TAP version 14\n1..0\n',
  ])
})

test('a file that cannot be written is named', () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  expect(() => written({ format: 'json', file: join(file, 'r.json') })).toThrow(UsageError)
  expect(() => written({ format: 'json', file: folder })).toThrow(`--report: cannot write ${folder}: EISDIR`)
})
