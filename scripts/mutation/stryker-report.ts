import { fingerprint } from './ledger.ts'
import type { Outcome } from './outcome.ts'

/** A mutant as Stryker reports it; only what is used here. */
export interface StrykerMutant {
  readonly id: string
  readonly mutatorName: string
  readonly replacement?: string
  readonly status: string
  readonly statusReason?: string
  readonly static?: boolean
  readonly coveredBy?: readonly string[]
  readonly killedBy?: readonly string[]
  readonly location: Range
}
interface Range {
  readonly start: { readonly line: number; readonly column: number }
  readonly end: { readonly line: number; readonly column: number }
}
interface StrykerTest {
  readonly id: string
  readonly name: string
  readonly location?: { readonly start: { readonly line: number; readonly column: number } }
}

/** Stryker's report, which is its incremental file too. */
export interface StrykerReport {
  readonly schemaVersion: string
  readonly thresholds: { readonly high: number; readonly low: number }
  readonly files: Readonly<Record<string, StrykerFile>>
  readonly testFiles: Readonly<Record<string, StrykerTestFile>>
}
interface StrykerFile {
  readonly language: string
  readonly source: string
  readonly mutants: readonly StrykerMutant[]
}
interface StrykerTestFile {
  readonly source?: string
  readonly tests: readonly StrykerTest[]
}

const outcomes: Readonly<Record<string, Outcome>> = {
  Killed: 'killed',
  Survived: 'survived',
  Timeout: 'timeout',
  NoCoverage: 'uncovered',
}

/** What became of a mutant; whatever is no verdict (a static mutant, one that does not compile) is ignored. */
export const outcomeOf = (mutant: StrykerMutant): Outcome => outcomes[mutant.status] ?? 'ignored'

/** What an incremental run needs of a report, without sources and without the machine it was made on: files by a hash of their text. */
export interface Digest {
  readonly schemaVersion: string
  readonly thresholds: StrykerReport['thresholds']
  /** Lists of test ids that many mutants share; a mutant names its own by number. */
  readonly coverage: readonly string[]
  readonly files: Readonly<Record<string, { readonly hash: string; readonly mutants: readonly DigestMutant[] }>>
  readonly testFiles: Readonly<Record<string, { readonly hash: string; readonly tests: readonly StrykerTest[] }>>
}
type DigestMutant = Omit<StrykerMutant, 'coveredBy' | 'location'> & {
  readonly at: readonly [number, number, number, number]
  readonly coverage: number
}

/** The digest of a report. */
export function digest(report: StrykerReport): Digest {
  const coverage = new Map<string, number>()
  const numberOf = (tests: readonly string[]): number => {
    const list = tests.join(' ')
    const number = coverage.get(list) ?? coverage.size
    coverage.set(list, number)
    return number
  }
  const files = mapValues(report.files, ({ source, mutants }) => ({
    hash: fingerprint([source]),
    mutants: mutants.filter(({ status }) => status !== 'Ignored').map((mutant) => shorten(mutant, numberOf)),
  }))
  const testFiles = mapValues(report.testFiles, ({ source, tests }) => ({ hash: fingerprint([source ?? '']), tests }))
  const { schemaVersion, thresholds } = report
  return { schemaVersion, thresholds, coverage: [...coverage.keys()], files, testFiles }
}

/** Of a killed mutant only its killer matters later; of another, every test that covered it. */
function shorten(mutant: StrykerMutant, numberOf: (tests: readonly string[]) => number): DigestMutant {
  const { id, mutatorName, replacement, status, location } = mutant
  const { start, end } = location
  const killedBy = mutant.killedBy?.slice(0, 1)
  return {
    id,
    mutatorName,
    ...(replacement === undefined ? {} : { replacement }),
    status,
    ...(killedBy === undefined ? {} : { killedBy }),
    at: [start.line, start.column, end.line, end.column],
    coverage: numberOf(status === 'Killed' ? [] : (mutant.coveredBy ?? [])),
  }
}

/** The report of a digest, for the files and test files whose text is still the same. */
export function restore(digest: Digest, textOf: (path: string) => string | undefined): StrykerReport {
  const same = (path: string, hash: string): string | undefined => {
    const text = textOf(path)
    return text !== undefined && fingerprint([text]) === hash ? text : undefined
  }
  const files = Object.entries(digest.files).flatMap(([path, { hash, mutants }]) => {
    const source = same(path, hash)
    return source === undefined
      ? []
      : [[path, { language: 'typescript', source, mutants: mutants.map((mutant) => widen(mutant, digest)) }] as const]
  })
  const testFiles = Object.entries(digest.testFiles).flatMap(([path, { hash, tests }]) => {
    const source = same(path, hash)
    return source === undefined ? [] : [[path, { source, tests }] as const]
  })
  const { schemaVersion, thresholds } = digest
  return { schemaVersion, thresholds, files: Object.fromEntries(files), testFiles: Object.fromEntries(testFiles) }
}

function widen({ at, coverage, ...mutant }: DigestMutant, { coverage: lists }: Digest): StrykerMutant {
  const [line, column, endLine, endColumn] = at
  const coveredBy = (lists[coverage] ?? '').split(' ').filter((id) => id !== '')
  return { ...mutant, coveredBy, location: { start: { line, column }, end: { line: endLine, column: endColumn } } }
}

/** A digest as text: a line for each file, so that it merges and diffs as source does. */
export function printDigest(digest: Digest): string {
  const { files, testFiles, coverage, ...head } = digest
  const lines = [
    JSON.stringify(head),
    ...coverage.map((list) => JSON.stringify({ coverage: list })),
    ...Object.entries(files).map(([path, file]) => JSON.stringify({ file: path, ...file })),
    ...Object.entries(testFiles).map(([path, file]) => JSON.stringify({ test: path, ...file })),
  ]
  return `${lines.join('\n')}\n`
}

/** A digest from its text; throws a `SyntaxError` where a line is not JSON. */
export function parseDigest(text: string): Digest {
  const [head, ...rows] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  const named = (key: 'file' | 'test'): Record<string, unknown> =>
    Object.fromEntries(rows.flatMap(({ [key]: path, ...row }) => (typeof path === 'string' ? [[path, row]] : [])))
  const coverage = rows.flatMap((row) => (typeof row['coverage'] === 'string' ? [row['coverage']] : []))
  return { ...head, coverage, files: named('file'), testFiles: named('test') } as object as Digest
}

const mapValues = <From, To>(record: Readonly<Record<string, From>>, to: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]))
