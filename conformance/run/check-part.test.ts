import { expect, test } from 'vitest'
import type { DriverOffers } from '../../model/net/action.ts'
import type { Deviation } from '../expectations/deviation.ts'
import { specification, suite } from '../report/suite.ts'
import { courtOf } from '../subject/court.ts'
import { check } from './check.ts'
import { checkPart, expectedOf } from './check-part.ts'
import { type ToyTerms, toyConfig } from './toy/machine.fixture.ts'
import { toySubject } from './toy/subject.fixture.ts'
import { offer, rest, type ToyOptions, toyTarget, use } from './toy/target.fixture.ts'

const short: Deviation<ToyTerms> = {
  name: 'short',
  clause: 'split.used.device.2',
  by: 'device',
  reason: 'seen',
  versions: { from: '1.2', to: '1.2' },
  property: 'toy/offers',
  trace: 'short.jsonl',
  due: () => true,
  kind: 'widens',
  rule: 'lengths',
  widen: () => ({ lengths: (offered) => [offered, 9] }),
}
const head = {
  suite,
  specification,
  target: { name: 'toy', version: '1' },
  config: toyConfig,
  seed: 1,
  property: 'toy/offers',
}
const history = [offer(1, 33), use(1, 9), rest]
const checked = (options: ToyOptions, deviation: Partial<typeof short> = {}) =>
  check(
    [courtOf({ ...toySubject, deviations: { toy: [{ ...short, ...deviation } as typeof short] } })],
    toyTarget(options),
    {
      seed: 1,
      runs: 3,
      expected: ['short'],
      storedText: () => toySubject.notation.write({ head, log: history }),
    },
  )
const shorts = ({ chain }: DriverOffers) => [use(chain, 9)]

test('what is not asked for is not judged, and a target without the part says so', async () => {
  const bare = { name: 'bare', version: '1', lacks: { net: 'net: a brick' } }
  const options = { seed: 1, runs: 2 }
  expect(await checkPart(toySubject, bare, { ...options, properties: [] })).toMatchObject({
    properties: [],
    survey: [],
  })
  const told: unknown[] = []
  const progress = {
    started: () => told.push('started'),
    ran: () => told.push('ran'),
    finished: () => told.push('done'),
  }
  const { properties } = await checkPart(toySubject, bare, { ...options, progress })
  expect(properties).toMatchObject([{ id: 'toy/offers', verdict: 'skip', reason: 'net: a brick', runs: 0 }])
  expect(told).toEqual(['done'])
})

test('deviations are found by their names, of whatever target', () => {
  const subject = { ...toySubject, deviations: { a: [short], b: [{ ...short, name: 'long' }] } }
  expect(expectedOf(subject, ['long', 'none'])).toEqual([{ ...short, name: 'long' }])
  expect(expectedOf(subject)).toEqual([])
})

test('a known deviation that is seen is expected', async () => {
  const { properties, summary } = await checked({ reacts: shorts })
  expect(summary.expected).toBe(1)
  expect(properties[0]?.deviations).toEqual([{ name: 'short', clause: 'split.used.device.2', times: 3 }])
})

test('one that is gone, its history replaying clean, is an unexpected pass', async () => {
  const { properties, summary } = await checked({})
  expect(summary).toMatchObject({ unexpectedPass: 1, pass: 0 })
  expect(properties[0]?.reason).toBe('short: known of this target and not seen any more on version toy 1.2.3')
})

test('one that was not due, or that its history still shows, is not gone', async () => {
  expect((await checked({}, { due: () => false })).summary.pass).toBe(1)
  const reacts = ({ chain, lengths }: DriverOffers) => [use(chain, lengths[0] === 33 ? 9 : lengths[0])]
  expect((await checked({ reacts })).summary.pass).toBe(1)
})

test('outside its versions it is a warning, whether it is seen or gone', async () => {
  const versions = { to: '1.1' }
  const seen = await checked({ reacts: shorts }, { versions })
  expect(seen.properties[0]).toMatchObject({ verdict: 'warn', reason: 'short: not known of version toy 1.2.3' })
  expect((await checked({}, { versions })).summary.warn).toBe(1)
})

test('a session is closed, whatever happens', async () => {
  const events: string[] = []
  const broken: ToyOptions = {
    events,
    performs() {
      throw new Error('odd')
    },
  }
  await expect(checked(broken)).rejects.toThrow('odd')
  expect(events).toEqual(['open', 'close'])
})
