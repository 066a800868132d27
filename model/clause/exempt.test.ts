import { expect, test } from 'vitest'
import { type ClauseId, clauseOf } from './clause.ts'
import { exempt } from './exempt.ts'

const ids = Object.keys(exempt) as readonly ClauseId[] // its keys are clause ids: the compiler demands it

test('only what must be kept or holds by definition is exempt: nothing else is owed a test', () => {
  expect(ids.filter((id) => !/^(MUST|DEFINES)/.test(clauseOf(id).level))).toEqual([])
  expect(ids.filter((id) => clauseOf(id).legacy)).toEqual([])
})

test('a reason is a sentence', () => {
  for (const id of ids) expect(exempt[id]).toMatch(/^[A-Z].{40,}\.$/)
})

test('every clause of the areas under test that the catalogue calls untestable has its reason here', () => {
  const areas = ['rss', 'hash-report', 'mq', 'negotiation', 'status', 'config', 'net-config', 'pci', 'stats']
  const untestable = (id: ClauseId) => clauseOf(id).observe === 'untestable'
  expect(ids.filter(untestable)).toEqual([
    'core.config.driver.1',
    'core.resfeat.driver.4',
    'core.resfeat.driver.5',
    'core.resfeat.driver.8',
    'pci.caps.device.1',
  ])
  expect(ids.filter((id) => !areas.includes(clauseOf(id).area))).toEqual([])
})
