import { catalogue } from '../../model/clause/clause.ts'
import type { PropertyFacts } from '../../properties/property.ts'
import { matches } from './glob.ts'
import { didYouMean } from './nearest.ts'
import { UsageError } from './usage-error.ts'

/** Ids or globs; an empty list selects everything. */
export interface Selection {
  readonly properties: readonly string[]
  readonly clauses: readonly string[]
}

/** The properties that are meant; throws a {@link UsageError} for an id or a glob that means none. */
export function select(all: readonly PropertyFacts[], { properties, clauses }: Selection): readonly PropertyFacts[] {
  for (const wanted of properties)
    demand(
      wanted,
      'property',
      all.map((property) => property.id),
    )
  for (const wanted of clauses) demand(wanted, 'clause', [...catalogue.keys()])
  const chosen = all
    .filter(({ id }) => properties.length === 0 || properties.some((glob) => matches(id, glob)))
    .filter((one) => clauses.length === 0 || clauses.some((glob) => one.clauses.some((id) => matches(id, glob))))
  if (chosen.length > 0) return chosen
  const named = clauses.length === 0 ? '' : ` that names ${clauses.join(', ')}`
  throw new UsageError(
    `no property${named} is among those selected; \`list clauses\` says which clause has which properties`,
  )
}

/** Throws unless an id or glob matches one of the names. */
export function demand(wanted: string, what: string, names: readonly string[]): void {
  if (names.some((name) => matches(name, wanted))) return
  throw new UsageError(`no ${what} is called ${wanted}${didYouMean(wanted, names)}`)
}
