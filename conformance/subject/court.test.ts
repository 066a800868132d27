import { describe, expect, test } from 'vitest'
import { testsFor } from '../../properties/for-target.ts'
import { lose, toyCourt, toyProject, type } from '../cli/toy-project.fixture.ts'
import { check } from '../run/check.ts'
import { toyTarget } from '../run/toy/target.fixture.ts'
import { courtWith } from './court.ts'
import { kettle, kettleCandidate, kettleCourt, kettlePart } from './kettle.fixture.ts'

const courts = [toyCourt(), kettleCourt]
const drop = (water: bigint) => water - 1n
/** A network device that boils water, too. */
const both = { ...toyTarget(), kettle: kettlePart() }
const faulty = { ...both, kettle: kettlePart(drop) }
const options = { seed: 1, runs: 3 }

describe('a target is judged as every subject that it has a part for', () => {
  test('the properties of all of them, in one report', async () => {
    const report = await check(courts, both, options)
    expect(report.properties.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['toy/offers', 'pass'],
      ['toy/again', 'pass'],
      ['kettle/boils', 'pass'],
    ])
    expect(report.target).toEqual({
      name: 'toy',
      version: 'toy 1.2.3',
      capabilities: ['device-status', 'net'],
      notes: ['of steel'],
    })
    expect(report.properties[2]?.reached['cups boiled']).toBeGreaterThanOrEqual(6)
    expect(report.properties[2]?.reached).not.toHaveProperty('frames placed')
  })

  test('those of a subject that it lacks are skipped, with that reason', async () => {
    const { properties, summary } = await check(courts, toyTarget(), options)
    expect(summary).toMatchObject({ pass: 2, skip: 1 })
    expect(properties[2]).toMatchObject({ id: 'kettle/boils', reason: 'kettle: the target does not have it' })
    const lacks = { net: 'net: it is a kettle' }
    expect((await check(courts, kettleCandidate(undefined, { lacks }), options)).properties).toMatchObject([
      { verdict: 'skip', reason: 'net: it is a kettle', runs: 0 },
      { verdict: 'skip', reason: 'net: it is a kettle' },
      { verdict: 'pass', runs: 3 },
    ])
  })

  test('only those that are asked for', async () => {
    const { properties, target } = await check(courts, both, { ...options, properties: ['kettle/boils'] })
    expect(properties.map(({ id }) => id)).toEqual(['kettle/boils'])
    expect(target.capabilities).toEqual(['device-status'])
  })

  test('a known deviation of one subject is found by its name', async () => {
    const report = await check(courts, kettleCandidate(drop), { ...options, expected: ['forgetful'] })
    expect(report.properties[2]).toMatchObject({ verdict: 'expected', deviations: [{ name: 'forgetful', times: 3 }] })
    expect(kettleCourt.deviationsOf('my kettle')).toMatchObject([{ name: 'forgetful' }])
    expect(kettleCourt.deviationsOf('toy')).toEqual([])
  })

  test('with bail nothing is judged after a failure, of whatever subject', async () => {
    const report = await check([kettleCourt, toyCourt()], faulty, { ...options, bail: true })
    expect(report.properties.map(({ id, verdict }) => [id, verdict])).toEqual([['kettle/boils', 'fail']])
  })
})

describe('seeded bugs', () => {
  test('are tried on the subject of their property, over its reference or over a candidate', async () => {
    const { bugs } = await kettleCourt.bugMatrix(kettleCourt.seededBugs(), { seed: 1, runs: 5, stories: true })
    expect(bugs).toMatchObject([{ id: 'lukewarm', alive: false, killedBy: [{ property: 'kettle/boils', runs: 1 }] }])
    expect(bugs[0]?.story?.[0]).toMatch(/^1 {2}driver\.pours/)
    const over = await kettleCourt.bugMatrix(kettleCourt.seededBugs(toyTarget()), { seed: 1, runs: 5 })
    expect(over.bugs).toMatchObject([{ id: 'lukewarm', alive: false, skipped: 'kettle: the target does not have it' }])
  })

  test('have witnesses', async () => {
    const [bug] = kettleCourt.seededBugs()
    if (bug === undefined) throw new Error('there is no bug')
    const found = await kettleCourt.witnessesOf(bug, 'kettle/boils', 2, { seed: 1 })
    expect(found).toEqual([{ bug: 'lukewarm', property: 'kettle/boils', clause: 'house.chain.foreign', run: 0 }])
    expect(await kettleCourt.confirmed(found, [bug], { seed: 1 })).toEqual(found)
    await expect(kettleCourt.witnessesOf(bug, 'toy/offers', 2, { seed: 1 })).rejects.toThrow('no property of kettle')
  })

  test('a property has one court', () => {
    expect(courtWith(courts, 'kettle/boils')).toBe(kettleCourt)
    expect(() => courtWith(courts, 'tea/pot')).toThrow('fault: tea/pot is no property of any subject')
  })
})

describe('the command line goes over all subjects', () => {
  const project = { ...toyProject, courts }

  test('list, explain, bugs and coverage', async () => {
    expect((await type('list', project)).out).toContain('kettle/boils                       All water boils.')
    expect((await type('list bugs', project)).out.split('\n').map((line) => line.split(' ')[0])).toEqual([
      lose.id,
      'lukewarm',
    ])
    expect((await type('explain kettle/boils', project)).out).toContain('kills the seeded bug lukewarm')
    const { out } = await type('bugs', project)
    expect(out).toMatch(/dead {3}lukewarm +by kettle\/boils after 1 run: house\.chain\.foreign/)
    const { clauses } = JSON.parse((await type('coverage --clause house.chain.lost --json', project)).out)
    expect(clauses[0].properties).toEqual(['toy/offers', 'kettle/boils'])
  })

  test('check', async () => {
    const { status, out } = await type('check --runs 2 --seed 1', project)
    expect(status).toBe(0)
    expect(out).toMatch(/skip +kettle\/boils\n +kettle: the target does not have it/)
  })
})

describe('its properties as tests', () => {
  const tests = (candidate: Parameters<typeof testsFor>[1]) => testsFor(kettle, candidate, { runs: 3 })

  test('pass, fail with the clause, or are skipped', async () => {
    expect(tests(kettleCandidate()).map(({ name }) => name)).toEqual(['kettle/boils: All water boils.'])
    await expect(tests(kettleCandidate())[0]?.run()).resolves.toBeUndefined()
    await expect(tests(kettleCandidate(drop))[0]?.run()).rejects.toThrow(
      /^house\.chain\.foreign broken by the device: boils/,
    )
    const skipped: (string | undefined)[] = []
    await tests(toyTarget())[0]?.run({ skip: (because) => skipped.push(because) })
    expect(skipped).toEqual(['kettle: the target does not have it'])
  })
})
