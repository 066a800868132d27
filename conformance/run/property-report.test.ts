import { describe, expect, test } from 'vitest'
import type { Refusal } from '../../model/kernel/machine.ts'
import type { PropertyVerdict } from '../report/report.ts'
import type { Failure, Judgement } from './judge.ts'
import { deviation, judgement } from './judgement.fixture.ts'
import { propertyReport } from './property-report.ts'
import { toyProperty } from './toy/property.fixture.ts'
import { rest } from './toy/target.fixture.ts'

const refusal: Refusal = { by: 'device', clauses: ['split.used.device.2', 'house.chain.lost'], because: 'length 9' }
const failure: Failure = { finding: { refusal, at: 1 }, log: [rest], seed: 4 }
const short = deviation('short')
const long = deviation('long', { versions: { to: '1.1' } })
const shortSeen = new Map([['short', 3]])

const reported = (more: Partial<Judgement>) => propertyReport(toyProperty, judgement(more), [short, long], 'toy 1.2.3')

test('a report carries what the property says and what was done', () => {
  expect(reported({})).toEqual({
    id: 'toy/offers',
    says: 'Chains come back.',
    clauses: ['house.chain.lost', 'house.chain.foreign'],
    verdict: 'pass',
    runs: 10,
    durationMs: 20,
    reached: { stimuli: 30 },
    deviations: [],
  })
})

describe('the verdict: what weighs more comes first', () => {
  test.each<[PropertyVerdict, Partial<Judgement>]>([
    ['skip', { skipped: 'no tap', doubt: 'odd', failure, warning: refusal, seen: shortSeen }],
    ['inconclusive', { doubt: 'odd', failure, warning: refusal, seen: shortSeen }],
    ['fail', { failure, warning: refusal, seen: shortSeen }],
    ['warn', { warning: refusal, seen: shortSeen }],
    ['expected', { seen: shortSeen }],
    ['pass', {}],
  ])('%s', (verdict, found) => {
    expect(reported(found).verdict).toBe(verdict)
  })
})

describe('the reason', () => {
  test.each<[string | undefined, Partial<Judgement>]>([
    ['no tap', { skipped: 'no tap', doubt: 'odd' }],
    ['odd', { doubt: 'odd', failure: { ...failure, before: [rest] } }],
    ['it needs what an earlier plan left behind; that plan is saved too', { failure: { ...failure, before: [rest] } }],
    [undefined, { failure }],
    [undefined, { seen: shortSeen }],
  ])('%s', (reason, found) => {
    expect(reported(found).reason).toBe(reason)
  })
})

test('a deviation is counted, and outside its versions it is a warning', () => {
  const seen = new Map([
    ['long', 1],
    ['short', 3],
  ])
  expect(reported({ seen: shortSeen }).deviations).toEqual([{ name: 'short', clause: 'split.used.device.2', times: 3 }])
  expect(reported({ seen })).toMatchObject({
    verdict: 'warn',
    reason: 'long: not known of version toy 1.2.3',
    deviations: [
      { name: 'short', times: 3 },
      { name: 'long', times: 1 },
    ],
  })
  expect(reported({ seen, failure }).verdict).toBe('fail')
})

test('the refusal is that of the failure, else of the warning, else of what was explained; its first clause counts', () => {
  const of = (because: string): Refusal => ({ ...refusal, because })
  const [warning, explained] = [of('advice'), of('known')]
  const told = (because: string) => ({ clause: 'split.used.device.2', by: 'device', because })
  expect(reported({ failure, warning, explained }).refusal).toEqual(told('length 9'))
  expect(reported({ warning, explained }).refusal).toEqual(told('advice'))
  expect(reported({ explained }).refusal).toEqual(told('known'))
  expect(reported({})).not.toHaveProperty('refusal')
})
