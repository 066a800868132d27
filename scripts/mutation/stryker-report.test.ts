import { describe, expect, it } from 'vitest'
import { digest, outcomeOf, parseDigest, printDigest, restore, type StrykerReport } from './stryker-report.ts'

const location = { start: { line: 1, column: 2 }, end: { line: 3, column: 4 } }
const mutant = { id: '0', mutatorName: 'Block', replacement: '{}', status: 'Killed', killedBy: ['1'], location }
const report: StrykerReport = {
  schemaVersion: '1.0',
  thresholds: { high: 90, low: 75 },
  files: {
    'model/a.ts': {
      language: 'typescript',
      source: 'a',
      mutants: [
        { ...mutant, coveredBy: [] },
        { ...mutant, id: '1', status: 'Survived', killedBy: [], coveredBy: ['1', '2'] },
        { ...mutant, id: '3', status: 'Timeout', killedBy: [], coveredBy: ['1', '2'] },
        { ...mutant, id: '2', status: 'NoCoverage', coveredBy: [] },
      ],
    },
  },
  testFiles: { 'model/a.test.ts': { source: 'test', tests: [{ id: '1', name: 'a' }] } },
}
const texts: Readonly<Record<string, string>> = { 'model/a.ts': 'a', 'model/a.test.ts': 'test' }

describe('outcomeOf', () => {
  it.each([
    ['Killed', 'killed'],
    ['Survived', 'survived'],
    ['Timeout', 'timeout'],
    ['NoCoverage', 'uncovered'],
    ['Ignored', 'ignored'],
    ['RuntimeError', 'ignored'],
  ])('%s is %s', (status, outcome) => {
    expect(outcomeOf({ ...mutant, status })).toBe(outcome)
  })
})

describe('a digest', () => {
  it('restores the report from the sources of the tree', () => {
    expect(restore(parseDigest(printDigest(digest(report))), (path) => texts[path])).toEqual(report)
  })

  it('holds no source, no more than its part of the report, and each coverage once', () => {
    const machine = { projectRoot: 'here', config: { secret: 1 } }
    const text = printDigest(digest({ ...report, ...machine }))
    expect(text).not.toContain('here')
    expect(text).not.toContain('secret')
    expect(text).not.toContain('"source"')
    expect(text.match(/"1 2"/g)).toHaveLength(1)
  })

  it('keeps one killer of a killed mutant, and nothing of an ignored one', () => {
    const [file] = Object.values(report.files)
    if (file === undefined) throw new Error('no file')
    const killed = { ...mutant, killedBy: ['1', '2'], coveredBy: ['1', '2', '3'], static: true }
    const ignored = { ...mutant, id: '9', status: 'Ignored', statusReason: 'static' }
    const { files } = digest({ ...report, files: { 'model/a.ts': { ...file, mutants: [killed, ignored] } } })
    const { location: _, ...kept } = mutant
    expect(files['model/a.ts']?.mutants).toEqual([{ ...kept, at: [1, 2, 3, 4], coverage: 0 }])
  })

  it('forgets a file or test that changed or is gone', () => {
    const changed = restore(digest(report), (path) => (path === 'model/a.ts' ? 'b' : texts[path]))
    expect(changed.files).toEqual({})
    expect(Object.keys(changed.testFiles)).toEqual(['model/a.test.ts'])
    expect(restore(digest(report), () => undefined).testFiles).toEqual({})
  })

  it('throws where a line is not JSON', () => {
    expect(() => parseDigest('{}\n<<<<<<< HEAD\n')).toThrow(SyntaxError)
  })
})
