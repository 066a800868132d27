import { expect, test } from 'vitest'
import { junit } from './junit.ts'
import { merge } from './merge.ts'
import type { CheckReport, PropertyReport, PropertyVerdict } from './report.ts'
import { clausesOf, exitStatus, summaryOf, worst } from './summary.ts'
import { tap } from './tap.ts'

const property = (verdict: PropertyVerdict, more: Partial<PropertyReport> = {}): PropertyReport => ({
  id: `toy/${verdict}`,
  says: 'It is so.',
  clauses: ['net.rss.device.5'],
  verdict,
  runs: 2,
  durationMs: 1500,
  reached: {},
  deviations: [],
  ...more,
})
const refusal = { clause: 'net.rss.device.5', by: 'device', because: 'q<1> & "q2"\u0007' } as const

function report(...properties: readonly PropertyReport[]): CheckReport {
  return {
    suite: { name: 'suite', version: '1' },
    specification: 'virtio-v1.4-cs01',
    target: { name: 'toy', version: '2', capabilities: ['net'] },
    seed: 1,
    runs: 2,
    durationMs: 2500,
    expectations: null,
    summary: summaryOf(properties),
    properties,
    clauses: clausesOf(properties),
    marks: {},
    survey: [],
  }
}

test('the worst verdict counts', () => {
  expect(worst(['pass', 'skip'])).toBe('pass')
  expect(worst(['expected', 'warn', 'pass'])).toBe('warn')
  expect(worst(['inconclusive', 'unexpectedPass', 'fail'])).toBe('fail')
  expect(worst(['inconclusive', 'unexpectedPass'])).toBe('unexpectedPass')
  expect(worst([])).toBe('skip')
})

test('the exit status: failures, unexpected passes and doubts count, warnings under --strict', () => {
  const status = (verdict: PropertyVerdict, strict = false) => exitStatus(summaryOf([property(verdict)]), strict)
  expect((['pass', 'skip', 'expected', 'warn'] as const).map((verdict) => status(verdict))).toEqual([0, 0, 0, 0])
  expect((['fail', 'unexpectedPass', 'inconclusive'] as const).map((verdict) => status(verdict))).toEqual([1, 1, 1])
  expect([status('warn', true), status('expected', true), status('skip', true)]).toEqual([1, 0, 0])
})

test('a clause fails where it is broken, and is in doubt where another was', () => {
  const clauses = ['net.rss.device.5', 'net.rss.device.4'] as const
  const known = { name: 'x', clause: 'net.rx.device.4', times: 1 } as const
  expect(
    clausesOf([
      property('fail', { id: 'a', clauses, refusal }),
      property('expected', { id: 'b', clauses: [], deviations: [known] }),
      property('skip', { id: 'c', clauses: ['net.rss.device.3'] }),
      property('warn', { id: 'd', clauses: ['net.rss.device.2'] }),
    ]),
  ).toEqual({
    'net.rss.device.2': { level: 'MUST', verdict: 'pass', properties: ['d'] },
    'net.rss.device.3': { level: 'MUST', verdict: 'skip', properties: ['c'] },
    'net.rss.device.4': { level: 'MUST', verdict: 'inconclusive', properties: ['a'] },
    'net.rss.device.5': { level: 'MUST', verdict: 'fail', properties: ['a'] },
    'net.rx.device.4': { level: 'MUST', verdict: 'expected', properties: ['b'] },
  })
})

test('JUnit: a case a property, text escaped', () => {
  const xml = junit(
    report(property('pass'), property('fail', { refusal, trace: 't.jsonl' }), property('skip', { reason: 'no <tap>' })),
  )
  expect(xml.split('\n')).toEqual([
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites tests="3" failures="1" skipped="1" errors="0" time="2.500">',
    '  <testsuite name="toy 2" tests="3" failures="1" skipped="1" errors="0" time="2.500">',
    '    <testcase classname="toy" name="pass" time="1.500"/>',
    '    <testcase classname="toy" name="fail" time="1.500"><failure type="fail" message="net.rss.device.5 by the device: q&lt;1&gt; &amp; &quot;q2&quot;">t.jsonl</failure></testcase>',
    '    <testcase classname="toy" name="skip" time="1.500"><skipped message="no &lt;tap&gt;"/></testcase>',
    '  </testsuite>',
    '</testsuites>',
    '',
  ])
})

test('TAP: a point a property, with what is to be known of it', () => {
  const doubt = property('inconclusive', { id: 'a/#1', reason: 'odd' })
  expect(
    tap(report(property('pass'), property('skip', { reason: 'no tap' }), doubt, property('warn', { refusal }))).split(
      '\n',
    ),
  ).toEqual([
    'TAP version 14',
    '1..4',
    'ok 1 - toy/pass',
    'ok 2 - toy/skip # SKIP no tap',
    'not ok 3 - a/\\#1',
    '  ---',
    '  verdict: "inconclusive"',
    '  reason: "odd"',
    '  ...',
    'ok 4 - toy/warn',
    '  ---',
    '  verdict: "warn"',
    '  clause: "net.rss.device.5"',
    '  by: "device"',
    `  because: ${JSON.stringify(refusal.because)}`,
    '  ...',
    '',
  ])
})

test('merging: the worst verdict, runs and counters added, the share computed anew', () => {
  const deviation = { name: 'x', clause: 'net.rx.device.4', times: 2 } as const
  const row = { ...refusal, property: 'toy/a', times: 2 }
  const reached = { stimuli: 9, 'stimuli skipped': 1, 'share of stimuli skipped': 0.1, 'feature combinations': 3 }
  const first = report(property('expected', { id: 'toy/a', reached, deviations: [deviation] }))
  const second = report(
    property('fail', { id: 'toy/a', refusal, reached: { stimuli: 10, resets: 1 }, deviations: [deviation] }),
  )
  const merged = merge(
    [
      { ...first, survey: [row] },
      { ...second, survey: [row, { ...row, property: 'toy/b' }] },
    ],
    'both',
  )
  expect(merged).toMatchObject({ target: { name: 'both' }, durationMs: 5000, summary: { fail: 1, expected: 0 } })
  expect(merged.properties).toEqual([
    property('fail', {
      id: 'toy/a',
      refusal,
      runs: 4,
      durationMs: 3000,
      reached: {
        stimuli: 19,
        'stimuli skipped': 1,
        'share of stimuli skipped': 0.05,
        'feature combinations': 3,
        resets: 1,
      },
      deviations: [{ ...deviation, times: 4 }],
    }),
  ])
  expect(merged.survey).toEqual([
    { ...row, times: 4 },
    { ...row, property: 'toy/b' },
  ])
})
