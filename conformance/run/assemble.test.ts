import { expect, test } from 'vitest'
import type { Refusal } from '../../model/kernel/machine.ts'
import { specification, suite } from '../report/suite.ts'
import { assemble, surveyRows } from './assemble.ts'
import { judgement } from './judgement.fixture.ts'
import { propertyReport } from './property-report.ts'
import { toyConfig } from './toy/machine.fixture.ts'
import { toyProperty } from './toy/property.fixture.ts'

const facts = {
  target: { name: 'toy', version: '1' },
  capabilities: { config: toyConfig, has: new Set(['rss', 'ctrl', 'net'] as const) },
  seed: 4,
  runs: 100,
  began: performance.now() - 5000,
  expectations: 'known.json',
}
const refusal: Refusal = { by: 'device', clauses: ['house.chain.lost', 'net.rss.device.5'], because: 'so' }

test('a report has what was found, and what follows from it', () => {
  const property = propertyReport(toyProperty, judgement(), [], '1')
  const survey = surveyRows('toy/offers', judgement({ survey: [{ refusal, times: 3 }] }))
  const { durationMs, ...report } = assemble(facts, [property], survey)
  expect(durationMs).toBeGreaterThanOrEqual(5000)
  expect(durationMs).toBeLessThan(10_000)
  expect(Number.isInteger(durationMs)).toBe(true)
  expect(report).toEqual({
    suite,
    specification,
    target: { name: 'toy', version: '1', capabilities: ['ctrl', 'net', 'rss'] },
    seed: 4,
    runs: 100,
    expectations: 'known.json',
    summary: { pass: 1, fail: 0, warn: 0, skip: 0, inconclusive: 0, expected: 0, unexpectedPass: 0 },
    properties: [property],
    clauses: {
      'house.chain.foreign': { level: 'MUST', verdict: 'pass', properties: ['toy/offers'] },
      'house.chain.lost': { level: 'MUST', verdict: 'pass', properties: ['toy/offers'] },
    },
    marks: {},
    survey: [{ clause: 'house.chain.lost', by: 'device', because: 'so', property: 'toy/offers', times: 3 }],
  })
})

test('notes about the target are passed on', () => {
  const noted = { ...facts, capabilities: { ...facts.capabilities, notes: ['one pair: no tap'] } }
  expect(assemble(noted, [], []).target).toMatchObject({ notes: ['one pair: no tap'] })
})
