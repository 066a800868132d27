import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Histories of one seeded bug: with it, and of the same plan without. */
export interface StoredHistories<Trace> {
  readonly bug: string
  readonly refused: Trace
  readonly allowed?: Trace
}

/** A line of a file of histories: traces as lists of lines. */
interface Line {
  readonly bug: string
  readonly refused: readonly unknown[]
  readonly allowed?: readonly unknown[]
}

/** The histories that lie beside a test, as `scripts/histories.ts` wrote them. */
export function storedHistories<Trace>(
  folder: string,
  { read }: { readonly read: (text: string) => Trace },
): readonly StoredHistories<Trace>[] {
  const trace = (lines: readonly unknown[]) => read(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  const lines = readFileSync(join(folder, 'histories.jsonl'), 'utf8').trimEnd().split('\n')
  return lines.map((text) => {
    const { bug, refused, allowed } = JSON.parse(text) as Line // as the script writes them
    return { bug, refused: trace(refused), ...(allowed !== undefined && { allowed: trace(allowed) }) }
  })
}
