import { type Clause, catalogue } from '../../model/clause/clause.ts'
import type { PropertyFacts } from '../../properties/property.ts'
import { didYouMean } from './nearest.ts'
import { bugsOf, type Project, propertiesOf } from './project.ts'
import type { Surroundings } from './surroundings.ts'
import { UsageError } from './usage-error.ts'

const lists = ['properties', 'clauses', 'targets', 'bugs'] as const

/** Lists what there is; the exit status. */
export function listCommand(
  project: Project,
  what: string,
  { json }: { readonly json: boolean },
  around: Surroundings,
): number {
  const list = lists.find((one) => one === what)
  if (list === undefined)
    throw new UsageError(`there is no list of ${what}${didYouMean(what, lists)} (there are ${lists.join(', ')})`)
  const rows = rowsOf(project, list)
  if (json) around.out(JSON.stringify({ [list]: rows.map((row) => row.value) }, undefined, 2))
  else for (const row of rows) around.out(row.line)
  return 0
}

interface Row {
  readonly line: string
  readonly value: object
}

function rowsOf(project: Project, list: (typeof lists)[number]): readonly Row[] {
  switch (list) {
    case 'properties':
      return propertiesOf(project).map(propertyRow)
    case 'clauses':
      return [...catalogue.values()].map((clause) => clauseRow(clause, propertiesOf(project)))
    case 'targets':
      return project.targets.map(({ name, says, options, needs }) => ({
        line: `${name.padEnd(20)} ${says}`,
        value: { name, says, options, needs },
      }))
    case 'bugs':
      return bugsOf(project).map(({ id, says, source, property, clause }) => ({
        line: `${id.padEnd(34)} ${says}`,
        value: { id, says, source, property, clause },
      }))
  }
}

function propertyRow({ id, says, clauses, needs }: PropertyFacts): Row {
  return { line: `${id.padEnd(34)} ${says}`, value: { id, says, clauses, needs } }
}

function clauseRow(clause: Clause, properties: readonly PropertyFacts[]): Row {
  const about = properties.filter((property) => property.clauses.includes(clause.id)).map((property) => property.id)
  const { id, side, level, gist, place } = clause
  return {
    line: `${id.padEnd(34)} ${level.padEnd(12)} ${gist}`,
    value: { id, side, level, gist, ...(place === undefined ? {} : { place }), properties: about },
  }
}
