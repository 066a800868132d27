import type { SourceFile } from '../tidy/source.ts'
import { type Entry, fingerprint, type Ledger } from './ledger.ts'
import { type Mutant, mutantsOf } from './mutant.ts'
import type { Outcome } from './outcome.ts'
import { relatedTests } from './related.ts'
import type { Runner } from './runner.ts'

/** A file with its mutants, the tests that try them, and what is known of them. */
export interface Subject {
  readonly path: string
  readonly mutants: readonly Mutant[]
  /** The number of the first mutant. */
  readonly first: number
  readonly tests: readonly string[]
  readonly hash: string
  readonly outcomes: Outcome[]
}

/** Whether our mutator looks at a file: sources of the model, its catalogue left out, and of the engine. */
export const isMutated = (path: string): boolean =>
  /^(model|engine)\/.*\.ts$/.test(path) && !/\.(test|test-d|fixture)\.ts$|\/index\.ts$|^model\/clause\//.test(path)

const isKiller = (path: string): boolean => /^(model|engine)\/.*\.test\.ts$/.test(path)

/** The files to mutate, each with what the ledger still knows of it: nothing, where the file or the test beside it changed. */
export function subjectsOf(files: readonly SourceFile[], ledger: Ledger): readonly Subject[] {
  const testsOf = relatedTests(files, isKiller)
  const textOf = new Map(files.map((file) => [file.path, file.text]))
  let first = 0
  return files
    .filter((file) => isMutated(file.path))
    .map((file) => {
      const mutants = mutantsOf(file.text)
      const tests = testsOf(file.path)
      const beside = textOf.get(file.path.replace(/\.ts$/, '.test.ts'))
      const hash = fingerprint([file.text, beside ?? ''])
      const subject = {
        path: file.path,
        mutants,
        first,
        tests,
        hash,
        outcomes: known(ledger.get(file.path), hash, mutants),
      }
      first += mutants.length
      return tests.length > 0 ? subject : { ...subject, outcomes: subject.outcomes.map(uncovered) }
    })
}

function known(entry: Entry | undefined, hash: string, mutants: readonly Mutant[]): Outcome[] {
  const old = entry?.hash === hash ? entry.outcomes : []
  return mutants.map((mutant, index) => (mutant.ignored === undefined ? (old[index] ?? 'pending') : 'ignored'))
}

const uncovered = (outcome: Outcome): Outcome => (outcome === 'ignored' ? 'ignored' : 'uncovered')

/** What the ledger is to remember of these files. */
export const ledgerOf = (subjects: readonly Subject[]): Ledger =>
  new Map(
    subjects.filter(({ mutants }) => mutants.length > 0).map(({ path, hash, outcomes }) => [path, { hash, outcomes }]),
  )

interface Job {
  readonly subject: Subject
  readonly index: number
}

/** The mutants still to try, in an order that spreads over all files and is the same every time. */
export function jobsOf(subjects: readonly Subject[]): readonly Job[] {
  const jobs = subjects.flatMap((subject) =>
    subject.outcomes.flatMap((outcome, index) => (outcome === 'pending' ? [{ subject, index }] : [])),
  )
  const keyOf = ({ subject, index }: Job): string => fingerprint([subject.path, `${index}`])
  return jobs
    .map((job) => ({ job, key: keyOf(job) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ job }) => job)
}

/**
 * Tries mutants until none is pending or `deadline` says so, with every runner at once, and writes what came of them into the
 * subjects. Returns the test files that fail without any mutant, and why: they prove nothing.
 */
export async function tryMutants(
  subjects: readonly Subject[],
  runners: readonly Runner[],
  isOver: () => boolean,
): Promise<readonly string[]> {
  const queue = [...jobsOf(subjects)]
  const baselines = new Map<string, Promise<number | string>>()
  const broken = new Map<string, string>()
  const work = async (runner: Runner): Promise<void> => {
    for (let job = queue.shift(); job !== undefined && !isOver(); job = queue.shift()) {
      const { subject, index } = job
      subject.outcomes[index] = await outcomeOf(subject, subject.first + index, runner, baselineOf)
    }
  }
  const baselineOf: BaselineOf = async (test, runner) => {
    const known = baselines.get(test) ?? baseline(test, runner)
    baselines.set(test, known)
    const result = await known
    if (typeof result === 'string') broken.set(test, result)
    return typeof result === 'string' ? undefined : result
  }
  await Promise.all(runners.map(work))
  return [...broken].map(([test, error]) => `${test}: ${error}`).sort()
}

/** How long a test file takes without a mutant, in milliseconds; why it fails, if it does. */
async function baseline(test: string, runner: Runner): Promise<number | string> {
  const begin = performance.now()
  const reply = await runner.run({ mutant: -1, tests: [test] }, 120_000)
  if (reply === 'timeout') return 'no end within two minutes'
  return reply.passed ? performance.now() - begin : (reply.error ?? 'it fails')
}

type BaselineOf = (test: string, runner: Runner) => Promise<number | undefined>

/** A mutant stays pending where a test fails without it: nothing can be said then. */
async function outcomeOf(subject: Subject, mutant: number, runner: Runner, baselineOf: BaselineOf): Promise<Outcome> {
  for (const test of subject.tests) {
    const time = await baselineOf(test, runner)
    if (time === undefined) return 'pending'
    const reply = await runner.run({ mutant, tests: [test] }, 3_000 + 4 * time)
    if (reply === 'timeout') return 'timeout'
    if (!reply.passed) return 'killed'
  }
  return 'survived'
}
