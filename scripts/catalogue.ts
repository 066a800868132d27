/**
 * Writes `model/clause/virtio/` and `model/clause/gist/` from JSON files of researched clauses and definitions.
 *
 * Run by hand when the researched facts change: `node --import tsx scripts/catalogue.ts CLAUSES.json DEFINITIONS.json`.
 * The project never reads those JSON files otherwise.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Fact, gistsOf, indexOf, placesOf } from './catalogue/render.ts'

const files = process.argv.slice(2)
if (files.length === 0) {
  console.error('usage: node --import tsx scripts/catalogue.ts FACTS.json…')
  process.exit(2)
}
const facts = files.flatMap((file) => JSON.parse(readFileSync(file, 'utf8')) as Fact[])
const areas = [...new Set(facts.map((fact) => fact.area))].sort()

for (const [room, render] of Object.entries({ virtio: placesOf, gist: gistsOf })) {
  const home = join(import.meta.dirname, '..', 'model', 'clause', room)
  rmSync(home, { recursive: true, force: true })
  mkdirSync(home, { recursive: true })
  for (const area of areas) {
    const rows = facts.filter((fact) => fact.area === area)
    writeFileSync(join(home, `${area}.ts`), render(area, rows))
  }
  writeFileSync(join(home, 'index.ts'), indexOf(areas))
}
console.log(`${facts.length} clauses in ${areas.length} areas`)
