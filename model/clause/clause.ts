import { type AuthorityName, authorities, type Grade, type PrefixedAuthority } from './authority.ts'
import { areas as gists } from './gist/index.ts'
import { house } from './house.ts'
import { linuxTun } from './linux-tun.ts'
import type { Level, Observe, PrefixedRow, PrefixedRows, Side, VirtioRow } from './row.ts'
import { areas } from './virtio/index.ts'

export type { Grade } from './authority.ts'
export type { Level } from './row.ts'

/** The authorities besides virtio that have clauses here. A new one is a file of its own and a name in this table. */
const prefixed = { house, 'linux-tun': linuxTun } as const satisfies {
  readonly [Name in PrefixedAuthority]?: PrefixedRows<Name>
}

type Areas = typeof areas
type Prefixed = typeof prefixed
type KeysOfUnion<T> = T extends unknown ? keyof T : never

/** The id of a clause or definition of virtio 1.4. */
export type VirtioClauseId = KeysOfUnion<Areas[keyof Areas]>
/** The id of an invariant of ours. */
export type HouseClauseId = keyof typeof house
/** The id of anything that a refusal can cite: a closed union, so that a wrong id does not compile. */
export type ClauseId = VirtioClauseId | KeysOfUnion<Prefixed[keyof Prefixed]>

/** An area of the catalogue: `rss`, `split-ring`, …; the clauses of another authority are an area of that name. */
export type Area = keyof Areas | keyof Prefixed

/** What is known of a clause: where it stands, whom it binds, how strongly, and whether it can be seen from outside. */
export interface Clause {
  readonly id: ClauseId
  readonly area: Area
  readonly authority: AuthorityName
  readonly grade: Grade
  readonly side: Side
  readonly level: Level
  readonly observe: Observe
  /** Where it stands: for a clause of virtio, file and line in the specification's repository. */
  readonly place?: string
  readonly legacy: boolean
  /** The clause in our words. */
  readonly gist: string
}

function virtioClause(area: keyof Areas, id: VirtioClauseId, row: VirtioRow): Clause {
  const words: Readonly<Record<string, string>> = gists[area]
  return {
    id,
    area,
    authority: 'virtio-v1.4-cs01',
    grade: row.level === 'DEFINES' ? 'documented' : authorities['virtio-v1.4-cs01'].grade,
    side: row.side,
    level: row.level,
    observe: row.observe,
    place: `${row.file}:${row.line}`,
    legacy: row.legacy ?? false,
    gist: words[id] ?? '',
  }
}

function prefixedClause(authority: keyof Prefixed, id: ClauseId, row: PrefixedRow): Clause {
  const { gist, ...rest } = typeof row === 'string' ? { gist: row } : row
  return {
    id,
    area: authority,
    authority,
    grade: authorities[authority].grade,
    side: 'device',
    level: 'MUST',
    observe: 'device-under-test',
    legacy: false,
    gist,
    ...rest,
  }
}

const entriesOf = <Key extends string, Row>(table: Readonly<Partial<Record<Key, Row>>>): [Key, Row][] =>
  Object.entries(table) as [Key, Row][] // every table here is `as const`: it has no keys but those of its type

const virtioClauses = entriesOf(areas).flatMap(([area, rows]) =>
  entriesOf<VirtioClauseId, VirtioRow>(rows).map(([id, row]) => virtioClause(area, id, row)),
)
const prefixedClauses = entriesOf(prefixed).flatMap(([authority, rows]) =>
  entriesOf<ClauseId, PrefixedRow>(rows).map(([id, row]) => prefixedClause(authority, id, row)),
)

/** Every clause by its id, in the order of the catalogue. */
export const catalogue: ReadonlyMap<string, Clause> = new Map(
  [...virtioClauses, ...prefixedClauses].map((clause) => [clause.id, clause]),
)

/** The clause of an id. Every `ClauseId` has one; a string from outside is checked with {@link isClauseId} first. */
export function clauseOf(id: ClauseId): Clause {
  const clause = catalogue.get(id)
  if (clause === undefined) throw new Error(`fault: the catalogue has no clause ${id}`)
  return clause
}

/** Whether a string is the id of a clause. */
export function isClauseId(id: string): id is ClauseId {
  return catalogue.has(id)
}

/** Whether breaking a clause is a warning rather than a failure: SHOULD, SHOULD NOT, RECOMMENDED. */
export function isAdvice(id: ClauseId): boolean {
  return /^(SHOULD|RECOMMENDED)/.test(clauseOf(id).level)
}
