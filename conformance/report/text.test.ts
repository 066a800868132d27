import pc from 'picocolors'
import { describe, expect, test } from 'vitest'
import { plain } from './paint.ts'
import type { CheckReport, PropertyReport, PropertyVerdict } from './report.ts'
import { clausesOf, summaryOf } from './summary.ts'
import { gistLine, headLine, propertyLines, tailLines } from './text.ts'

const colours = pc.createColors(true)
const refusal = { clause: 'net.rss.device.5', by: 'device', because: 'queue 0, not 2' } as const

const property = (verdict: PropertyVerdict, more: Partial<PropertyReport> = {}): PropertyReport => ({
  id: `toy/${verdict}`,
  says: 'It is so.',
  clauses: ['net.rss.device.5'],
  verdict,
  runs: 2,
  durationMs: 1550,
  reached: {},
  deviations: [],
  ...more,
})

function report(properties: readonly PropertyReport[], more: Partial<CheckReport> = {}): CheckReport {
  return {
    suite: { name: 'suite', version: '0.1.0' },
    specification: 'virtio-v1.4-cs01',
    target: { name: 'toy', version: '2', capabilities: ['net'] },
    seed: 17,
    runs: 100,
    durationMs: 2540,
    expectations: null,
    summary: summaryOf(properties),
    properties,
    clauses: clausesOf(properties),
    marks: {},
    survey: [],
    ...more,
  }
}

const linesOf = (verdict: PropertyVerdict, more: Partial<PropertyReport> = {}, story: readonly string[] = []) =>
  propertyLines(property(verdict, more), story, plain)

test('the first line says what judges what, and how to have it again', () => {
  expect(headLine(report([]))).toBe('suite 0.1.0 · virtio-v1.4-cs01 · toy 2 · seed 17 · 100 runs a property')
})

describe('a property', () => {
  test.each<[PropertyVerdict, string]>([
    ['pass', '  pass       toy/pass                           2 runs, 1.6 s'],
    ['fail', '  FAIL       toy/fail                           2 runs, 1.6 s'],
    ['warn', '  warn       toy/warn                           2 runs, 1.6 s'],
    ['inconclusive', '  UNCLEAR    toy/inconclusive                   2 runs, 1.6 s'],
    ['expected', '  expected   toy/expected                       2 runs, 1.6 s'],
    ['unexpectedPass', '  UNEXPECTED toy/unexpectedPass                 2 runs, 1.6 s'],
    ['skip', '  skip       toy/skip'],
  ])('%s', (verdict, line) => {
    expect(linesOf(verdict, { durationMs: 1580 })).toEqual([line])
  })

  test('says what it reached, why it is so, and which known deviations it met', () => {
    const reached = { 'frames placed': 50, stimuli: 100, 'stimuli skipped': 3, 'share of stimuli skipped': 0.0291 }
    const deviations = [{ name: 'num-buffers', clause: 'net.rx.device.4', times: 3 }] as const
    expect(linesOf('expected', { reached, deviations, reason: 'seen before', refusal }).slice(1)).toEqual([
      '             reached 50 frames placed, 2.9 % of stimuli skipped',
      '             seen before',
      '             deviates as known: num-buffers (net.rx.device.4), 3 times',
    ])
    expect(linesOf('pass', { reached: { stimuli: 100, 'stimuli skipped': 3 } })).toHaveLength(1)
  })

  test('that failed tells the story: clause, party, gist, transcript, trace and the command that replays it', () => {
    const story = ['1  device uses q0 c1', '   ^ net.rss.device.5: queue 0, not 2']
    const lines = linesOf('fail', { refusal, trace: 't.jsonl', replay: 'replay t.jsonl' }, story)
    expect(lines.slice(1)).toEqual([
      '             net.rss.device.5 is broken by the device: queue 0, not 2',
      `             ${gistLine('net.rss.device.5')}`,
      '               1  device uses q0 c1',
      '                  ^ net.rss.device.5: queue 0, not 2',
      '             trace   t.jsonl',
      '             replay  replay t.jsonl',
    ])
  })

  test('that warned did not follow advice', () => {
    expect(linesOf('warn', { refusal })[1]).toBe(
      '             net.rss.device.5 is not followed by the device: queue 0, not 2',
    )
  })

  test.each<[PropertyVerdict, (text: string) => string]>([
    ['pass', colours.green],
    ['skip', colours.dim],
    ['warn', colours.yellow],
    ['expected', colours.yellow],
    ['fail', colours.red],
    ['inconclusive', colours.red],
    ['unexpectedPass', colours.red],
  ])('%s has its colour on a terminal', (verdict, paint) => {
    const [first = ''] = propertyLines(property(verdict), [], colours)
    const [word = ''] = linesOf(verdict)
    expect(first.startsWith(`  ${paint(word.slice(2, 12).padEnd(10))} toy/`)).toBe(true)
  })

  test('the refusal in a story stands out on a terminal, and nothing else of it', () => {
    const lines = propertyLines(property('fail', { refusal }), ['1  device rests', '  ^ so'], colours)
    expect(lines.slice(3)).toEqual(['               1  device rests', `               ${colours.red('  ^ so')}`])
  })
})

test('a clause in our words, with its level and its place; an invariant of ours names its authority', () => {
  expect(gistLine('net.rss.device.5')).toMatch(/^MUST: .+\. \(net\/description\.tex:\d+\)$/)
  expect(gistLine('house.chain.lost')).toMatch(/^MUST: .+ \(house\)$/)
})

describe('what stands below', () => {
  const tail = (properties: readonly PropertyReport[], more: Partial<CheckReport> = {}) =>
    tailLines(report(properties, { clauses: {}, ...more }), 'check --seed 17', plain)

  test('sums: passed and failed always, the others where there are any', () => {
    expect(tail([])).toEqual(['', '0 passed, 0 failed in 2.5 s'])
    const all = ['pass', 'fail', 'warn', 'skip', 'inconclusive', 'expected', 'unexpectedPass'] as const
    expect(tail(all.map((verdict) => property(verdict)))).toEqual([
      '',
      '1 passed, 1 failed, 1 warned, 1 deviated as expected, 1 passed unexpectedly, 1 inconclusive, 1 skipped in 2.5 s',
      'again: check --seed 17',
    ])
  })

  test.each<[PropertyVerdict, boolean]>([
    ['pass', false],
    ['warn', false],
    ['expected', false],
    ['skip', false],
    ['fail', true],
    ['inconclusive', true],
    ['unexpectedPass', true],
  ])('how to have it again, after %s: %s', (verdict, again) => {
    expect(tail([property(verdict)]).includes('again: check --seed 17')).toBe(again)
  })

  test('every refusal without expectations, facts about the target, and what was judged', () => {
    const survey = [{ ...refusal, property: 'toy/a', times: 3 }]
    const target = { name: 'toy', version: '2', capabilities: [], notes: ['one queue pair: no tap'] }
    expect(tail([], { survey, target })).toEqual([
      '',
      'refusals without expectations:',
      '  3 × net.rss.device.5 by the device in toy/a: queue 0, not 2',
      '',
      'target: one queue pair: no tap',
      '0 passed, 0 failed in 2.5 s',
    ])
    const judged = tailLines(report([property('pass')]), '', plain)
    expect(judged[1]).toMatch(/^clauses judged: 1 of the \d+ that bind a device and show from outside$/)
  })
})
