import { house } from './house.ts'
import { areas as gists } from './gist/index.ts'
import { areas } from './virtio/index.ts'

type Areas = typeof areas
type KeysOfUnion<T> = T extends unknown ? keyof T : never

/** The id of a clause or definition of virtio 1.4. */
export type VirtioClauseId = KeysOfUnion<Areas[keyof Areas]>
/** The id of an invariant of ours. */
export type HouseClauseId = keyof typeof house
/** The id of anything that a refusal can cite: a closed union, so that a wrong id does not compile. */
export type ClauseId = VirtioClauseId | HouseClauseId

/** An area of the catalogue: `rss`, `split-ring`, … or `house`. */
export type Area = keyof Areas | 'house'
/** How strong a clause is, in the words of RFC 2119; `DEFINES` for definitions. */
export type Level =
  | 'MUST'
  | 'MUST NOT'
  | 'SHOULD'
  | 'SHOULD NOT'
  | 'MAY'
  | 'MAY NOT'
  | 'RECOMMENDED'
  | 'OPTIONAL'
  | 'DEFINES'
/** On what authority a clause stands: written as a norm, written down, or only seen. */
export type Grade = 'normative' | 'documented' | 'observed'

/** What is known of a clause: where it stands, whom it binds, how strongly, and whether it can be seen from outside. */
export interface Clause {
  readonly id: ClauseId
  readonly area: Area
  readonly authority: 'virtio-v1.4-cs01' | 'house'
  readonly grade: Grade
  readonly side: 'device' | 'driver' | 'both'
  readonly level: Level
  readonly observe: 'device-under-test' | 'driver-under-test' | 'model-only' | 'untestable'
  /** Source file and line in the specification's repository, for virtio clauses. */
  readonly place?: string
  readonly legacy: boolean
  /** The clause in our words. */
  readonly gist: string
}

interface Row {
  readonly side: Clause['side']
  readonly level: Level
  readonly observe: Clause['observe']
  readonly file: string
  readonly line: number
  readonly legacy?: true
}

const virtio = Object.entries(areas).flatMap(([area, rows]) =>
  Object.entries(rows as Readonly<Record<string, Row>>).map(([id, row]): [string, Clause] => [
    id,
    {
      id: id as VirtioClauseId, // the keys of `areas` are what the union is made of
      area: area as Area,
      authority: 'virtio-v1.4-cs01',
      grade: row.level === 'DEFINES' ? 'documented' : 'normative',
      side: row.side,
      level: row.level,
      observe: row.observe,
      place: `${row.file}:${row.line}`,
      legacy: row.legacy ?? false,
      gist: (gists[area as keyof Areas] as Readonly<Record<string, string>>)[id] ?? '',
    },
  ]),
)

const ours = Object.entries(house).map(([id, gist]): [string, Clause] => [
  id,
  {
    id: id as HouseClauseId,
    area: 'house',
    authority: 'house',
    grade: 'documented',
    side: 'device',
    level: 'MUST',
    observe: 'device-under-test',
    legacy: false,
    gist,
  },
])

/** Every clause by its id, in the order of the catalogue. */
export const catalogue: ReadonlyMap<string, Clause> = new Map([...virtio, ...ours])

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
