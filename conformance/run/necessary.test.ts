import { expect, test } from 'vitest'
import type { ClauseId } from '../../model/clause/clause.ts'
import { necessities } from './necessary.ts'
import type { Witness } from './witness.ts'

const lost = 'house.chain.lost'
const foreign = 'house.chain.foreign'
const witness = (bug: string, property: string, clause: ClauseId): Witness => ({ bug, property, clause, run: 0 })
const witnesses = [
  witness('a', 'one', lost),
  witness('a', 'one', foreign),
  witness('b', 'one', lost),
  witness('b', 'two', lost),
  witness('c', 'two', foreign),
  witness('d', 'two', lost),
]
const properties = [
  { id: 'one', clauses: [lost, foreign] },
  { id: 'two', clauses: [lost, foreign] },
  { id: 'three', clauses: [lost] },
] as const
const asked: string[] = []
const refusals = async (bug: string, property: string) => {
  asked.push(`${bug} ${property}`)
  return new Set<ClauseId>(bug === 'c' && property === 'three' ? [foreign] : [])
}

test('a pair counts where no other property has a witness, and none refuses the bug by the clause', async () => {
  expect(await necessities({ properties, witnesses, refusals, strict: true })).toEqual([
    {
      property: 'one',
      pairs: [
        { bug: 'a', clause: lost },
        { bug: 'a', clause: foreign },
      ],
    },
    { property: 'two', pairs: [{ bug: 'd', clause: lost }] },
    { property: 'three', pairs: [] },
  ])
  expect(asked).not.toContain('b three')
})

test('a refusal by a clause that a property does not name is no kill, and takes nothing away', async () => {
  asked.length = 0
  const [, two] = await necessities({ properties, witnesses, refusals })
  expect(two?.pairs).toEqual([
    { bug: 'c', clause: foreign },
    { bug: 'd', clause: lost },
  ])
  expect(asked).not.toContain('c three')
})

test('where one is enough no more are looked for', async () => {
  asked.length = 0
  const [one] = await necessities({ properties, witnesses, refusals, enough: 1 })
  expect(one?.pairs).toEqual([{ bug: 'a', clause: lost }])
  expect(asked.filter((line) => line.startsWith('a'))).toEqual(['a two', 'a three'])
})
