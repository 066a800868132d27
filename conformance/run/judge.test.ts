import { expect, test } from 'vitest'
import type { DriverOffers, NetObservation } from '../../model/net/action.ts'
import type { Property } from '../../properties/property.ts'
import { seedOf } from '../../properties/run/seed.ts'
import { TargetLost } from '../../properties/target.ts'
import type { Deviation } from '../expectations/deviation.ts'
import { Bench } from './bench.ts'
import { Interrupted, judge, type Trial } from './judge.ts'
import { NetGauge } from './net-gauge.ts'
import { Judge } from './ruling.ts'
import { type ToyTerms, toyConfig, toyModel } from './toy/machine.fixture.ts'
import { offers, toyProperty } from './toy/property.fixture.ts'
import { offer, rest, type ToyOptions, toyTarget, use } from './toy/target.fixture.ts'

type Toy = Deviation<ToyTerms>
const capabilities = { config: toyConfig, has: new Set(['net'] as const), missing: { mq: 'mq: no tap' } }

function trial(options: ToyOptions, more: Partial<Trial<ToyTerms>> = {}): Trial<ToyTerms> {
  const deviations = more.deviations ?? []
  return {
    bench: new Bench(toyTarget(options)),
    judge: new Judge(toyModel, toyConfig, deviations),
    capabilities,
    deviations,
    gauge: () => new NetGauge(),
    seed: 1,
    runs: 10,
    now: () => 0,
    ...more,
  }
}
const property: Property = { ...toyProperty, plan: toyProperty.plan }
const shorts = (offered: DriverOffers): readonly NetObservation[] => [use(offered.chain, offered.chain === 2 ? 9 : 10)]
const refused = { by: 'device', clauses: ['split.used.device.2'], because: 'length 9, not 10' }

test('a target without fault passes every run', async () => {
  const judgement = await judge(property, trial({}))
  expect(judgement).toMatchObject({ runs: 10, durationMs: 0, survey: [] })
  expect(judgement.reached['frames placed']).toBeGreaterThanOrEqual(30)
  for (const key of ['failure', 'warning', 'doubt', 'skipped', 'explained']) expect(judgement).not.toHaveProperty(key)
})

test('a failure ends the runs, is shrunk, and comes from a fresh target', async () => {
  const events: string[] = []
  const judgement = await judge(property, trial({ reacts: shorts, events }))
  expect(judgement.runs).toBe(1)
  expect(judgement.failure).toEqual({
    finding: { refusal: refused, at: 1 },
    log: [offer(2), use(2, 9), rest],
    seed: seedOf(1, 'toy/offers', 0),
  })
  expect(judgement.doubt).toBeUndefined()
  expect(judgement.survey).toEqual([{ refusal: refused, times: expect.any(Number) }])
  const fresh = events.slice(events.indexOf('dispose'))
  expect(fresh).toEqual([
    'dispose',
    'open',
    'drain',
    'close',
    'dispose',
    'open',
    'drain',
    'close',
    'dispose',
    'open',
    'drain',
  ])
})

test('shrinking keeps to the same clause', async () => {
  // Chain 2 comes back short; chain 3 never does. The first refusal is of chain 2.
  const reacts = ({ chain }: DriverOffers) => (chain === 3 ? [] : shorts(offer(chain)))
  const judgement = await judge(property, trial({ reacts }))
  expect(judgement.failure?.log).toEqual([offer(2), use(2, 9), rest])
})

test('a failure that does not come back on a fresh target is inconclusive', async () => {
  let shots = 1
  const reacts = (offered: DriverOffers) => (shots-- > 0 ? [use(offered.chain, 9)] : [use(offered.chain)])
  const judgement = await judge(property, trial({ reacts }))
  expect(judgement.doubt).toBe(
    'refused by split.used.device.2 once, and again 0 of 3 times on a fresh target: length 9, not 10',
  )
  expect(judgement.failure?.finding).toEqual({ refusal: refused, at: 1 })
})

test('a failure that needs what an earlier plan left behind says so, with that plan', async () => {
  // Every session goes wrong from its eighth offer on, and no plan has more than six.
  const reacts = (offered: DriverOffers, all: readonly DriverOffers[]) => [use(offered.chain, all.length >= 8 ? 9 : 10)]
  const six: Property = { ...property, plan: () => toyProperty.plan(toyConfig).map(() => offers(6)) }
  const judgement = await judge(six, trial({ reacts }))
  expect(judgement.runs).toBe(2)
  expect(judgement.doubt).toBeUndefined()
  expect(judgement.failure?.before).toEqual(offers(6))
  expect(judgement.failure?.finding.refusal).toEqual(refused)
})

