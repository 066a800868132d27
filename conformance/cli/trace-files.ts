import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { WrittenTrace } from '../run/check.ts'
import type { Court, StoredTrace } from '../subject/court.ts'
import { subjectIn, TraceError } from '../trace/notation.ts'
import { commandLine, optionWords } from './quote.ts'
import { UsageError } from './usage-error.ts'

/** Keeps traces in a folder, and knows the command that replays each. */
export function traceKeeper(
  folder: string,
  target: string,
  options: Readonly<Record<string, string>>,
): (trace: WrittenTrace) => { readonly trace: string; readonly replay: string } {
  return ({ facts, text, before }) => {
    const name = [facts.target.name, facts.property, facts.seed].join('-').replace(/[^\w.-]+/g, '-')
    const file = join(folder, `${name}.jsonl`)
    try {
      mkdirSync(folder, { recursive: true })
      writeFileSync(file, text)
      if (before !== undefined) writeFileSync(join(folder, `${name}.before.jsonl`), before)
    } catch (error) {
      throw new UsageError(
        `--traces ${folder}: cannot write: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
    return { trace: file, replay: commandLine(['replay', file, '--target', target, ...optionWords(options)]) }
  }
}

/** The trace in a file; throws a {@link UsageError} that names file, line and what was expected. */
export function traceIn(file: string, courts: readonly Court[]): StoredTrace {
  const text = readText(file)
  try {
    const subject = subjectIn(text)
    const court = courts.find(({ name }) => name === subject)
    if (court !== undefined) return court.trace(text)
    const names = courts.map(({ name }) => name)
    throw new UsageError(`${file}: line 1: subject: expected one of ${names.join(', ')}, found "${subject}"`)
  } catch (error) {
    if (error instanceof TraceError) throw new UsageError(`${file}: ${error.message}`)
    throw error
  }
}

/** The text of a file given on the command line; throws a {@link UsageError} where it cannot be read. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
}
