import { beforeEach, describe, expect, test } from 'vitest'
import type { DriverOffers } from '../../model/net/action.ts'
import type { Drive } from '../../properties/run/drive.ts'
import { Bench } from './bench.ts'
import { confirm, type Suspect } from './confirm.ts'
import { offer, rest, type ToyOptions, toyTarget, use } from './toy/target.fixture.ts'

let events: string[]
beforeEach(() => {
  events = []
})

/** A drive fails if any chain comes back a byte short. */
const fails = ({ log }: Drive) => log.some((entry) => entry.kind === 'device.uses' && entry.length === 9)

const small = [offer(2), rest]
const plan = [offer(1), rest, offer(2), rest]
const before = [offer(7), rest]

const confirmed = (reacts: ToyOptions['reacts'], suspect: Partial<Suspect> = {}) =>
  confirm(
    new Bench(toyTarget({ events, ...(reacts === undefined ? {} : { reacts }) })),
    { small, plan, before, seed: 5, ...suspect },
    fails,
  )

/** Chain 2 comes back short where the session saw all of these chains before. */
const shortAfter =
  (...chains: readonly number[]) =>
  ({ chain }: DriverOffers, offers: readonly DriverOffers[]) =>
    chain === 2 && chains.every((one) => offers.some((offered) => offered.chain === one)) ? [use(2, 9)] : [use(chain)]

const done = { done: 1, skipped: 0, failed: false }

describe('a failure is met again', () => {
  test('three times, each on a target that knows nothing', async () => {
    expect(await confirmed(shortAfter())).toEqual({
      kind: 'confirmed',
      drive: { ...done, log: [offer(2), use(2, 9), rest] },
    })
    expect(events).toEqual([
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

  test('by the whole plan, where the shrunk one does not do', async () => {
    const { kind, ...more } = await confirmed(shortAfter(1))
    expect(kind).toBe('confirmed')
    expect(more).toMatchObject({ drive: { log: [offer(1), use(1), rest, offer(2), use(2, 9), rest] } })
    expect(events.filter((event) => event === 'dispose')).toHaveLength(6)
  })

  test('after the plan before, and then says so', async () => {
    expect(await confirmed(shortAfter(7))).toEqual({
      kind: 'leftover',
      drive: { ...done, log: [offer(2), use(2, 9), rest] },
    })
    expect(events.filter((event) => event === 'dispose')).toHaveLength(9)
  })

  test('by the whole plan after the plan before', async () => {
    expect(await confirmed(shortAfter(7, 1))).toMatchObject({ kind: 'leftover', drive: { done: 2 } })
    expect(events.filter((event) => event === 'dispose')).toHaveLength(12)
  })
})

describe('a failure vanishes', () => {
  test('where nothing brings it back', async () => {
    expect(await confirmed(undefined)).toEqual({ kind: 'vanished', times: 0, of: 3 })
  })

  test('where it needs a plan before and there was none', async () => {
    expect(await confirmed(shortAfter(7), { before: undefined })).toEqual({ kind: 'vanished', times: 0, of: 3 })
    expect(events.filter((event) => event === 'dispose')).toHaveLength(6)
  })

  test('where it comes back twice out of three times: how often the shrunk plan failed is told', async () => {
    let drives = 0
    const reacts = ({ chain }: DriverOffers) => [use(chain, ++drives < 3 ? 9 : 10)]
    expect(await confirmed(reacts, { before: undefined })).toEqual({ kind: 'vanished', times: 2, of: 3 })
  })
})
