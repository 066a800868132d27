/**
 * Looks for witnesses: which seeded bug is refused by which clause, in which run of which property. Those that still hold are
 * kept; bugs that have none in their own property, or every bug with `--all`, are looked for in every property anew. Where bugs
 * are named only those are looked for, and nothing is done about the others.
 *
 *     npx tsx scripts/witnesses.ts [--all] [BUG…]
 */
import { existsSync, writeFileSync } from 'node:fs'
import { readWitnesses, witnessFile, witnessSeed, writeWitnesses } from '../conformance/bugs/witnesses.ts'
import { propertiesOf, seededBugs } from '../conformance/cli/project.ts'
import { thisProject } from '../conformance/cli/this-project.ts'
import type { SeededBug } from '../conformance/run/bugs.ts'
import type { Witness } from '../conformance/run/witness.ts'
import { type Court, courtWith } from '../conformance/subject/court.ts'

/** Runs of the property that a bug names, of every other one, and of its own where those were too few to kill it. */
const RUNS = { own: 150, other: 10, most: 1000 }

const words = process.argv.slice(2)
const { courts } = thisProject
const properties = propertiesOf(thisProject)
const options = { seed: witnessSeed }
const all = seededBugs(thisProject)
const named = words.filter((word) => word !== '--all')
const unknown = named.find((word) => !all.some(({ id }) => id === word))
if (unknown !== undefined) throw new Error(`no bug ${unknown}`)
const bugs = named.length === 0 ? all : all.filter(({ id }) => named.includes(id))
const ownBugs = (court: Court) => bugs.filter(({ property }) => court.properties.some(({ id }) => id === property))
const before = existsSync(witnessFile) ? readWitnesses() : []
const isEveryOne = words.includes('--all') || named.length > 0
const kept = isEveryOne
  ? []
  : (await Promise.all(courts.map((court) => court.confirmed(before, ownBugs(court), options)))).flat()
const isSettled = ({ id, clause, property }: SeededBug) =>
  kept.some((one) => one.bug === id && one.clause === clause && one.property === property)
let found: readonly Witness[] = named.length > 0 ? before : kept
for (const bug of bugs) {
  /** A bug need only fit the property it names: elsewhere what it alters may not be there. */
  const elsewhere = (error: unknown, { id }: { readonly id: string }): readonly Witness[] => {
    if (id === bug.property) throw error
    return []
  }
  if (isSettled(bug)) continue
  const mine: Witness[] = []
  const court = courtWith(courts, bug.property)
  for (const property of court.properties) {
    const runs = property.id === bug.property ? RUNS.own : RUNS.other
    mine.push(
      ...(await court
        .witnessesOf(bug, property.id, runs, options)
        .catch((error: unknown) => elsewhere(error, property))),
    )
  }
  const own = properties.find(({ id }) => id === bug.property)
  // A property that does not name the clause cannot bear witness to it.
  const missing = !mine.some(({ clause, property }) => clause === bug.clause && property === bug.property)
  if (own?.clauses.includes(bug.clause) === true && missing)
    mine.push(...(await court.witnessesOf(bug, own.id, RUNS.most, options)))
  found = [...found.filter((one) => one.bug !== bug.id), ...mine]
  writeFileSync(witnessFile, writeWitnesses(found))
  process.stdout.write(`${bug.id}: ${mine.map(({ clause, property }) => `${clause} (${property})`).join(', ')}\n`)
}
writeFileSync(witnessFile, writeWitnesses(found))
process.stdout.write(
  `${found.length} witnesses${isEveryOne ? '' : `, ${before.length - kept.length} of those before hold no more`}\n`,
)
