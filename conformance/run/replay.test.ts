import { describe, expect, test } from 'vitest'
import type { DriverOffers } from '../../model/net/action.ts'
import { specification, suite } from '../report/suite.ts'
import type { Trace } from '../trace/trace.ts'
import { deviation } from './judgement.fixture.ts'
import { type ReplayOptions, replay } from './replay.ts'
import { type ToyTerms, toyConfig } from './toy/machine.fixture.ts'
import { toyProperty } from './toy/property.fixture.ts'
import { toySubject } from './toy/subject.fixture.ts'
import { offer, rest, type ToyOptions, toyTarget, use } from './toy/target.fixture.ts'

const trace: Trace<ToyTerms> = {
  head: {
    suite,
    specification,
    target: { name: 'toy', version: '1' },
    config: toyConfig,
    seed: 4,
    session: 17,
    property: 'toy/offers',
  },
  log: [offer(1), use(1, 8), rest],
}
const shorts = ({ chain }: DriverOffers) => [use(chain, 9)]
const refusal = { by: 'device', clauses: ['split.used.device.2'], because: 'length 9, not 10' }
const told = { clause: 'split.used.device.2', by: 'device', because: 'length 9, not 10' }

async function replayed(options: ToyOptions, more: Partial<ReplayOptions<ToyTerms>> = {}, of = trace) {
  const finished: unknown[] = []
  const report = await replay(toyTarget(options), of, {
    subject: toySubject,
    property: toyProperty,
    deviations: [],
    expectations: null,
    finished: (property, failure) => finished.push(property, failure),
    ...more,
  })
  return { report, finished, property: report.properties[0] }
}

describe('a trace is driven once more', () => {
  test('its plan, not what was seen then: a target that does it right passes', async () => {
    const { report, property, finished } = await replayed({})
    expect(report).toMatchObject({
      target: { name: 'toy', version: 'toy 1.2.3' },
      seed: 4,
      runs: 1,
      expectations: null,
      summary: { pass: 1 },
      survey: [],
    })
    expect(property).toMatchObject({
      id: 'toy/offers',
      verdict: 'pass',
      runs: 1,
      reached: { 'frames placed': 1, stimuli: 1 },
    })
    expect(finished).toEqual([property, undefined])
  })

  test('one that does it wrong fails, with the log of this time', async () => {
    const { report, property, finished } = await replayed({ reacts: shorts })
    expect(property).toMatchObject({ verdict: 'fail', refusal: told })
    expect(finished[1]).toEqual({ finding: { refusal, at: 1 }, log: [offer(1), use(1, 9), rest], seed: 17 })
    expect(report.survey).toEqual([{ ...told, property: 'toy/offers', times: 1 }])
  })

  test('a known deviation explains it, and is still surveyed', async () => {
    const { report, property } = await replayed(
      { reacts: shorts },
      { deviations: [deviation('short')], expectations: 'f' },
    )
    expect(property).toMatchObject({
      verdict: 'expected',
      refusal: told,
      deviations: [{ name: 'short', clause: 'split.used.device.2', times: 1 }],
    })
    expect(report).toMatchObject({ expectations: 'f', summary: { expected: 1 } })
    expect(report.survey).toHaveLength(1)
  })

  test('advice not followed is a warning', async () => {
    const interrupts = { kind: 'device.interrupts', queue: use(1).queue } as const
    const { property } = await replayed({ reacts: ({ chain }) => [use(chain), interrupts] })
    expect(property).toMatchObject({ verdict: 'warn', refusal: { clause: 'net.rx.device.9', because: 'an interrupt' } })
  })
})

describe('the session', () => {
  test('is opened with the seed of the session then, else of the check, and closed', async () => {
    const events: string[] = []
    await replayed({ events, seeded: true })
    const { session: _, ...head } = trace.head
    await replayed({ events, seeded: true }, {}, { ...trace, head })
    expect(events).toEqual(['open 17', 'close', 'open 4', 'close'])
  })

  test('is closed whatever happens', async () => {
    const events: string[] = []
    const performs = () => {
      throw new Error('odd')
    }
    await expect(replayed({ events, performs })).rejects.toThrow('odd')
    expect(events).toEqual(['open', 'close'])
  })
})
