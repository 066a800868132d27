import { type Area, type Clause, type ClauseId, catalogue, type Level } from '../../model/clause/clause.ts'
import { exempt } from '../../model/clause/exempt.ts'
import type { PropertyFacts } from '../../properties/property.ts'
import type { Witness } from '../run/witness.ts'
import { isJudgeable, isJudgeableOfDriver } from './clause-coverage.ts'

/** What is done about a clause. */
export interface CoverageRow {
  readonly id: ClauseId
  readonly side: Clause['side']
  readonly level: Level
  readonly observe: Clause['observe']
  readonly area: Area
  readonly legacy: boolean
  /** Whether the model's code cites it. */
  readonly modelled: boolean
  /** The properties that name it. */
  readonly properties: readonly string[]
  /** The seeded bugs of which some history is refused first by this very clause, in a property that names it. */
  readonly bugs: readonly string[]
  /** Why no test from outside can judge it. */
  readonly exempt?: string
}

/** Clauses counted. A clause may be covered and killed, or covered and open: open is what is neither killed nor exempt. */
export interface Tally {
  readonly total: number
  /** A property names it. */
  readonly covered: number
  /** A seeded bug dies by it. */
  readonly killed: number
  readonly exempt: number
  readonly open: number
}

/** The clauses that bind a device or a driver, must be kept (or hold by definition), and show where it is under test. */
export interface AreaSummary {
  readonly deviceMust: Tally
  readonly driverMust: Tally
}

/** What `coverage --json` prints. */
export interface Coverage {
  readonly clauses: readonly CoverageRow[]
  readonly summary: Readonly<Record<string, AreaSummary>>
}

/** What coverage is derived from. */
export interface CoverageFacts {
  readonly properties: readonly PropertyFacts[]
  /** Witnesses that were seen to hold. */
  readonly kills: readonly Witness[]
  readonly modelled: ReadonlySet<ClauseId>
}

/** What is covered, killed, exempt and open among the clauses that `isMeant` selects. */
export function coverage(facts: CoverageFacts, isMeant: (clause: Clause) => boolean = () => true): Coverage {
  const meant = [...catalogue.values()].filter(isMeant)
  const rows = new Map(meant.map((clause) => [clause, rowOf(clause, facts)]))
  const areas = [...new Set(meant.map(({ area }) => area))]
  const tallied = (area: Area, counts: (clause: Clause) => boolean): Tally =>
    tally([...rows].filter(([clause]) => clause.area === area && counts(clause)).map(([, row]) => row))
  return {
    clauses: [...rows.values()],
    summary: Object.fromEntries(
      areas.map((area) => [
        area,
        { deviceMust: tallied(area, isJudgeable), driverMust: tallied(area, isJudgeableOfDriver) },
      ]),
    ),
  }
}

function rowOf(clause: Clause, { properties, kills, modelled }: CoverageFacts): CoverageRow {
  const { id, side, level, observe, area, legacy } = clause
  const reason = exempt[id]
  return {
    ...{ id, side, level, observe, area, legacy },
    modelled: modelled.has(id),
    properties: properties.filter((property) => property.clauses.includes(id)).map((property) => property.id),
    bugs: [...new Set(kills.filter((kill) => kill.clause === id).map((kill) => kill.bug))],
    ...(reason === undefined ? {} : { exempt: reason }),
  }
}

/** Whether nothing settles a clause yet: no bug dies by it, and it is not exempt. */
export const isOpen = (row: CoverageRow): boolean => row.bugs.length === 0 && row.exempt === undefined

function tally(rows: readonly CoverageRow[]): Tally {
  const count = (holds: (row: CoverageRow) => boolean) => rows.filter(holds).length
  return {
    total: rows.length,
    covered: count((row) => row.properties.length > 0),
    killed: count((row) => row.bugs.length > 0),
    exempt: count((row) => row.exempt !== undefined),
    open: count(isOpen),
  }
}

/** Coverage in print: a line an area, then every clause that binds a device and is open. */
export function coverageLines({ clauses, summary }: Coverage): readonly string[] {
  const areas = Object.entries(summary).filter(
    ([, { deviceMust, driverMust }]) => deviceMust.total + driverMust.total > 0,
  )
  const open = clauses.filter((row) => isDeviceRow(row) && isOpen(row))
  const width = Math.max(0, ...open.map(({ id }) => id.length))
  return [
    `${'area'.padEnd(16)}  must, of a device: covered killed exempt open of all   of a driver: open of all`,
    ...areas.map(([area, sums]) => areaLine(area, sums)),
    '',
    ...(open.length === 0 ? ['No clause that binds a device is open.'] : ['open, binding a device:']),
    ...open.map((row) => `  ${row.id.padEnd(width)}  ${row.properties.join(', ') || 'no property names it'}`),
  ]
}

const isDeviceRow = (row: CoverageRow): boolean => {
  const clause = catalogue.get(row.id)
  return clause !== undefined && isJudgeable(clause)
}

function areaLine(area: string, { deviceMust: device, driverMust: driver }: AreaSummary): string {
  const cells: readonly (readonly [number, number])[] = [
    [device.covered, 27],
    [device.killed, 7],
    [device.exempt, 7],
    [device.open, 5],
    [device.total, 7],
    [driver.open, 20],
    [driver.total, 7],
  ]
  return area.padEnd(16) + cells.map(([count, width]) => String(count).padStart(width)).join('')
}
