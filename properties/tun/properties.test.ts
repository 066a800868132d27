import { describe, expect, it } from 'vitest'
import { tunReferenceTarget } from '../../conformance/targets/tun-reference.ts'
import { isClauseId } from '../../model/clause/clause.ts'
import { testsFor } from '../for-target.ts'
import { targetOf } from '../subject.ts'
import { tunBugs } from './bugs/index.ts'
import { tunProperties } from './properties.ts'
import { tunSubject } from './subject.ts'

describe.each(['eager', 'lazy', 'random'] as const)('the reference under the policy %s', (policy) => {
  const target = tunSubject.candidate(tunReferenceTarget(policy))
  it.each(testsFor(tunSubject, target, { runs: 5 }))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

describe('the properties', () => {
  it.each(tunProperties)('$id says a sentence and names clauses that exist', ({ id, says, clauses, needs }) => {
    expect(id).toMatch(/^tun\/[a-z-]+$/)
    expect(says).toMatch(/^\p{L}.*[^.]\.$/u)
    expect(clauses.filter((clause) => !isClauseId(clause))).toEqual([])
    expect(needs).toContain('tun')
  })

  it('are each the one that must kill some seeded bug, by a clause that it names', () => {
    for (const { id, clauses } of tunProperties) {
      const killed = tunBugs.filter(({ property }) => property === id)
      expect(killed.length).toBeGreaterThan(0)
      expect(killed.filter(({ clause }) => !clauses.includes(clause))).toEqual([])
    }
    expect(new Set(tunBugs.map(({ id }) => id)).size).toBe(tunBugs.length)
  })
})

it('a tun device is a part of a candidate', async () => {
  const candidate = tunSubject.candidate(tunReferenceTarget())
  expect((await targetOf(tunSubject, candidate)?.capabilities())?.config.files).toBe(300)
  expect(tunSubject.partOf({ name: 'none', version: '1' })).toBeUndefined()
})
