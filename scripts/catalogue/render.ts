/** A researched clause or definition of virtio, as the JSON files of facts state it. */
export interface Fact {
  readonly id: string
  /** Source file and line in the specification's repository. */
  readonly file: string
  readonly line: number
  readonly side: string
  readonly level: string
  /** The clause in our words. */
  readonly summary: string
  readonly observe: string
  readonly area: string
  readonly legacy?: boolean
  readonly in_conformance_chapter?: boolean
}

/** The name of the constant that holds an area: `ctrl-mac` is `ctrlMac`. */
export const constantOf = (area: string): string => area.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())

/** A text as the formatter quotes it: single quotes, unless they would need more escapes than double ones. */
export function quote(text: string): string {
  const singles = text.split("'").length
  const doubles = text.split('"').length
  const json = JSON.stringify(text)
  return singles > doubles ? json : `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}

const table = (says: string, constant: string, rows: readonly string[]): string =>
  `/** ${says} */\nexport const ${constant} = {\n${rows.map((row) => `  ${row},\n`).join('')}} as const\n`

/** The file that says where the clauses of an area stand and whom they bind. */
export function placesOf(area: string, facts: readonly Fact[]): string {
  const says = `Clauses of the area \`${area}\`: where they stand in the source of virtio 1.4 and whom they bind.`
  return table(says, constantOf(area), facts.map(placeOf))
}

function placeOf(fact: Fact): string {
  const fields = [
    `side: '${fact.side}'`,
    `level: '${fact.level}'`,
    `observe: '${fact.observe}'`,
    `file: '${fact.file.replace('device-types/', '')}'`,
    `line: ${fact.line}`,
    ...(fact.legacy ? ['legacy: true'] : []),
    ...(fact.in_conformance_chapter === false ? ['unlisted: true'] : []),
  ]
  return `'${fact.id}': { ${fields.join(', ')} }`
}

/** The file that gives the clauses of an area in our words. */
export function gistsOf(area: string, facts: readonly Fact[]): string {
  const rows = facts.map((fact) => `'${fact.id}': ${quote(fact.summary)}`)
  return table(`The clauses of the area \`${area}\` in our words.`, constantOf(area), rows)
}

/** The file that gathers the areas by name. */
export function indexOf(areas: readonly string[]): string {
  const imports = areas.map((area) => `import { ${constantOf(area)} } from './${area}.ts'\n`)
  const rows = areas.map((area) => (area === constantOf(area) ? area : `'${area}': ${constantOf(area)}`))
  return `${imports.join('')}\n${table('Every area of the catalogue by name.', 'areas', rows)}`
}
