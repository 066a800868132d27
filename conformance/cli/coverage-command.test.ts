import { describe, expect, test } from 'vitest'
import { toyProject, toyType, type } from './toy-project.fixture.ts'

describe('coverage', () => {
  test('counts the kills that are seen anew, and names a witness that holds no more', async () => {
    const { status, out, err } = await toyType('coverage --json --area house --clause house.chain.*')
    expect(status).toBe(0)
    const report = JSON.parse(out)
    expect(report.summary).toEqual({
      house: {
        deviceMust: { total: 2, covered: 2, killed: 1, exempt: 0, open: 1 },
        driverMust: { total: 0, covered: 0, killed: 0, exempt: 0, open: 0 },
      },
    })
    expect(report.clauses[0]).toEqual({
      id: 'house.chain.lost',
      side: 'device',
      level: 'MUST',
      observe: 'device-under-test',
      area: 'house',
      legacy: false,
      modelled: true,
      properties: ['toy/offers'],
      bugs: ['lose'],
    })
    expect(err).toBe('no longer: lose is refused by house.chain.foreign in toy/offers; run scripts/witnesses.ts')
  })

  test('says what is open, and why the bugs of the engine do not count', async () => {
    const { out, err } = await type('coverage --area house', {
      ...toyProject,
      whyNoEngineBugs: () => Promise.resolve('no compiler'),
      witnesses: () => ({ seed: 1, list: [] }),
    })
    expect(out).toContain('\n  house.chain.foreign ')
    expect(err).toBe("without kills of the engine's bugs: no compiler")
  })
})
