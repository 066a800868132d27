#!/usr/bin/env node
import { inProcess } from './jobs.ts'
import { run } from './program.ts'
import { thisProject } from './this-project.ts'

const interrupt = new AbortController()
process.on('SIGINT', () => {
  // The first lets what runs end in order; whoever cannot wait presses once more.
  if (interrupt.signal.aborted) process.exit(130)
  interrupt.abort()
})
// Whoever reads the output may stop reading: `virtio-conformance list clauses | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

process.exitCode = await run(process.argv.slice(2), thisProject, {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  signal: interrupt.signal,
  again: inProcess,
})
