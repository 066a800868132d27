import { createHash } from 'node:crypto'
import { type Outcome, outcomesOf, wordOf } from './outcome.ts'

/** What is known of the mutants of a file, as long as the file and the test beside it stay the same. */
export interface Entry {
  /** {@link fingerprint} of the file and the test beside it. */
  readonly hash: string
  /** An outcome for each mutant, in their order. */
  readonly outcomes: readonly Outcome[]
}

/** Entries by path. */
export type Ledger = ReadonlyMap<string, Entry>

/** A hash of texts, their order included: 16 hexadecimal digits. */
export function fingerprint(texts: readonly string[]): string {
  const hash = createHash('sha256')
  for (const text of texts) hash.update(`${text.length}\n${text}`)
  return hash.digest('hex').slice(0, 16)
}

/** A ledger as text: a line for each file, sorted, so that it merges and diffs as source does. */
export function print(ledger: Ledger): string {
  return [...ledger]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, { hash, outcomes }]) => `${path} ${hash} ${wordOf(outcomes)}\n`)
    .join('')
}

/** A ledger from its text. A line that is none is left out: what is not known is tried again. */
export function parse(text: string): Ledger {
  return new Map(
    text.split('\n').flatMap((line) => {
      const found = /^(\S+) ([0-9a-f]{16}) (\S*)$/.exec(line)
      const [, path, hash, word] = found ?? []
      return path === undefined || hash === undefined ? [] : [[path, { hash, outcomes: outcomesOf(word ?? '') }]]
    }),
  )
}