test('a known deviation is counted and the runs go on', async () => {
  const short: Toy = {
    name: 'short',
    clause: 'split.used.device.2',
    by: 'device',
    reason: 'seen',
    versions: {},
    property: 'toy/offers',
    trace: 'none.jsonl',
    due: (log) => log.some((entry) => entry.kind === 'device.uses' && entry.chain === 2),
    kind: 'widens',
    rule: 'lengths',
    widen: () => ({ lengths: (offered) => [offered, 9] }),
  }
  const judgement = await judge(property, trial({ reacts: shorts }, { deviations: [short] }))
  expect(judgement.runs).toBe(10)
  expect(judgement.failure).toBeUndefined()
  expect([...judgement.seen]).toEqual([['short', 10]])
  expect([...judgement.due]).toEqual(['short'])
  expect(judgement.explained).toEqual(refused)
  expect(judgement.survey).toHaveLength(1)
})

test('a session is opened anew after the device failed', async () => {
  const events: string[] = []
  const dies = { kind: 'device.fails', how: 'dies', words: 'panic' } as const
  const judgement = await judge(property, trial({ reacts: () => [dies], events }, { runs: 1 }))
  expect(judgement.failure?.finding.refusal).toEqual({
    by: 'device',
    clauses: ['house.device.answers'],
    because: 'panic',
  })
  expect(judgement.failure?.log).toEqual([offer(expect.any(Number)), dies, rest])
  expect(events.slice(0, 3)).toEqual(['open', 'close', 'open'])
})

test('a seeded target gets a session a plan, by the seed of the run', async () => {
  const events: string[] = []
  await judge(property, trial({ seeded: true, events }, { runs: 2 }))
  const seeds = [0, 1].map((run) => `open ${seedOf(1, 'toy/offers', run)}`)
  expect(events).toEqual([seeds[0], 'close', seeds[1], 'close'])
})

test('what a target lacks is a skip that says why', async () => {
  const lacking: Property = { ...property, needs: ['net', 'mq', 'rss'] }
  const events: string[] = []
  const judgement = await judge(lacking, trial({ events }))
  expect(judgement).toMatchObject({ runs: 0, skipped: 'mq: no tap; rss: the target does not have it' })
  expect(events).toEqual([])
})

test('advice that is not followed is a warning, and the runs go on', async () => {
  const interrupts = { kind: 'device.interrupts', queue: offer(1).queue } as const
  const judgement = await judge(property, trial({ reacts: ({ chain }) => [use(chain), interrupts] }))
  expect(judgement).toMatchObject({ runs: 10, warning: { clauses: ['net.rx.device.9'] } })
  expect(judgement.failure).toBeUndefined()
})

test('time bounds the runs; none at all is inconclusive', async () => {
  let time = 0
  const ticking = () => time++ // each look at the clock takes a millisecond
  const some = await judge(property, trial({}, { timeoutMs: 8, now: ticking, runs: 1000 }))
  expect(some.runs).toBeGreaterThan(1)
  expect(some.runs).toBeLessThan(9)
  expect(some.doubt).toBeUndefined()
  const none = await judge(property, trial({}, { timeoutMs: 0 }))
  expect(none).toMatchObject({ runs: 0, doubt: 'not a single run was done in the time given' })
})

test('shards share the runs out, and cost bounds them', async () => {
  const seeds = async (index: number) => {
    const events: string[] = []
    await judge(property, trial({ seeded: true, events }, { runs: 5, shard: { index, of: 2 } }))
    return events.filter((event) => event.startsWith('open')).map((event) => event.slice(5))
  }
  const all = [0, 1, 2, 3, 4].map((run) => String(seedOf(1, 'toy/offers', run)))
  expect(await seeds(1)).toEqual([all[0], all[2], all[4]])
  expect(await seeds(2)).toEqual([all[1], all[3]])
  const dear: Property = { ...property, cost: { maxRuns: 3, because: 'slow' } }
  expect((await judge(dear, trial({}))).runs).toBe(3)
})

test('an interrupt ends it at once', async () => {
  await expect(judge(property, trial({}, { signal: AbortSignal.abort() }))).rejects.toThrow(Interrupted)
})

test('a lost target is thrown on; a fault says where it was met', async () => {
  const throwing = (error: Error): ToyOptions => ({
    performs() {
      throw error
    },
  })
  await expect(judge(property, trial(throwing(new TargetLost('gone'))))).rejects.toThrow(new TargetLost('gone'))
  await expect(judge(property, trial(throwing(new Error('odd'))))).rejects.toThrow(
    'fault: in toy/offers, seed 1, run 1: odd',
  )
})
