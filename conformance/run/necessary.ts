import type { ClauseId } from '../../model/clause/clause.ts'
import type { PropertyFacts } from '../../properties/property.ts'
import type { Witness } from './witness.ts'

/** A bug, and a clause that refuses it. */
export interface Pair {
  readonly bug: string
  readonly clause: ClauseId
}

/** A property and the pairs that would be lost without it. */
export interface Necessity {
  readonly property: string
  readonly pairs: readonly Pair[]
}

/** What is looked at. */
export interface NecessityOptions {
  readonly properties: readonly Pick<PropertyFacts, 'id' | 'clauses'>[]
  readonly witnesses: readonly Witness[]
  /** The clauses that come first when a bug meets some runs of a property, whether that names them or not. */
  readonly refusals: (bug: string, property: string) => Promise<ReadonlySet<ClauseId>>
  /** Whether a refusal by a property that does not name the clause takes a pair away too. A kill counts only where it is named. */
  readonly strict?: boolean
  /** Pairs after which a property needs no more to be looked for; all of them unless given. */
  readonly enough?: number
}

/**
 * The pairs (bug, clause) that each property alone kills: it has a witness for the pair, no other property has one, and in the
 * runs of no other property that names the clause does the bug fall first by it.
 */
export async function necessities({
  properties,
  witnesses,
  refusals,
  strict = false,
  enough = Number.POSITIVE_INFINITY,
}: NecessityOptions): Promise<readonly Necessity[]> {
  const found: Necessity[] = []
  for (const { id: property } of properties) {
    const others = (clause: ClauseId) =>
      properties
        .filter(({ id, clauses }) => id !== property && (strict || clauses.includes(clause)))
        .map(({ id }) => id)
    const pairs: Pair[] = []
    for (const { bug, clause } of witnesses.filter((one) => one.property === property)) {
      if (pairs.length >= enough) break
      const shared = witnesses.some((one) => one.bug === bug && one.clause === clause && one.property !== property)
      if (!shared && !(await anyRefuses(others(clause), bug, clause, refusals))) pairs.push({ bug, clause })
    }
    found.push({ property, pairs })
  }
  return found
}

async function anyRefuses(
  properties: readonly string[],
  bug: string,
  clause: ClauseId,
  refusals: NecessityOptions['refusals'],
): Promise<boolean> {
  for (const property of properties) if ((await refusals(bug, property)).has(clause)) return true
  return false
}
