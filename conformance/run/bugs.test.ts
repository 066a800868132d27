import { describe, expect, test } from 'vitest'
import { type BugOptions, type BugReport, bugMatrix, type SeededBug } from './bugs.ts'
import { Interrupted } from './judge.ts'
import { deviation } from './judgement.fixture.ts'
import type { ToyTerms } from './toy/machine.fixture.ts'
import { toyProperty } from './toy/property.fixture.ts'
import { toySubject } from './toy/subject.fixture.ts'
import { type ToyOptions, toyTarget, use } from './toy/target.fixture.ts'

const facts = { id: 'short', says: 'It is short.', source: 'ours', clause: 'split.used.device.2' } as const
const bugOf = (options: ToyOptions, more: Partial<SeededBug> = {}): SeededBug => ({
  ...facts,
  property: 'toy/offers',
  target: () => Promise.resolve(toyTarget(options)),
  ...more,
})
const short: ToyOptions = { reacts: ({ chain }) => [use(chain, 9)] }
const matrix = (bug: SeededBug, more: Partial<BugOptions<ToyTerms>> = {}) =>
  bugMatrix([bug], { subject: toySubject, seed: 1, runs: 5, ...more })
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

  test('is not tried where it changes nothing that the target does', async () => {
    const report = await reportOf(bugOf({}, { showed: () => false }), { runs: 4 })
    expect(report).toMatchObject({ alive: false, skipped: 'in 4 runs the target did nothing that this bug changes' })
    expect(await reportOf(bugOf({}, { showed: () => true }))).toMatchObject({ alive: true })
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
    expect(await reportOf(bugOf(short), { subject: { ...toySubject, properties } })).toEqual({
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
