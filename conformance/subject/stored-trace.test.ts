import { describe, expect, test } from 'vitest'
import { toyCourt } from '../cli/toy-project.fixture.ts'
import { check, type WrittenTrace } from '../run/check.ts'
import { toyTarget } from '../run/toy/target.fixture.ts'
import { TraceError } from '../trace/notation.ts'
import { kettle, kettleCandidate, kettleCourt } from './kettle.fixture.ts'
import { explained, replayed } from './stored-trace.ts'

const courts = [toyCourt(), kettleCourt]
const drop = (water: bigint) => water - 1n
const options = { seed: 1, runs: 3 }

describe('a history of another vocabulary', () => {
  async function kept(): Promise<WrittenTrace> {
    const saved: WrittenTrace[] = []
    await check(courts, kettleCandidate(drop), {
      ...options,
      save: (trace) => {
        saved.push(trace)
        return { trace: 'file', replay: 'command' }
      },
    })
    const [trace] = saved
    if (trace === undefined) throw new Error('nothing was saved')
    return trace
  }

  test('says its subject in its head, and is read as it was written', async () => {
    const { text, facts } = await kept()
    expect(facts).toMatchObject({ subject: 'kettle', property: 'kettle/boils', clause: 'house.chain.foreign' })
    const [head = '', pours = ''] = text.split('\n')
    expect(JSON.parse(head)).toMatchObject({ subject: 'kettle', config: { holds: '1152921504606846976' } })
    expect(JSON.parse(pours)).toMatchObject({ kind: 'driver.pours', water: expect.stringMatching(/^\d+$/) })
    const trace = kettle.notation.read(text)
    expect(trace.head.config.holds).toBe(2n ** 60n)
    expect(kettle.notation.write(trace)).toBe(text)
    expect(() => toyCourt().trace(text)).toThrow(TraceError)
  })

  test('is explained in its own words, and replayed', async () => {
    const stored = kettleCourt.trace((await kept()).text)
    expect(stored.explain().join('\n')).toMatch(
      /my kettle 1\.0, property kettle\/boils, seed 1\n\n1 {2}driver\.pours \d+ ml\n2 {2}device\.boils \d+ ml\n {3}\^ house\.chain\.foreign/,
    )
    const told: unknown[] = []
    const replay = { expectations: null, finished: (...all: readonly unknown[]) => told.push(...all) }
    expect((await stored.replay(kettleCandidate(drop), replay)).summary.fail).toBe(1)
    expect((await stored.replay(kettleCandidate(), replay)).summary.pass).toBe(1)
    const { properties } = await stored.replay(toyTarget(), replay)
    expect(properties).toMatchObject([{ verdict: 'skip', reason: 'kettle: the target does not have it' }])
    expect(told).toHaveLength(6)
  })
})

test('a history that is allowed is said to be', async () => {
  const config = { holds: 9n }
  const suite = { name: 'a', version: '1' }
  const head = {
    suite,
    specification: 's',
    target: { name: 'b', version: '2' },
    config,
    seed: 4,
    property: 'gone/property',
  }
  const trace = { head, log: [{ kind: 'device.rests' }] } as const
  expect(explained(kettle, trace)).toEqual([
    'b 2, property gone/property, seed 4',
    '',
    '1  device.rests',
    '',
    'The model allows this history.',
  ])
  const report = await replayed(kettle, trace, kettleCandidate(), { expectations: null, finished: () => undefined })
  expect(report.properties).toMatchObject([
    { id: 'gone/property', says: 'A stored trace.', clauses: [], verdict: 'pass' },
  ])
})
