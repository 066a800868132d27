import { describe, expect, test } from 'vitest'
import { deviation, judgement } from './judgement.fixture.ts'
import { propertyReport } from './property-report.ts'
import { toyProperty } from './toy/property.fixture.ts'
import { absences, withAbsence } from './unexpected.ts'

const [short, long] = [deviation('short'), deviation('long')]
const due = (...names: readonly string[]) => judgement({ due: new Set(names) })
const seen = (...names: readonly string[]) => judgement({ seen: new Map(names.map((name) => [name, 1])) })

describe('a deviation is gone', () => {
  const gone = (judgements: Parameters<typeof absences>[1], clean = true) =>
    absences([short, long], judgements, () => Promise.resolve(clean))

  test('that was due, was not seen, and whose history is allowed now', async () => {
    expect(await gone([due('short')])).toEqual([short])
    expect(await gone([due('long'), due('short')])).toEqual([short, long])
  })

  test('no other', async () => {
    expect(await gone([])).toEqual([])
    expect(await gone([due('short')], false)).toEqual([])
    expect(await gone([due('short'), seen('short')])).toEqual([])
  })

  test('a history is replayed only where all else says so', async () => {
    const replayed: string[] = []
    await absences([short, long], [due('short', 'long'), seen('long')], async ({ name }) => {
      replayed.push(name)
      return true
    })
    expect(replayed).toEqual(['short'])
  })
})

describe('a report in the light of what is gone', () => {
  const report = (more = {}) => propertyReport(toyProperty, judgement(more), [short], 'toy 1.2.3')
  const why = 'short: known of this target and not seen any more on version toy 1.2.3'

  test('is as it was where nothing of the property is gone', () => {
    const before = report()
    expect(withAbsence(before, [], 'toy 1.2.3')).toBe(before)
    expect(withAbsence(before, [deviation('other', { property: 'toy/again' })], 'toy 1.2.3')).toBe(before)
  })

  test('is an unexpected pass within its versions, a warning outside', () => {
    expect(withAbsence(report(), [short], 'toy 1.2.3')).toEqual({ ...report(), verdict: 'unexpectedPass', reason: why })
    expect(withAbsence(report(), [short], 'toy 1.3')).toEqual({
      ...report(),
      verdict: 'warn',
      reason: 'short: known of this target and not seen any more on version toy 1.3',
    })
  })

  test('stays a failure, with the reason it had', () => {
    const refusal = { by: 'device', clauses: ['house.chain.lost'], because: 'so' } as const
    const failed = report({ failure: { finding: { refusal, at: 0 }, log: [], seed: 1 } })
    expect(withAbsence(failed, [short], 'toy 1.2.3')).toBe(failed)
  })

  test('names all that are gone; one within its versions decides', () => {
    const old = deviation('old', { versions: { to: '1.1' } })
    expect(withAbsence(report(), [old, short], 'toy 1.2.3')).toMatchObject({
      verdict: 'unexpectedPass',
      reason: 'old, short: known of this target and not seen any more on version toy 1.2.3',
    })
  })
})
