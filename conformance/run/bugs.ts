import type { ClauseId } from '../../model/clause/clause.ts'
import type { BugFacts } from '../../properties/bugs/reaction-bug.ts'
import { lackOf } from '../../properties/run/lack.ts'
import { plansOf, seedOf } from '../../properties/run/seed.ts'
import { shrink } from '../../properties/run/shrink.ts'
import { lackOfPart, targetOf } from '../../properties/subject.ts'
import type { Candidate } from '../../properties/target.ts'
import type { PlanOf, PropertyOf, Terms } from '../../properties/terms.ts'
import type { Deviation } from '../expectations/deviation.ts'
import type { JudgedSubject } from '../subject/judged-subject.ts'
import { printed } from '../trace/transcript.ts'
import { Bench, type BenchOf } from './bench.ts'
import { Interrupted } from './judge.ts'
import { firstClauses, Judge, type Ruling } from './ruling.ts'

/** A bug, and a target that has it. */
export interface SeededBug extends BugFacts {
  target(): Promise<Candidate>
  /** Of a bug laid over a real target: whether it ever made a difference. A feature that is not offered leaves it none to make. */
  showed?(): boolean
}

/** A bug's death. */
export interface Kill {
  readonly property: string
  /** Runs until it was refused by the clause it names. */
  readonly runs: number
  readonly clause: ClauseId
  /** The runs under each of several seeds, and their median. */
  readonly seeds?: readonly { readonly seed: number; readonly runs: number }[]
  readonly median?: number
}

/** What became of a bug. */
export interface BugReport {
  readonly id: string
  readonly says: string
  readonly source: string
  readonly clause: ClauseId
  /** Who killed it by the clause it names, after how many runs. */
  readonly killedBy: readonly Kill[]
  readonly alive: boolean
  /** How it died, in print, where stories were asked for. */
  readonly story?: readonly string[]
  /** Other clauses that refused it first in some run before it died. */
  readonly otherwise?: readonly ClauseId[]
  /** Why it could not be tried: the target lacks what its property needs, or does so itself. */
  readonly skipped?: string
}

/** The matrix of bugs and properties; what `bugs --json` prints. */
export interface BugMatrix {
  readonly bugs: readonly BugReport[]
  readonly properties: readonly { readonly id: string; readonly kills: number }[]
}

/** What the matrix needs to be made. */
export interface BugOptions<T extends Terms> {
  readonly subject: JudgedSubject<T>
  readonly deviations?: readonly Deviation<T>[]
  readonly seed: number
  /** Runs after which a bug counts as alive. */
  readonly runs: number
  /** Whether to tell how each bug died: its plan made small, and the history in print. */
  readonly stories?: boolean
  readonly signal?: AbortSignal
  readonly onBug?: (report: BugReport) => void
}

/** Runs that known deviations explain in the bug's own words before the bug counts as one that the target has itself. */
const ENOUGH_HIDDEN = 20

/** Tries every bug on the property it names, until a run is refused by the clause it names. */
export async function bugMatrix<T extends Terms>(
  bugs: readonly SeededBug[],
  options: BugOptions<T>,
): Promise<BugMatrix> {
  const reports: BugReport[] = []
  for (const bug of bugs) {
    const report = await tryBug(bug, options)
    options.onBug?.(report)
    reports.push(report)
  }
  const kills = (id: string) => reports.filter((bug) => bug.killedBy.some((kill) => kill.property === id)).length
  return { bugs: reports, properties: options.subject.properties.map(({ id }) => ({ id, kills: kills(id) })) }
}

