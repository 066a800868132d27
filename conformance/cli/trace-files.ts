import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readTrace, TraceError } from '../trace/read.ts'
import type { Trace } from '../trace/trace.ts'
import { writeTrace } from '../trace/write.ts'
import { commandLine, optionWords } from './quote.ts'
import { UsageError } from './usage-error.ts'

/** Keeps traces in a folder, and knows the command that replays each. */
export function traceKeeper(
  folder: string,
  target: string,
  options: Readonly<Record<string, string>>,
): (trace: Trace, before: Trace | undefined) => { readonly trace: string; readonly replay: string } {
  return (trace, before) => {
    const name = [trace.head.target.name, trace.head.property, trace.head.seed].join('-').replace(/[^\w.-]+/g, '-')
    const file = join(folder, `${name}.jsonl`)
    try {
      mkdirSync(folder, { recursive: true })
      writeFileSync(file, writeTrace(trace))
      if (before !== undefined) writeFileSync(join(folder, `${name}.before.jsonl`), writeTrace(before))
    } catch (error) {
      throw new UsageError(
        `--traces ${folder}: cannot write: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
    return { trace: file, replay: commandLine(['replay', file, '--target', target, ...optionWords(options)]) }
  }
}

/** The trace in a file; throws a {@link UsageError} that names file, line and what was expected. */
export function traceIn(file: string): Trace {
  try {
    return readTrace(readText(file))
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
