/**
 * Shows that no property is idle: for each, the pairs (bug, clause) that only it kills. A pair of the stored witnesses counts if
 * in so many runs of every other property that names the clause the bug does not fall by it: a kill counts only where the clause
 * is named. Exits 1 where a property has none.
 *
 *     npx tsx scripts/necessary.ts [--all] [--strict] [--runs N]
 *
 * Without `--all` the first pair found of a property is enough. With `--strict` other properties count whatever they name: all
 * are judged by the same model, so that a bug which shows everywhere is then nobody's own.
 */
import { parseArgs } from 'node:util'
import { readWitnesses, witnessSeed } from '../conformance/bugs/witnesses.ts'
import { seededBugs } from '../conformance/cli/project.ts'
import { thisProject } from '../conformance/cli/this-project.ts'
import { necessities } from '../conformance/run/necessary.ts'
import type { Court } from '../conformance/subject/court.ts'

const { values } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    strict: { type: 'boolean', default: false },
    runs: { type: 'string', default: '10' },
  },
})
const runs = Number(values.runs)
if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs ${values.runs}: expected a whole number from 1`)

const bugs = seededBugs(thisProject)

/** What refuses a bug in some runs of a property; a bug need only fit its own property: elsewhere what it alters may not be there. */
function refusalsIn(court: Court) {
  const known = new Map<string, ReturnType<Court['refusalsOf']>>()
  return (id: string, property: string) => {
    const bug = bugs.find((one) => one.id === id)
    if (bug === undefined) throw new Error(`fault: a witness of ${id}, which is no bug`)
    const key = `${id} ${property}`
    const found =
      known.get(key) ?? court.refusalsOf(bug, property, runs, { seed: witnessSeed }).catch(() => new Set<never>())
    known.set(key, found)
    return found
  }
}

const idle: string[] = []
for (const court of thisProject.courts) {
  const found = await necessities({
    properties: court.properties,
    strict: values.strict,
    witnesses: readWitnesses(),
    refusals: refusalsIn(court),
    ...(values.all ? {} : { enough: 1 }),
  })
  for (const { property, pairs } of found) {
    if (pairs.length === 0) idle.push(property)
    const lost = pairs.map(({ bug, clause }) => `${bug} by ${clause}`)
    process.stdout.write(`${property.padEnd(34)} ${lost.length === 0 ? 'NOTHING' : lost.join(', ')}\n`)
  }
}
process.stdout.write(idle.length === 0 ? 'every property is necessary\n' : `not necessary: ${idle.join(', ')}\n`)
process.exitCode = idle.length === 0 ? 0 : 1
