import { describe, expect, it } from 'vitest'
import { engineBugs } from '../conformance/bugs/index.ts'
import { isClauseId } from '../model/clause/clause.ts'
import { reactionBugs } from './bugs/index.ts'
import { properties as every } from './index.ts'
import { plansOf } from './judged.fixture.ts'
import { netProperties as properties } from './net-properties.ts'

describe('the properties', () => {
  it('have ids of their own, whatever subject they are of', () => {
    expect(properties.length).toBeGreaterThanOrEqual(8)
    expect(new Set(every.map(({ id }) => id)).size).toBe(every.length)
    expect(every).toEqual(expect.arrayContaining([...properties]))
  })

  it.each(properties)('$id says a sentence, names clauses that exist, and what it needs', (property) => {
    expect(property.id).toMatch(/^[a-z-]+\/[a-z-]+$/)
    expect(property.says).toMatch(/^\p{L}.*[^.]\.$/u)
    expect(property.clauses.length).toBeGreaterThan(0)
    expect(property.clauses.filter((clause) => !isClauseId(clause))).toEqual([])
    expect(property.needs).toContain('net')
  })

  it.each(properties)(
    '$id has plans that begin with a reset or a look at the new device, rest, and number chains once',
    (property) => {
      for (const plan of plansOf(property, 20)) {
        expect(plan.find(({ kind }) => kind !== 'driver.reads')?.kind).toBe('driver.resets')
        expect(plan.filter((step) => step.kind === 'device.rests').length).toBeGreaterThan(0)
        const chains = plan.flatMap((step) => ('chain' in step ? [step.chain] : []))
        expect(new Set(chains).size).toBe(chains.length)
      }
    },
  )

  it('are each the one that must kill some seeded bug, in reactions or in the source of the engine', () => {
    const biting = new Set([...reactionBugs, ...engineBugs].map(({ property }) => property))
    expect(properties.map(({ id }) => id).filter((id) => !biting.has(id))).toEqual([])
  })
})

describe('the seeded bugs', () => {
  it('have ids of their own, and name a property that there is', () => {
    expect(new Set(reactionBugs.map(({ id }) => id)).size).toBe(reactionBugs.length)
    const known = new Set(properties.map(({ id }) => id))
    expect(reactionBugs.filter(({ property }) => !known.has(property))).toEqual([])
  })

  it.each(reactionBugs)('$id says a sentence and where it comes from', (bug) => {
    expect(bug.says).toMatch(/^\p{L}.*[^.]\.$/u)
    expect(bug.source).not.toBe('')
  })
})
