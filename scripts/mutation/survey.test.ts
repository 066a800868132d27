import { describe, expect, it } from 'vitest'
import { subjectsOf } from './constants.ts'
import { constantFindings, strykerFindings } from './survey.ts'

describe('constantFindings', () => {
  it('lists what counts against the score and why the rest does not', () => {
    const text = 'export const a = 1\nexport const b = 2 // equivalent: nothing reads it\n'
    const [subject] = subjectsOf([{ path: 'model/a.ts', text }], new Map())
    if (subject === undefined) throw new Error('no subject')
    subject.outcomes[0] = 'killed'
    expect(constantFindings([subject])).toEqual({
      name: 'constants',
      tally: { killed: 1, survived: 0, timeout: 0, uncovered: 1, ignored: 2, pending: 0 },
      survivors: ['model/a.ts:1:18: 1 → 0: uncovered'],
      ignored: { 'nothing reads it': 2 },
    })
  })
})

describe('strykerFindings', () => {
  const location = { start: { line: 3, column: 4 }, end: { line: 3, column: 9 } }
  const of = (status: string, more: object = {}) => ({ id: '0', mutatorName: 'Block', status, location, ...more })
  const file = (...mutants: readonly ReturnType<typeof of>[]) => ({ language: 'typescript', source: '', mutants })
  const report = {
    schemaVersion: '1.0',
    thresholds: { high: 90, low: 75 },
    testFiles: {},
    files: {
      'model/a.ts': file(
        of('Killed'),
        of('Timeout', { replacement: '{\n}' }),
        of('Ignored', { statusReason: 'static' }),
      ),
      'model/b.ts': file(of('Survived'), of('RuntimeError')),
    },
  }

  it('lists what counts against the score', () => {
    const findings = strykerFindings(report, () => true)
    expect(findings.survivors).toEqual(['model/a.ts:3:4: Block → {: timeout', 'model/b.ts:3:4: Block → : survived'])
    expect(findings.tally).toEqual({ killed: 1, survived: 1, timeout: 1, uncovered: 0, ignored: 2, pending: 0 })
    expect(findings.ignored).toEqual({ static: 1, RuntimeError: 1 })
  })

  it('looks only at files that are wanted', () => {
    expect(strykerFindings(report, (path) => path === 'model/b.ts').tally.killed).toBe(0)
  })
})
