/** Runs before every test file: frozen states prove that no transition mutates; mutation runs are short and repeatable. */
import fc from 'fast-check'
import { freezeStates } from '../model/kernel/edit.ts'

freezeStates(true)

// Only a default: a test that states its own `numRuns` or `seed` keeps it.
const runs = Number(process.env['VIRTIO_CONFORMANCE_RUNS'])
if (runs > 0) fc.configureGlobal({ numRuns: runs, seed: 1 })
