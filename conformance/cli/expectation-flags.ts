import type { Entry } from '../../properties/target.ts'
import type { Deviation } from '../expectations/deviation.ts'
import { ExpectationsError, expectedIn } from '../expectations/file.ts'
import { storedHistory } from '../expectations/stored-history.ts'
import type { KnownTarget } from './known-target.ts'
import { readText } from './trace-files.ts'
import { UsageError } from './usage-error.ts'

/** The flag `--expectations`. */
export interface ExpectationFlags {
  /** A file, `none`, or undefined: all that is known of the target. */
  readonly expectations?: string
}

/** The deviations expected of a target, and what a check must know to notice that one is gone. */
export interface Expected<State, Rules> {
  readonly deviations: readonly Deviation<State, Rules>[]
  readonly historyOf: (deviation: Deviation<State, Rules>) => readonly Entry[]
  readonly expectations: string | null
}

/** What the flag expects of a target; throws a `UsageError` for a file that is wrong. Ours are never excused. */
export function expectationsFor<State, Rules>(
  known: KnownTarget<State, Rules>,
  { expectations }: ExpectationFlags,
): Expected<State, Rules> {
  const historyOf = ({ trace }: Deviation<State, Rules>) => storedHistory(trace)
  if (expectations === 'none') return { deviations: [], historyOf, expectations: null }
  if (expectations === undefined) {
    const { deviations } = known
    return {
      deviations,
      historyOf,
      expectations: deviations.length === 0 ? null : `conformance/expectations/${known.name}`,
    }
  }
  if (known.ours)
    throw new UsageError(`--expectations ${expectations}: ${known.name} is ours and is never excused; expected none`)
  const content = readText(expectations)
  try {
    return { deviations: expectedIn(content, known.name, known.deviations), historyOf, expectations }
  } catch (error) {
    if (error instanceof ExpectationsError) throw new UsageError(`${expectations}: ${error.message}`)
    throw error
  }
}
