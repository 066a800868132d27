import { existsSync } from 'node:fs'
import { type Clause, type ClauseId, catalogue, clauseOf, isClauseId } from '../../model/clause/clause.ts'
import { exempt } from '../../model/clause/exempt.ts'
import type { BugFacts } from '../../properties/bugs/reaction-bug.ts'
import type { PropertyFacts } from '../../properties/property.ts'
import { gistLine } from '../report/text.ts'
import { didYouMean } from './nearest.ts'
import { bugsOf, type Project, propertiesOf } from './project.ts'
import type { Surroundings } from './surroundings.ts'
import { traceIn } from './trace-files.ts'
import { UsageError } from './usage-error.ts'

/** Puts a clause, a property or a trace into words; the exit status. */
export function explainCommand(project: Project, id: string, around: Surroundings): number {
  for (const line of explained(project, id)) around.out(line)
  return 0
}

function explained(project: Project, id: string): readonly string[] {
  if (isClauseId(id)) return clauseWords(clauseOf(id), project)
  const property = propertiesOf(project).find((one) => one.id === id)
  if (property !== undefined) return propertyWords(property, project)
  if (existsSync(id)) return traceIn(id, project.courts).explain()
  const near = didYouMean(id, [...propertiesOf(project).map((one) => one.id), ...catalogue.keys()])
  throw new UsageError(`${id} is no clause, no property and no file of a trace${near}`)
}

function clauseWords(clause: Clause, project: Project): readonly string[] {
  const named = propertiesOf(project)
    .filter((property) => property.clauses.includes(clause.id))
    .map((one) => one.id)
  const reason = exempt[clause.id]
  return [
    clause.id,
    `  ${clause.gist}`,
    `  ${clause.level}, binds the ${clause.side === 'both' ? 'device and the driver' : clause.side}, ${clause.grade}`,
    `  ${clause.place === undefined ? 'an invariant of this project, no clause of virtio' : `${clause.authority}, ${clause.place}`}`,
    named.length === 0 ? '  no property names it' : `  named by ${named.join(', ')}`,
    ...bugLines(project, (bug) => bug.clause === clause.id),
    ...byOtherClauses(clause.id, project),
    ...(reason === undefined ? [] : [`  exempt: ${reason}`]),
  ]
}

/** Bugs seeded for another clause that die by this one as well: their witnesses say so, and a test that those hold. */
function byOtherClauses(id: ClauseId, project: Project): readonly string[] {
  const seeded = bugsOf(project)
  const dead = project.witnesses().list.filter(({ clause }) => clause === id)
  return seeded
    .filter((bug) => bug.clause !== id && dead.some((witness) => witness.bug === bug.id))
    .map((bug) => `  kills the seeded bug ${bug.id} too: ${bug.says}`)
}

function propertyWords(property: PropertyFacts, project: Project): readonly string[] {
  const { id, says, clauses, needs, cost } = property
  return [
    id,
    `  ${says}`,
    ...(needs.length === 0 ? [] : [`  needs ${needs.join(', ')}`]),
    ...(cost === undefined ? [] : [`  at most ${cost.maxRuns} runs: ${cost.because}`]),
    ...clauses.map((clause: ClauseId) => `  ${clause}  ${gistLine(clause)}`),
    ...bugLines(project, (bug) => bug.property === id),
  ]
}

function bugLines(project: Project, about: (bug: BugFacts) => boolean): readonly string[] {
  return bugsOf(project)
    .filter(about)
    .map((bug) => `  kills the seeded bug ${bug.id}: ${bug.says}`)
}
