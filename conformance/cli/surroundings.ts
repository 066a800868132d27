import type { Again } from './jobs.ts'

/** Where a command runs: what it writes to, and what stops it. */
export interface Surroundings {
  /** Writes a line to standard output. */
  out(line: string): void
  /** Writes a line to standard error. */
  err(line: string): void
  readonly stdout: { readonly isTTY?: boolean }
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean }
  readonly environment: NodeJS.ProcessEnv
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
  /** Runs this program anew, beside this run. */
  readonly again: Again
}
