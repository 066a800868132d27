import { expect, test } from 'vitest'
import type { ClauseId } from '../../model/clause/clause.ts'
import { propertiesOf, seededBugs } from '../cli/project.ts'
import { thisProject } from '../cli/this-project.ts'
import type { Witness } from '../run/witness.ts'
import { readWitnesses, witnessSeed, writeWitnesses } from './witnesses.ts'

const { courts } = thisProject
const properties = propertiesOf(thisProject)
const witnesses = readWitnesses()

test('every stored witness holds; where not, run scripts/witnesses.ts', { timeout: 400_000 }, async () => {
  const held: Witness[] = []
  for (const court of courts) {
    const bugs = seededBugs(thisProject).filter(({ property }) => court.properties.some(({ id }) => id === property))
    held.push(...(await court.confirmed(witnesses, bugs, { seed: witnessSeed })))
  }
  expect(held).toEqual(expect.arrayContaining(witnesses as unknown[]))
})

test('every seeded bug has a witness for its clause in its property, if that names the clause', () => {
  const names = (id: string, clause: ClauseId) => properties.find((one) => one.id === id)?.clauses.includes(clause)
  const without = seededBugs(thisProject).filter(
    ({ id, property, clause }) =>
      names(property, clause) === true &&
      !witnesses.some((one) => one.bug === id && one.property === property && one.clause === clause),
  )
  expect(without.map(({ id }) => id)).toEqual([])
})

test('no witness is of a bug that is not there', () => {
  const known = new Set(seededBugs(thisProject).map(({ id }) => id))
  expect(witnesses.filter(({ bug }) => !known.has(bug))).toEqual([])
})

test('they are written as they are read, in order', () => {
  expect(readWitnesses(writeWitnesses([...witnesses].reverse()))).toEqual(witnesses)
})

test.each(['{"bug":"a"}', '{"bug":"a","property":"b","clause":"net.none.1","run":1}'])(
  'a line that is no witness is a fault: %s',
  (line) => {
    expect(() => readWitnesses(`${line}\n`)).toThrow(
      /^fault: witnesses.jsonl:1: expected bug, property, clause and run/,
    )
  },
)
