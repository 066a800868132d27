import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import type { PropertyReport } from '../report/report.ts'
import { assemble } from '../run/assemble.ts'
import { failureStory } from '../run/check-part.ts'
import type { Failure } from '../run/judge.ts'
import { judgement } from '../run/judgement.fixture.ts'
import { propertyReport } from '../run/property-report.ts'
import { toyConfig } from '../run/toy/machine.fixture.ts'
import { toyProperty } from '../run/toy/property.fixture.ts'
import { toySubject } from '../run/toy/subject.fixture.ts'
import { offer, rest, use } from '../run/toy/target.fixture.ts'
import { Reporter } from './reporter.ts'
import { surroundings } from './toy-project.fixture.ts'

const failure: Failure = {
  finding: { refusal: { by: 'device', clauses: ['split.used.device.2'], because: 'length 9, not 10' }, at: 1 },
  log: [offer(1), use(1, 9), rest],
  seed: 1,
}
const story = failureStory(toySubject, failure)
const reported = (found: Parameters<typeof judgement>[0]): PropertyReport =>
  propertyReport(toyProperty, judgement(found), [], '1')
const [passed, failed] = [reported({}), { ...reported({ failure }), trace: 't.jsonl' }]
const capabilities = { config: toyConfig, has: new Set(['net'] as const) }
const facts = { target: { name: 'toy', version: '1' }, capabilities, seed: 1, runs: 10, began: 0, expectations: null }
const report = assemble(facts, [passed, failed], [])
const refusedLine = '                  ^ split.used.device.2: length 9, not 10'

/** A terminal, and what is drawn on it. */
function terminal() {
  const drawn: string[] = []
  const stream = new PassThrough()
  stream.on('data', (chunk) => drawn.push(String(chunk)))
  return {
    drawn,
    stderr: Object.assign(stream, { isTTY: true, columns: 80, cursorTo: () => true, clearLine: () => true }),
  }
}

describe('the text report', () => {
  test('comes on standard output while the check runs', () => {
    const { out, err, around } = surroundings()
    const reporter = new Reporter(around, true)
    reporter.head(report)
    reporter.started(toyProperty, 10)
    reporter.ran(10)
    reporter.finished(passed, [])
    expect(out[0]).toMatch(/ · toy 1 · seed 1 · 10 runs a property\n$/)
    expect(out[1]).toBe('  pass       toy/offers                         10 runs, 0.0 s')
    reporter.finished(failed, story)
    expect(out).toContain(refusedLine)
    reporter.tail(report, 'check again')
    expect(out.at(-1)).toBe('again: check again')
    expect(err).toEqual([])
  })

  test('for a file is the same, whole and without colours', () => {
    const printed = surroundings({ stdout: { isTTY: true } })
    const reporter = new Reporter(printed.around, true)
    reporter.finished(passed, [])
    reporter.finished(failed, story)
    const text = reporter.text(report, 'check again')
    expect(text).toContain(`\n${refusedLine}\n`)
    expect(text).toContain('\n             trace   t.jsonl\n')
    expect(text.endsWith('again: check again\n')).toBe(true)
    expect(text).not.toContain('\u001b')
    expect(printed.out.join()).toContain('\u001b')
  })
})

describe('where something else is printed', () => {
  test('standard output stays free, and each property has a line on standard error', () => {
    const { out, err, around } = surroundings()
    const reporter = new Reporter(around, false)
    reporter.head(report)
    reporter.finished(failed, story)
    reporter.tail(report, 'check again')
    expect([out, err]).toEqual([[], ['toy/offers: fail, 10 runs']])
  })

  test('on a terminal a bar tells how far it is, and goes', () => {
    const { drawn, stderr } = terminal()
    const { out, err, around } = surroundings({ stderr })
    const reporter = new Reporter(around, false)
    reporter.started(toyProperty, 7)
    reporter.ran(3)
    reporter.finished(passed, [])
    expect(drawn.join('')).toContain('toy/offers')
    expect(drawn.join('')).toContain('of 7 runs')
    expect([out, err]).toEqual([[], []])
    const before = drawn.length
    reporter.ran(4)
    expect(drawn).toHaveLength(before)
  })
})
