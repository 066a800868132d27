import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { digest, parseDigest, printDigest, restore, type StrykerReport } from './stryker-report.ts'

const root = join(import.meta.dirname, '..', '..')
const incrementalFile = join(root, '.mutation', 'stryker', 'incremental.json')
const digestFile = join(root, '.mutation', 'stryker.jsonl')
const reportFile = join(root, 'reports', 'mutation', 'stryker.json')

/** What Stryker is told. */
export interface StrykerOptions {
  /** Try every mutant again, whatever is known. */
  readonly full: boolean
  /** Only these files; all that the configuration names if empty. */
  readonly files: readonly string[]
}

/**
 * Runs Stryker, incrementally: from its own file of the last run if there is one, else from the digest in the tree, and writes
 * the digest again. Undefined if Stryker failed, which it has then said.
 */
export function runStryker({ full, files }: StrykerOptions): StrykerReport | undefined {
  if (!existsSync(incrementalFile) && existsSync(digestFile)) {
    const known = restore(parseDigest(readFileSync(digestFile, 'utf8')), textOf)
    mkdirSync(dirname(incrementalFile), { recursive: true })
    writeFileSync(incrementalFile, JSON.stringify(known))
  }
  const command = join(root, 'node_modules', '.bin', 'stryker')
  const options = [...(full ? ['--force'] : []), ...(files.length > 0 ? ['--mutate', files.join(',')] : [])]
  const { status } = spawnSync(command, ['run', ...options], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) return undefined
  const report = JSON.parse(readFileSync(reportFile, 'utf8')) as StrykerReport
  const all = JSON.parse(readFileSync(incrementalFile, 'utf8')) as StrykerReport
  writeFileSync(digestFile, printDigest(digest(all)))
  return report
}

function textOf(path: string): string | undefined {
  const file = join(root, path)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