async function tryBug<T extends Terms>(bug: SeededBug, options: BugOptions<T>): Promise<BugReport> {
  const { id, says, source, clause } = bug
  const facts = { id, says, source, clause }
  const { subject } = options
  const property = subject.properties.find((one) => one.id === bug.property)
  if (property === undefined) throw new Error(`fault: bug ${id} names ${bug.property}, which is no property`)
  const candidate = await bug.target()
  const target = targetOf(subject, candidate)
  if (target === undefined) return { ...facts, killedBy: [], alive: false, skipped: lackOfPart(subject, candidate) }
  const capabilities = await target.capabilities()
  const lack = lackOf(property, capabilities)
  if (lack !== undefined) return { ...facts, killedBy: [], alive: false, skipped: lack }
  const judge = new Judge(subject.model, capabilities.config, options.deviations ?? [])
  const bench = new Bench(target)
  try {
    return { ...facts, ...(await hunt(bug, property, bench, judge, capabilities.config, options)) }
  } finally {
    await bench.close()
  }
}

async function hunt<T extends Terms>(
  bug: SeededBug,
  property: PropertyOf<T>,
  bench: BenchOf<T>,
  judge: Judge<T>,
  config: T['config'],
  options: BugOptions<T>,
): Promise<Pick<BugReport, 'killedBy' | 'alive' | 'otherwise' | 'skipped' | 'story'>> {
  const plans = plansOf(property, config, options.seed)
  const others = new Set<ClauseId>()
  const hiding = new Set<string>()
  const otherwise = () => (others.size === 0 ? {} : { otherwise: [...others] })
  let hidden = 0
  for (let run = 0; run < options.runs && hidden < ENOUGH_HIDDEN; run++) {
    if (options.signal?.aborted) throw new Interrupted('interrupted')
    const seed = seedOf(options.seed, property.id, run)
    const ruling = judge.rule((await bench.drive(plans(run), seed)).log)
    const names = deviationsLike(ruling, bug.clause)
    if (names.length > 0) hidden++
    for (const name of names) hiding.add(name)
    for (const clause of firstClauses(ruling)) {
      if (clause === bug.clause) {
        const killedBy = [{ property: property.id, runs: run + 1, clause }]
        const story = options.stories
          ? { story: await storyOf({ plan: plans(run), seed, clause }, bench, judge, options.subject) }
          : {}
        return { killedBy, alive: false, ...story, ...otherwise() }
      }
      others.add(clause)
    }
  }
  if (hiding.size > 0)
    return {
      killedBy: [],
      alive: false,
      skipped: `the target does so itself: ${[...hiding].join(', ')}`,
      ...otherwise(),
    }
  if (bug.showed?.() === false)
    return {
      killedBy: [],
      alive: false,
      skipped: `in ${options.runs} runs the target did nothing that this bug changes`,
    }
  return { killedBy: [], alive: true, ...otherwise() }
}

/** The history of a bug's death, with as few stimuli as still bring the clause. */
async function storyOf<T extends Terms>(
  { plan, seed, clause }: { readonly plan: PlanOf<T>; readonly seed: number; readonly clause: ClauseId },
  bench: BenchOf<T>,
  judge: Judge<T>,
  { speaker }: JudgedSubject<T>,
): Promise<readonly string[]> {
  const small = await shrink(plan, async (candidate) =>
    firstClauses(judge.rule((await bench.drive(candidate, seed)).log)).includes(clause),
  )
  const { log } = await bench.drive(small, seed)
  const ruling = judge.rule(log)
  if (ruling.kind !== 'refused' && ruling.kind !== 'advised') return printed(log, speaker())
  const { refusal, at } = ruling.finding
  return printed(log, speaker(), [{ at, text: `${refusal.clauses[0]}: ${refusal.because}` }])
}

/** The known deviations that explain a log as the bug would be refused: a bug like one of them cannot be told from it. */
function deviationsLike<T extends Terms>(ruling: Ruling<T>, clause: ClauseId): readonly string[] {
  if (ruling.kind !== 'explained') return []
  const first = ruling.finding.refusal.clauses[0]
  return ruling.by.filter((one) => one.clause === clause || first === clause).map(({ name }) => name)
}
