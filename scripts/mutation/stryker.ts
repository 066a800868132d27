import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { digest, parseDigest, printDigest, restore, type StrykerReport } from './stryker-report.ts'

const root = join(import.meta.dirname, '..', '..')
const incrementalFile = join(root, '.mutation', 'stryker', 'incremental.json')
const digestFile = join(root, '.mutation', 'stryker.jsonl')

/** What Stryker is told. */
export interface StrykerOptions {
  /** Try every mutant again, whatever is known. */
  readonly full: boolean
  /** Only these files; all that changed if empty. */
  readonly files: readonly string[]
  /** Every file that is mutated. */
  readonly subjects: readonly string[]
  /** Whether the time is over: no further batch of changed files is begun. */
  readonly isOver: () => boolean
}

/** What is known of the mutants, and the files that nothing is known of because the time was over. */
export interface StrykerResult {
  readonly report: StrykerReport
  readonly untried: readonly string[]
}

/** Changed files that are tried together: a dry run of the tests comes before each batch, and the digest is written after it. */
const BATCH = 4

/**
 * Runs Stryker over the files that changed, from the digest in the tree, batch after batch until the time is over, and writes the
 * digest after each. Undefined if Stryker failed, which it has then said.
 */
export function runStryker({ full, files, subjects, isOver }: StrykerOptions): StrykerResult | undefined {
  if (!existsSync(incrementalFile) && existsSync(digestFile)) {
    const restored = restore(parseDigest(readFileSync(digestFile, 'utf8')), textOf)
    mkdirSync(dirname(incrementalFile), { recursive: true })
    writeFileSync(incrementalFile, JSON.stringify(restored))
  }
  if (full || files.length > 0) return run(full, files) ? { report: known(), untried: [] } : undefined
  const changed = changedOf(subjects, existsSync(incrementalFile) ? known() : undefined)
  for (let first = 0; first < changed.length; first += BATCH) {
    if (first > 0 && isOver()) return { report: known(), untried: changed.slice(first) }
    if (!run(false, changed.slice(first, first + BATCH))) return undefined
  }
  return { report: known(), untried: [] }
}

/** The files of which results are known of another text, or with another test beside them. */
export function changedOf(subjects: readonly string[], report: StrykerReport | undefined): readonly string[] {
  return subjects.filter((path) => {
    const test = path.replace(/\.ts$/, '.test.ts')
    const isSame = (now: string | undefined, known: string | undefined) => now === undefined || now === known
    return report?.files[path]?.source !== textOf(path) || !isSame(textOf(test), report?.testFiles[test]?.source)
  })
}

function run(full: boolean, files: readonly string[]): boolean {
  const command = join(root, 'node_modules', '.bin', 'stryker')
  const options = [...(full ? ['--force'] : []), ...(files.length > 0 ? ['--mutate', files.join(',')] : [])]
  const { status } = spawnSync(command, ['run', ...options], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) return false
  writeFileSync(digestFile, printDigest(digest(known())))
  return true
}

const known = (): StrykerReport => JSON.parse(readFileSync(incrementalFile, 'utf8')) as StrykerReport

function textOf(path: string): string | undefined {
  const file = join(root, path)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
