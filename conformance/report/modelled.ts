import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ClauseId, isClauseId } from '../../model/clause/clause.ts'

/** The model's code: sources in a clone, what was built of them in a package. */
const modelFolder = join(import.meta.dirname, '..', '..', 'model')

/**
 * The clauses that the model knows what to do with: its code cites them, as a value where a refusal carries one or in a
 * `@clause` tag where none flows. Read from the code itself, so that no list can fall behind it.
 */
export function modelledClauses(folder: string = modelFolder): ReadonlySet<ClauseId> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /\.(ts|js)$/.test(file) && !/\.(test|test-d|fixture|d)\.ts$/.test(file))
    .filter((file) => !file.startsWith('clause/'))
  return new Set(files.flatMap((file) => citedIn(readFileSync(join(folder, file), 'utf8'))))
}

/** The clause ids in a source text: in quotes, or behind `@clause`. */
export function citedIn(text: string): readonly ClauseId[] {
  const quoted = [...text.matchAll(/(['"`])([\w.-]+)\1/g)].map(([, , id = '']) => id)
  const tagged = [...text.matchAll(/@clause((?:[ \t]+[\w.-]+)+)/g)].flatMap(([, ids = '']) => ids.trim().split(/\s+/))
  return [...quoted, ...tagged].filter(isClauseId)
}
