import { expect, test } from 'vitest'
import { catalogue } from '../../model/clause/clause.ts'
import { clauseCoverage, clauseCoverageLines } from './clause-coverage.ts'
import type { ClauseReport } from './report.ts'

const clause = (verdict: ClauseReport['verdict']): ClauseReport => ({ level: 'MUST', verdict, properties: ['a/b'] })
const rss = ['net.rss.device.1', 'net.rss.device.2', 'net.rss.device.3', 'net.rss.device.4', 'net.rss.device.5']

test('an area counts its judged clauses among those that bind a device and show from outside', () => {
  const clauses = Object.fromEntries(rss.map((id, at) => [id, clause(at === 0 ? 'fail' : 'pass')]))
  const total = [...catalogue.values()].filter(
    ({ area, side, level, observe }) =>
      area === 'rss' && side !== 'driver' && level !== 'SHOULD' && level !== 'MAY' && observe === 'device-under-test',
  ).length
  expect(clauseCoverage({ clauses })).toEqual([{ area: 'rss', judged: 5, total }])
})

test.each(['skip', 'inconclusive'] as const)('a clause whose property ended as %s was not judged', (verdict) => {
  expect(clauseCoverage({ clauses: { 'net.rss.device.5': clause(verdict) } })).toEqual([])
})

test('driver clauses and advice do not count', () => {
  expect(
    clauseCoverage({ clauses: { 'net.rss.driver.1': clause('pass'), 'split.notify.device.2': clause('pass') } }),
  ).toEqual([])
})

test('in print: the sum, then a line an area; nothing where nothing was judged', () => {
  const lines = clauseCoverageLines({ clauses: { 'net.rss.device.5': clause('pass') } })
  expect(lines[0]).toMatch(/^clauses judged: 1 of the \d{3} that bind a device and show from outside$/)
  expect(lines[1]).toMatch(/^ {2}rss {16}1 of \d+$/)
  expect(lines.slice(2)).toEqual([''])
  expect(clauseCoverageLines({ clauses: {} })).toEqual([])
})
