/**
 * Writes `model/clause/virtio/` and `model/clause/gist/` from two JSON files of researched clauses and definitions.
 *
 * Run by hand when the researched facts change: `node scripts/catalogue.ts CLAUSES.json DEFINITIONS.json`
 * (through a TypeScript-aware loader). The project never reads those JSON files otherwise.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

interface Fact {
  readonly id: string
  readonly file: string
  readonly line: number
  readonly side: string
  readonly level: string
  readonly summary: string
  readonly observe: string
  readonly area: string
  readonly legacy?: boolean
  readonly in_conformance_chapter?: boolean
}

const [clauses, definitions] = process.argv.slice(2)
if (clauses === undefined || definitions === undefined) {
  console.error('usage: catalogue.ts CLAUSES.json DEFINITIONS.json')
  process.exit(2)
}

const facts = [clauses, definitions].flatMap((path) => JSON.parse(readFileSync(path, 'utf8')) as Fact[])
const home = join(import.meta.dirname, '..', 'model', 'clause')
const camel = (area: string): string => area.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
const quote = (text: string): string => (text.includes("'") ? JSON.stringify(text) : `'${text}'`)

const areas = [...new Set(facts.map((fact) => fact.area))].sort()
for (const room of ['virtio', 'gist']) {
  rmSync(join(home, room), { recursive: true, force: true })
  mkdirSync(join(home, room), { recursive: true })
}

for (const area of areas) {
  const rows = facts.filter((fact) => fact.area === area)
  const place = rows.map((fact) => {
    const marks = [
      ...(fact.legacy ? ['legacy: true'] : []),
      ...(fact.in_conformance_chapter === false ? ['unlisted: true'] : []),
    ]
    const fields = [
      `side: '${fact.side}'`,
      `level: '${fact.level}'`,
      `observe: '${fact.observe}'`,
      `file: '${fact.file.replace('device-types/', '')}'`,
      `line: ${fact.line}`,
      ...marks,
    ]
    return `  '${fact.id}': { ${fields.join(', ')} },`
  })
  writeFileSync(
    join(home, 'virtio', `${area}.ts`),
    `/** Clauses of the area \`${area}\`: where they stand in the source of virtio 1.4 and whom they bind. */\nexport const ${camel(area)} = {\n${place.join('\n')}\n} as const\n`,
  )
  const gist = rows.map((fact) => `  '${fact.id}': ${quote(fact.summary)},`)
  writeFileSync(
    join(home, 'gist', `${area}.ts`),
    `/** The clauses of the area \`${area}\` in our words. */\nexport const ${camel(area)} = {\n${gist.join('\n')}\n} as const\n`,
  )
}

for (const room of ['virtio', 'gist']) {
  const imports = areas.map((area) => `import { ${camel(area)} } from './${area}.ts'`)
  const entries = areas.map((area) => `  ${area.includes('-') ? `'${area}'` : area}: ${camel(area)},`)
  writeFileSync(
    join(home, room, 'index.ts'),
    `${imports.join('\n')}\n\n/** Every area of the catalogue by name. */\nexport const areas = {\n${entries.join('\n').replace(/(\w+): \1,/g, '$1,')}\n} as const\n`,
  )
}
console.log(`${facts.length} clauses in ${areas.length} areas`)
