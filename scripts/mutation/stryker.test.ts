import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { changedOf } from './stryker.ts'
import type { StrykerReport } from './stryker-report.ts'

const file = 'model/kernel/bits.ts'
const beside = 'model/kernel/bits.test.ts'
const textOf = (path: string) => readFileSync(path, 'utf8')

function known(source: string, testSource: string): StrykerReport {
  return {
    schemaVersion: '1.0',
    thresholds: { high: 90, low: 75 },
    files: { [file]: { language: 'typescript', source, mutants: [] } },
    testFiles: { [beside]: { source: testSource, tests: [] } },
  }
}

test('a file is tried again when its text, or the test beside it, is another, or nothing is known', () => {
  expect(changedOf([file], known(textOf(file), textOf(beside)))).toEqual([])
  expect(changedOf([file], known('', textOf(beside)))).toEqual([file])
  expect(changedOf([file], known(textOf(file), ''))).toEqual([file])
  expect(changedOf([file], undefined)).toEqual([file])
})
