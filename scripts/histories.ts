/**
 * Writes the histories that the model's own tests judge: for every seeded bug the smallest one in which it shows, with the clause
 * that the bug names, and the same plan on the built-in engine, which is allowed. Those there already stay while the bug names that
 * clause; bugs that have none are added, or with `--all` every one is made anew.
 *
 *     npx tsx scripts/histories.ts [--all]
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readWitnesses, witnessSeed } from '../conformance/bugs/witnesses.ts'
import { seededBugs } from '../conformance/cli/project.ts'
import { thisProject } from '../conformance/cli/this-project.ts'
import { liftToTarget } from '../conformance/driver/lift.ts'
import { courtWith } from '../conformance/subject/court.ts'
import { engineTarget } from '../conformance/targets/engine.ts'
import { enginePciPart } from '../conformance/targets/engine-pci.ts'

/** A line of the file: histories as traces, each a list of lines. */
interface Line {
  readonly bug: string
  readonly refused: readonly [{ readonly clause: string }, ...(readonly unknown[])]
  readonly allowed?: readonly unknown[]
}

const folders: Readonly<Record<string, string>> = { net: 'net', pci: join('transport', 'pci'), tun: 'tun' }
const fileOf = (subject: string): string => {
  const folder = folders[subject]
  if (folder === undefined) throw new Error(`fault: no folder is known for histories of ${subject}`)
  return join(import.meta.dirname, '..', 'model', folder, 'histories', 'histories.jsonl')
}
const linesOf = (trace: string) =>
  trace
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line)) as unknown as Line['refused'] // a head comes first

const all = process.argv.includes('--all')
const witnesses = readWitnesses()
const files = new Map<string, Map<string, Line>>()
for (const { name } of thisProject.courts) {
  const file = fileOf(name)
  const lines = existsSync(file) && !all ? readFileSync(file, 'utf8').trimEnd().split('\n') : []
  files.set(name, new Map(lines.map((line) => JSON.parse(line) as Line).map((line) => [line.bug, line])))
}
const bugs = seededBugs(thisProject)
const engine = { ...liftToTarget(engineTarget()), parts: { pci: enginePciPart() } }
for (const bug of bugs) {
  const court = courtWith(thisProject.courts, bug.property)
  const known = files.get(court.name)
  const own = ({ bug: id, property, clause }: (typeof witnesses)[number]): boolean =>
    id === bug.id && property === bug.property && clause === bug.clause
  const witness = witnesses.find(own)
  if (known === undefined || known.get(bug.id)?.refused[0].clause === bug.clause) continue
  const found = witness && (await court.histories(bug, witness, engine, { seed: witnessSeed }))
  if (found === undefined) {
    console.log(`${bug.id}: no witness holds`)
    continue
  }
  const { refused, allowed } = found
  known.set(bug.id, {
    bug: bug.id,
    refused: linesOf(refused),
    ...(allowed !== undefined && { allowed: linesOf(allowed) }),
  })
}
for (const [subject, known] of files) {
  const file = fileOf(subject)
  mkdirSync(dirname(file), { recursive: true })
  const lines = [...known.values()].filter((line) => bugs.some(({ id }) => id === line.bug))
  lines.sort((a, b) => (a.bug < b.bug ? -1 : 1))
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  console.log(
    `${subject}: ${lines.length} bugs, ${lines.filter(({ allowed }) => allowed !== undefined).length} on the engine too`,
  )
}
