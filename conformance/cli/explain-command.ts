import { existsSync } from 'node:fs'
import { type Clause, type ClauseId, catalogue, clauseOf, isClauseId } from '../../model/clause/clause.ts'
import { exempt } from '../../model/clause/exempt.ts'
import { survey } from '../../model/kernel/accept.ts'
import type { Property } from '../../properties/property.ts'
import { gistLine } from '../report/text.ts'
import type { Trace } from '../trace/trace.ts'
import { transcript } from '../trace/transcript.ts'
import { didYouMean } from './nearest.ts'
import type { Project } from './project.ts'
import type { Surroundings } from './surroundings.ts'
import { traceIn } from './trace-files.ts'
import { UsageError } from './usage-error.ts'

/** Puts a clause, a property or a trace into words; the exit status. */
export function explainCommand<State, Rules>(project: Project<State, Rules>, id: string, around: Surroundings): number {
  for (const line of explained(project, id)) around.out(line)
  return 0
}

function explained<State, Rules>(project: Project<State, Rules>, id: string): readonly string[] {
  if (isClauseId(id)) return clauseWords(clauseOf(id), project)
  const property = project.properties.find((one) => one.id === id)
  if (property !== undefined) return propertyWords(property, project)
  if (existsSync(id)) return traceWords(traceIn(id), project)
  const near = didYouMean(id, [...project.properties.map((one) => one.id), ...catalogue.keys()])
  throw new UsageError(`${id} is no clause, no property and no file of a trace${near}`)
}

function clauseWords<State, Rules>(clause: Clause, project: Project<State, Rules>): readonly string[] {
  const named = project.properties.filter((property) => property.clauses.includes(clause.id)).map((one) => one.id)
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
function byOtherClauses<State, Rules>(id: ClauseId, project: Project<State, Rules>): readonly string[] {
  const seeded: readonly Named[] = [...project.reactionBugs, ...project.engineBugs]
  const dead = project.witnesses().list.filter(({ clause }) => clause === id)
  return seeded
    .filter((bug) => bug.clause !== id && dead.some((witness) => witness.bug === bug.id))
    .map((bug) => `  kills the seeded bug ${bug.id} too: ${bug.says}`)
}

function propertyWords<State, Rules>(property: Property, project: Project<State, Rules>): readonly string[] {
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

interface Named {
  readonly id: string
  readonly says: string
  readonly property: string
  readonly clause: ClauseId
}

function bugLines<State, Rules>(project: Project<State, Rules>, about: (bug: Named) => boolean): readonly string[] {
  const bugs: readonly Named[] = [...project.reactionBugs, ...project.engineBugs]
  return bugs.filter(about).map((bug) => `  kills the seeded bug ${bug.id}: ${bug.says}`)
}

function traceWords<State, Rules>(trace: Trace, project: Project<State, Rules>): readonly string[] {
  const { target, property, seed, config } = trace.head
  const machine = project.model.build(project.model.rules)
  const findings = survey(machine, machine.initial(config), trace.log)
  const remarks = findings.map(({ refusal, at }) => ({
    at,
    text: `${refusal.clauses.join(', ')} broken by the ${refusal.by}: ${refusal.because}`,
  }))
  const broken = [...new Set(findings.map(({ refusal }) => refusal.clauses[0]))]
  return [
    `${target.name} ${target.version}, property ${property}, seed ${seed}`,
    '',
    ...transcript(trace.log, remarks),
    '',
    ...(broken.length === 0 ? ['The model allows this history.'] : broken.map((id) => `${id}  ${gistLine(id)}`)),
  ]
}
