import { describe, expect, test } from 'vitest'
import type { ReactionBug } from '../../properties/bugs/reaction-bug.ts'
import type { Target } from '../../properties/target.ts'
import { type BugOptions, type BugReport, bugMatrix, laidOver, type SeededBug } from './bugs.ts'
import { Interrupted } from './judge.ts'
import { deviation } from './judgement.fixture.ts'
import { type ToyRules, type ToyState, toyConfig, toyModel } from './toy/machine.fixture.ts'
import { offers, toyProperty } from './toy/property.fixture.ts'
import { type ToyOptions, toyTarget, use } from './toy/target.fixture.ts'

const facts = { id: 'short', says: 'It is short.', source: 'ours', clause: 'split.used.device.2' } as const
const bugOf = (options: ToyOptions, more: Partial<SeededBug> = {}): SeededBug => ({
  ...facts,
  property: 'toy/offers',
  target: () => Promise.resolve(toyTarget(options)),
  ...more,
})
const short: ToyOptions = { reacts: ({ chain }) => [use(chain, 9)] }
const matrix = (bug: SeededBug, more: Partial<BugOptions<ToyState, ToyRules>> = {}) =>
  bugMatrix([bug], { model: toyModel, properties: [toyProperty], seed: 1, runs: 5, ...more })
const reportOf = async (...given: Parameters<typeof matrix>) => (await matrix(...given)).bugs[0]

describe('a bug', () => {
  test('dies by the clause it names: after how many runs, of which property', async () => {
    expect(await matrix(bugOf(short))).toEqual({
      bugs: [
        { ...facts, killedBy: [{ property: 'toy/offers', runs: 1, clause: 'split.used.device.2' }], alive: false },
      ],
      properties: [{ id: 'toy/offers', kills: 1 }],
    })
  })

  test('is alive where no run is refused', async () => {
    expect(await matrix(bugOf({}))).toEqual({
      bugs: [{ ...facts, killedBy: [], alive: true }],
      properties: [{ id: 'toy/offers', kills: 0 }],
    })
  })

  test('is alive where other clauses only refuse it, and they are named once', async () => {
    expect(await reportOf(bugOf({ reacts: () => [] }))).toEqual({
      ...facts,
      killedBy: [],
      alive: true,
      otherwise: ['house.chain.lost'],
    })
  })

  test('may die of advice', async () => {
    const noisy: ToyOptions = {
      reacts: ({ chain }) => [use(chain), { kind: 'device.interrupts', queue: use(1).queue }],
    }
    const report = await reportOf(bugOf(noisy, { clause: 'net.rx.device.9' }))
    expect(report).toMatchObject({ alive: false, killedBy: [{ clause: 'net.rx.device.9' }] })
  })

  test('counts its runs, and dies no later than it may', async () => {
    let runs = 0
    const late = (): ToyOptions => {
      runs = 0
      return {
        reacts: ({ chain }, offered) => {
          if (offered.length === 1) runs++
          return [use(chain, runs >= 3 ? 9 : 10)]
        },
        seeded: true,
      }
    }
    expect((await reportOf(bugOf(late())))?.killedBy).toMatchObject([{ runs: 3 }])
    expect(await reportOf(bugOf(late()), { runs: 3 })).toMatchObject({ alive: false })
    expect(await reportOf(bugOf(late()), { runs: 2 })).toMatchObject({ alive: true })
  })

  test('is skipped where the target lacks what its property needs', async () => {
    const properties = [{ ...toyProperty, needs: ['net', 'mq'] as const }]
    expect(await reportOf(bugOf(short), { properties })).toEqual({
      ...facts,
      killedBy: [],
      alive: false,
      skipped: expect.stringContaining('mq: no tap'),
    })
  })

  test('is skipped where a known deviation of the target hides it', async () => {
    expect(await reportOf(bugOf(short), { deviations: [deviation('known')] })).toEqual({
      ...facts,
      killedBy: [],
      alive: false,
      skipped: 'the target does so itself: known',
    })
  })

  test('of a property that is not there is a fault', async () => {
    await expect(matrix(bugOf(short, { property: 'toy/none' }))).rejects.toThrow(
      'fault: bug short names toy/none, which is no property',
    )
  })
})

test('the story of a death: as few stimuli as still bring the clause, and why', async () => {
  const thin: ToyOptions = { reacts: ({ chain }) => [use(chain, chain === 2 ? 9 : 10)], seeded: true }
  expect(await reportOf(bugOf(thin), { stories: true })).toMatchObject({
    story: [
      '1  driver offers q0 c2: 10 bytes',
      '2  device uses q0 c2, len 9',
      '   ^ split.used.device.2: length 9, not 10',
      '3  device rests',
    ],
  })
  expect(await reportOf(bugOf(thin))).not.toHaveProperty('story')
})

test('each report is told as it comes, and the session is closed after it', async () => {
  const told: BugReport[] = []
  const events: string[] = []
  const { bugs } = await matrix(bugOf({ ...short, events }), { onBug: (report) => told.push(report) })
  expect(told).toEqual(bugs)
  expect(events.at(-1)).toBe('close')
})

test('an interrupt ends it', async () => {
  await expect(matrix(bugOf(short), { signal: AbortSignal.abort() })).rejects.toThrow(Interrupted)
})

describe('a reaction bug laid over a target', () => {
  const lose: ReactionBug = {
    ...facts,
    property: 'toy/offers',
    wrap: (session, config) => ({
      ...session,
      settle: async () => (config === toyConfig ? [{ kind: 'device.rests' }] : session.settle()),
    }),
  }

  test('is a target, like the one below in all else', async () => {
    const events: string[] = []
    const below: Target = toyTarget({ events, seeded: true })
    const { target, ...bug } = laidOver(lose, below)
    expect(bug).toEqual({ ...facts, property: 'toy/offers' })
    const faulty = await target()
    expect([faulty.name, faulty.version, faulty.seeded]).toEqual(['toy', 'toy 1.2.3', true])
    expect(await faulty.capabilities()).toEqual(await below.capabilities())
    const session = await faulty.open({ seed: 7 })
    for (const step of offers(1)) if (step.kind !== 'device.rests') await session.perform(step)
    expect(await session.settle()).toEqual([{ kind: 'device.rests' }])
    await faulty.dispose?.()
    expect(events).toEqual(['open 7', 'dispose'])
  })

  test('leaves to chance only what the target below does', async () => {
    expect(await laidOver(lose, toyTarget()).target()).not.toHaveProperty('seeded')
  })
})
