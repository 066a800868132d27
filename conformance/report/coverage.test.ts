import { expect, test } from 'vitest'
import { type Clause, type ClauseId, catalogue } from '../../model/clause/clause.ts'
import { exempt } from '../../model/clause/exempt.ts'
import { toyProperty } from '../run/toy/property.fixture.ts'
import { type CoverageFacts, coverage, coverageLines } from './coverage.ts'

const facts: CoverageFacts = {
  properties: [{ ...toyProperty, clauses: ['net.rss.device.4', 'net.rss.device.5', 'net.rss.driver.1'] }],
  kills: [
    { bug: 'masked', property: 'toy/offers', clause: 'net.rss.device.5', run: 1 },
    { bug: 'masked', property: 'toy/offers', clause: 'net.rss.device.5', run: 2 },
    { bug: 'split', property: 'toy/offers', clause: 'split.used.device.2', run: 2 },
  ],
  modelled: new Set<ClauseId>(['net.rss.device.4']),
}
const inArea =
  (...areas: readonly string[]) =>
  ({ area }: Clause) =>
    areas.includes(area)
const rows = [...catalogue.values()]

test('a row says who names the clause, who dies by it, and whether the model cites it', () => {
  const { clauses } = coverage(facts, ({ id }) => id.startsWith('net.rss.device.'))
  expect(clauses.map(({ id }) => id)).toHaveLength(6)
  const facts4 = { side: 'device', level: 'MUST', observe: 'device-under-test', area: 'rss', legacy: false }
  expect(clauses.find(({ id }) => id === 'net.rss.device.4')).toEqual({
    id: 'net.rss.device.4',
    ...facts4,
    modelled: true,
    properties: ['toy/offers'],
    bugs: [],
  })
  expect(clauses.find(({ id }) => id === 'net.rss.device.5')).toEqual({
    id: 'net.rss.device.5',
    ...facts4,
    modelled: false,
    properties: ['toy/offers'],
    bugs: ['masked'],
  })
})

test('the sums of an area: covered does not close a clause, a kill does', () => {
  const total = rows.filter(
    ({ area, side, level, observe, legacy }) =>
      area === 'rss' && side !== 'driver' && /^(MUST|DEF)/.test(level) && observe === 'device-under-test' && !legacy,
  ).length
  const { summary } = coverage(facts, inArea('rss'))
  expect(summary).toEqual({
    rss: {
      deviceMust: { total, covered: 2, killed: 1, exempt: 0, open: total - 1 },
      driverMust: { total: 5, covered: 1, killed: 0, exempt: 0, open: 5 },
    },
  })
})

test('what is exempt is not open, and says why', () => {
  const { clauses, summary } = coverage(facts, inArea('pci'))
  expect(clauses.find(({ id }) => id === 'pci.shm.device.1')?.exempt).toBe(exempt['pci.shm.device.1'])
  const tally = summary['pci']?.deviceMust
  expect(tally).toMatchObject({ covered: 0, killed: 0, exempt: 4 })
  expect((tally?.open ?? 0) + 4).toBe(tally?.total)
})

test('every clause of the catalogue has its row unless fewer are meant', () => {
  expect(coverage(facts).clauses.map(({ id }) => id)).toEqual(rows.map(({ id }) => id))
})

test('in print: a line an area, then what is open and binds a device', () => {
  const lines = coverageLines(
    coverage(facts, ({ id }) => ['net.rss.device.4', 'net.rss.device.5', 'net.rss.driver.1'].includes(id)),
  )
  expect(lines.slice(1)).toEqual([
    `rss${'2'.padStart(40)}      1      0    1      2                   1      1`,
    '',
    'open, binding a device:',
    '  net.rss.device.4  toy/offers',
  ])
  expect(coverageLines(coverage(facts, ({ id }) => id === 'net.rss.device.5')).at(-1)).toBe(
    'No clause that binds a device is open.',
  )
})
