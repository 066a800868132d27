import type { ClauseId } from '../../model/clause/clause.ts'
import type { BugFacts } from '../../properties/bugs/reaction-bug.ts'
import type { PropertyFacts } from '../../properties/property.ts'
import type { Candidate } from '../../properties/target.ts'
import type { PropertyOf, Terms } from '../../properties/terms.ts'
import type { DeviationFacts } from '../expectations/deviation.ts'
import type { CheckReport, PropertyReport } from '../report/report.ts'
import { type BugMatrix, type BugReport, bugMatrix, type SeededBug } from '../run/bugs.ts'
import type { CheckOptions, Judging } from '../run/check.ts'
import { checkPart, expectedOf } from '../run/check-part.ts'
import { laidOver } from '../run/laid-over.ts'
import { type Histories, smallestHistories } from '../run/smallest.ts'
import { confirmed, refusalsOf, type Witness, witnessesOf } from '../run/witness.ts'
import type { Notation } from '../trace/notation.ts'
import type { TraceFacts } from '../trace/trace.ts'
import type { JudgedSubject } from './judged-subject.ts'
import { explained, replayed, storyOf } from './stored-trace.ts'

/** What a hunt for bugs must know. */
export interface HuntOptions {
  /** Names of the known deviations that are expected of the target; none unless given. */
  readonly expected?: readonly string[]
  readonly seed: number
  /** Runs after which a bug counts as alive. */
  readonly runs: number
  /** Whether to tell how each bug died. */
  readonly stories?: boolean
  readonly signal?: AbortSignal
  readonly onBug?: (report: BugReport) => void
}

/** What a replay must know. */
export interface StoredReplayOptions {
  readonly expected?: readonly string[]
  readonly expectations: string | null
  readonly finished: (report: PropertyReport, story: readonly string[]) => void
}

/** A history from a file. */
export interface StoredTrace {
  readonly facts: TraceFacts
  /** Drives its plan on a candidate and judges what comes of it; a report on one property, in one run. */
  replay(candidate: Candidate, options: StoredReplayOptions): Promise<CheckReport>
  /** The history in print, with what the model refuses below each entry. */
  story(): readonly string[]
  /** The history in words, and what the model says of it. */
  explain(): readonly string[]
}

/**
 * Where candidates are judged as one subject. The subject's types are closed over, so that courts of several subjects stand in
 * one list: whoever holds it knows no vocabulary.
 */
export interface Court extends Judging {
  readonly name: string
  readonly says: string
  readonly properties: readonly PropertyFacts[]
  /** Bugs seeded in reactions. */
  readonly bugs: readonly BugFacts[]
  /** How its traces are written: the shapes of their lines. */
  readonly lines: Pick<Notation<Terms>, 'subject' | 'head' | 'action'>
  /** What is known of a real target, by its name. */
  deviationsOf(target: string): readonly DeviationFacts[]
  /** The bugs seeded in reactions, laid over a candidate or over the reference. */
  seededBugs(candidate?: Candidate): readonly SeededBug[]
  /** Tries bugs on the property that each names. */
  bugMatrix(bugs: readonly SeededBug[], options: HuntOptions): Promise<BugMatrix>
  /** Which witnesses hold. */
  confirmed(
    witnesses: readonly Witness[],
    bugs: readonly SeededBug[],
    options: WitnessSeed,
  ): Promise<readonly Witness[]>
  /** Looks for witnesses in so many runs of one of its properties. */
  witnessesOf(bug: SeededBug, property: string, runs: number, options: WitnessSeed): Promise<readonly Witness[]>
  /** Every clause that comes first when a bug meets some runs of one of its properties, whether that names it or not. */
  refusalsOf(bug: SeededBug, property: string, runs: number, options: WitnessSeed): Promise<ReadonlySet<ClauseId>>
  /** A witness's plan made small, on the faulty target and on a sound one. */
  histories(bug: SeededBug, witness: Witness, sound: Candidate, options: WitnessSeed): Promise<Histories | undefined>
  /** Reads a trace of this subject; throws a `TraceError`. */
  trace(text: string): StoredTrace
}

/** The seed of the runs in which bugs are met. */
export interface WitnessSeed {
  readonly seed: number
  readonly signal?: AbortSignal
}

/** The court of a subject. */
export function courtOf<T extends Terms>(subject: JudgedSubject<T>): Court {
  return {
    name: subject.name,
    says: subject.says,
    properties: subject.properties,
    bugs: subject.bugs,
    lines: subject.notation,
    deviationsOf: (target) => subject.deviations[target] ?? [],
    seededBugs: (candidate) =>
      subject.bugs.map((bug) => {
        if (candidate !== undefined) return laidOver(bug, subject, candidate)
        // Over the reference a bug that makes no difference is one that no plan reaches: alive.
        const { showed: _, ...laid } = laidOver(bug, subject, subject.candidate(subject.reference(bug.device)))
        return laid
      }),
    check: (candidate, options: CheckOptions) => checkPart(subject, candidate, options),
    bugMatrix: (bugs, { expected, ...options }) =>
      bugMatrix(bugs, { ...options, subject, deviations: expectedOf(subject, expected) }),
    confirmed: (witnesses, bugs, options) => confirmed(witnesses, bugs, { ...options, subject }),
    witnessesOf: async (bug, id, runs, options) =>
      await witnessesOf(bug, propertyOf(subject, id), runs, { ...options, subject }),
    refusalsOf: async (bug, id, runs, options) =>
      await refusalsOf(bug, propertyOf(subject, id), runs, { ...options, subject }),
    histories: (bug, witness, sound, options) => smallestHistories(bug, witness, sound, { ...options, subject }),
    trace(text) {
      const trace = subject.notation.read(text)
      const { config: _, ...facts } = trace.head
      return {
        facts,
        replay: (candidate, options) => replayed(subject, trace, candidate, options),
        story: () => storyOf(subject, trace),
        explain: () => explained(subject, trace),
      }
    },
  }
}

function propertyOf<T extends Terms>({ name, properties }: JudgedSubject<T>, id: string): PropertyOf<T> {
  const property = properties.find((one) => one.id === id)
  if (property === undefined) throw new Error(`fault: ${id} is no property of ${name}`)
  return property
}

/** The court that has a property; throws a fault where none has. */
export function courtWith(courts: readonly Court[], property: string): Court {
  const found = courts.find((court) => court.properties.some(({ id }) => id === property))
  if (found === undefined) throw new Error(`fault: ${property} is no property of any subject`)
  return found
}
