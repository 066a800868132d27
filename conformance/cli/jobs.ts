import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { TargetLost } from '../../properties/target.ts'
import type { CheckReport } from '../report/report.ts'
import { Interrupted } from '../run/judge.ts'
import { UsageError } from './usage-error.ts'

/** A part of the runs: the `index`th (from 1) of `of`. */
export interface Shard {
  readonly index: number
  readonly of: number
}

/** How a run of this program ended, and what it wrote. */
export interface Finished {
  readonly status: number | null
  readonly out: string
  readonly err: string
}

/** Runs this program anew, with other words; ends it when the signal says so. `heard` is told each line of its standard error. */
export type Again = (words: readonly string[], signal: AbortSignal, heard?: (line: string) => void) => Promise<Finished>

/** From so many runs a property on, processes of their own are worth their start. */
const RUNS_WORTH_SHARING = 400

/** How many worker processes share a check whose command line does not say: more than one only for what is cheap to have twice. */
export function jobsFor(known: { readonly ours: boolean }, runs: number, cores: number): number {
  return known.ours && runs >= RUNS_WORTH_SHARING ? Math.max(1, cores) : 1
}

/** A shard cut into as many as there are jobs; together they do its runs, each once. */
export function shardsOf({ index, of }: Shard, jobs: number): readonly Shard[] {
  return Array.from({ length: jobs }, (_, job) => ({ index: index + job * of, of: of * jobs }))
}

/** The reports of worker processes, a shard each. What ends one of them otherwise than with a report is thrown as it was there. */
export async function reportsOf(
  shards: readonly Shard[],
  wordsOf: (shard: Shard) => readonly string[],
  again: Again,
  signal: AbortSignal,
  heard?: (line: string) => void,
): Promise<readonly CheckReport[]> {
  const ended = await Promise.all(shards.map((shard) => again(wordsOf(shard), signal, heard)))
  if (signal.aborted) throw new Interrupted('interrupted')
  return ended.map(reportIn)
}

function reportIn({ status, out, err }: Finished): CheckReport {
  const words = err.trim().replace(/^error: /, '')
  if (status === 2) throw new UsageError(words)
  if (status === 3) throw new TargetLost(words)
  if (status !== 0 && status !== 1) throw new Error(`a worker process ended with status ${status}: ${words}`)
  return JSON.parse(out) as CheckReport // printed by this very program
}

/** Runs this program in a process of its own. */
export const inProcess: Again = (words, signal, heard) =>
  new Promise((resolve, reject) => {
    const program = process.argv[1]
    if (program === undefined) throw new Error('fault: this program has no file')
    const child = spawn(process.execPath, [...process.execArgv, program, ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const written = { out: '', err: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      written.out += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      written.err += text
    })
    if (heard !== undefined) createInterface({ input: child.stderr }).on('line', heard)
    const end = () => child.kill('SIGINT')
    signal.addEventListener('abort', end, { once: true })
    child.on('error', reject)
    child.on('close', (status) => {
      signal.removeEventListener('abort', end)
      resolve({ status, ...written })
    })
  })
