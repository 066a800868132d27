import { catalogue } from '../../model/clause/clause.ts'
import { type Coverage, coverage, coverageLines } from '../report/coverage.ts'
import { modelledClauses } from '../report/modelled.ts'
import type { Witness } from '../run/witness.ts'
import { matches } from './glob.ts'
import { didYouMean } from './nearest.ts'
import { type Project, propertiesOf, seededBugs } from './project.ts'
import { demand } from './selection.ts'
import type { Surroundings } from './surroundings.ts'
import { UsageError } from './usage-error.ts'

/** The flags of `coverage`. */
export interface CoverageFlags {
  /** Areas of the catalogue; all of them where none is given. */
  readonly area: readonly string[]
  /** Ids or globs; every clause where none is given. */
  readonly clause: readonly string[]
  readonly json: boolean
}

/** Says of every clause which property names it and which seeded bug dies by it; the exit status. */
export async function coverageCommand(project: Project, flags: CoverageFlags, around: Surroundings): Promise<number> {
  demandAreas(flags.area)
  for (const wanted of flags.clause) demand(wanted, 'clause', [...catalogue.keys()])
  const facts = {
    properties: propertiesOf(project),
    kills: await killsIn(project, around),
    modelled: modelledClauses(),
  }
  const found: Coverage = coverage(
    facts,
    ({ id, area }) =>
      (flags.area.length === 0 || flags.area.includes(area)) &&
      (flags.clause.length === 0 || flags.clause.some((glob) => matches(id, glob))),
  )
  if (flags.json) around.out(JSON.stringify(found, undefined, 2))
  else for (const line of coverageLines(found)) around.out(line)
  return 0
}

function demandAreas(wanted: readonly string[]): void {
  const areas = [...new Set([...catalogue.values()].map(({ area }) => area))]
  for (const area of wanted)
    if (!areas.some((one) => one === area))
      throw new UsageError(`there is no area ${area}${didYouMean(area, areas)} (there are ${areas.join(', ')})`)
}

/** The witnesses that hold now. Where engines with a bug cannot be built, theirs do not count, and that is said. */
async function killsIn(project: Project, around: Surroundings): Promise<readonly Witness[]> {
  const { seed, list } = project.witnesses()
  const why = await project.whyNoEngineBugs?.()
  if (why !== undefined) around.err(`without kills of the engine's bugs: ${why}`)
  const bugs = seededBugs(why === undefined ? project : { ...project, engineBugs: [] })
  const held: Witness[] = []
  for (const court of project.courts) {
    const own = list.filter(({ property }) => court.properties.some(({ id }) => id === property))
    held.push(...(await court.confirmed(own, bugs, { seed, signal: around.signal })))
  }
  const lost = list.filter((witness) => bugs.some(({ id }) => id === witness.bug) && !held.includes(witness))
  for (const { bug, property, clause } of lost)
    around.err(`no longer: ${bug} is refused by ${clause} in ${property}; run scripts/witnesses.ts`)
  return held
}
