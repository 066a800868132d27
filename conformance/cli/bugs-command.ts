import type { BugMatrix, BugReport, Kill, SeededBug } from '../run/bugs.ts'
import { overSeeds, type SeededMatrix } from '../run/medians.ts'
import type { Court, HuntOptions } from '../subject/court.ts'
import { matches } from './glob.ts'
import { optionsFor, targetNamed } from './known-target.ts'
import { bugsOf, type Project, seededBugs } from './project.ts'
import { demand } from './selection.ts'
import type { Surroundings } from './surroundings.ts'

/** The flags of `bugs`. */
export interface BugFlags {
  /** A target to lay the reaction bugs over; the bugs of the engine's source are tried without one only. */
  readonly target?: string
  readonly option: readonly string[]
  readonly bug: readonly string[]
  readonly runs: number
  readonly seed: number
  /** How many seeds, `seed` and those that follow it. */
  readonly seeds: number
  readonly json: boolean
}

/** Prints the matrix of seeded bugs and properties; 1 if a bug is alive, or in a whole matrix a property kills none. */
export async function bugsCommand(project: Project, flags: BugFlags, around: Surroundings): Promise<number> {
  const names = bugsOf(project).map((bug) => bug.id)
  for (const wanted of flags.bug) demand(wanted, 'bug', names)
  const isMeant = ({ id }: { readonly id: string }) =>
    flags.bug.length === 0 || flags.bug.some((glob) => matches(id, glob))
  const { bugs, expected, dispose } = await laid(project, flags)
  try {
    const under = (seed: number) =>
      ofAll(project.courts, bugs.filter(isMeant), {
        expected,
        seed,
        runs: flags.runs,
        signal: around.signal,
        stories: flags.bug.length > 0 && !flags.json && flags.seeds === 1,
        onBug: (report) => {
          if (!flags.json && flags.seeds === 1) for (const line of bugLines(report)) around.out(line)
        },
      })
    const matrix = await overAll(under, flags)
    if (!flags.json && flags.seeds > 1) for (const line of matrix.bugs.map(bugLine)) around.out(line)
    const whole = flags.bug.length === 0 && flags.target === undefined
    const idle = whole
      ? matrix.properties.filter((property) => property.kills === 0).map((property) => property.id)
      : []
    if (flags.json) around.out(JSON.stringify(matrix, undefined, 2))
    else for (const line of tail(matrix, idle, flags)) around.out(line)
    return idle.length > 0 || matrix.bugs.some((bug) => bug.alive) ? 1 : 0
  } finally {
    await dispose()
  }
}

/** The matrices of all subjects as one. */
async function ofAll(courts: readonly Court[], bugs: readonly SeededBug[], options: HuntOptions): Promise<BugMatrix> {
  const matrices: BugMatrix[] = []
  for (const court of courts) {
    const own = bugs.filter(({ property }) => court.properties.some(({ id }) => id === property))
    matrices.push(await court.bugMatrix(own, options))
  }
  return { bugs: matrices.flatMap((one) => one.bugs), properties: matrices.flatMap((one) => one.properties) }
}

/** The matrix under the seed, or under several with their medians. */
async function overAll(
  under: (seed: number) => Promise<BugMatrix>,
  { seed: first, seeds }: BugFlags,
): Promise<BugMatrix> {
  const matrix = await under(first)
  if (seeds === 1) return matrix
  const others: SeededMatrix[] = []
  for (let seed = first + 1; seed < first + seeds; seed++) others.push({ seed, matrix: await under(seed) })
  return overSeeds([{ seed: first, matrix }, ...others])
}

async function laid(project: Project, flags: BugFlags) {
  if (flags.target === undefined) {
    return { bugs: seededBugs(project), expected: [], dispose: () => Promise.resolve() }
  }
  const known = targetNamed(project.targets, flags.target)
  const [target, ...others] = await known.make(optionsFor(known, flags.option))
  return {
    bugs: project.courts.flatMap((court) => court.seededBugs(target)),
    expected: project.courts.flatMap((court) => court.deviationsOf(known.name).map(({ name }) => name)),
    async dispose() {
      for (const one of [target, ...others]) await one.dispose?.()
    },
  }
}

/** A bug's line, and where its story was asked for the story. */
function bugLines(report: BugReport): readonly string[] {
  if (report.story === undefined) return [bugLine(report)]
  return [bugLine(report), `         ${report.says}`, ...report.story.map((line) => `           ${line}`)]
}

function bugLine({ id, killedBy, clause, skipped, otherwise, alive }: BugReport): string {
  const name = id.padEnd(34)
  if (skipped !== undefined) return `  skip   ${name} ${skipped}`
  const others = otherwise === undefined ? '' : `; refused otherwise by ${otherwise.join(', ')}`
  if (alive) return `  ALIVE  ${name} not refused by ${clause}${others}`
  const kills = killedBy.map((kill) => `by ${kill.property} after ${runsOf(kill)}`)
  return `  dead   ${name} ${kills.join(', ')}: ${clause}${others}`
}

function runsOf({ runs, seeds, median }: Kill): string {
  if (seeds === undefined || median === undefined) return `${runs} ${runs === 1 ? 'run' : 'runs'}`
  return `${median} runs in the median (${seeds.map((one) => one.runs).join(', ')})`
}

function tail(
  { bugs, properties }: BugMatrix,
  idle: readonly string[],
  { bug, seed, seeds }: BugFlags,
): readonly string[] {
  const alive = bugs.filter((bug) => bug.alive).length
  const skipped = bugs.filter((bug) => bug.skipped !== undefined).length
  return [
    '',
    ...properties
      .filter(({ kills }) => kills > 0 || bug.length === 0)
      .map(({ id, kills }) => `  ${String(kills).padStart(3)} ${kills === 1 ? 'kill ' : 'kills'}  ${id}`),
    '',
    ...(idle.length === 0 ? [] : [`kill nothing: ${idle.join(', ')}`]),
    `${bugs.length - alive - skipped} dead, ${alive} alive, ${skipped} skipped (${seeds === 1 ? `seed ${seed}` : `seeds ${seed} to ${seed + seeds - 1}`})`,
  ]
}
