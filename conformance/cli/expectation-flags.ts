import type { DeviationFacts } from '../expectations/deviation.ts'
import { ExpectationsError, expectedIn } from '../expectations/file.ts'
import { storedText } from '../expectations/stored-history.ts'
import type { Court } from '../subject/court.ts'
import type { KnownTarget } from './known-target.ts'
import { readText } from './trace-files.ts'
import { UsageError } from './usage-error.ts'

/** The flag `--expectations`. */
export interface ExpectationFlags {
  /** A file, `none`, or undefined: all that is known of the target. */
  readonly expectations?: string
}

/** Names of the deviations expected of a target, and what a check must know to notice that one is gone. */
export interface Expected {
  readonly expected: readonly string[]
  readonly storedText: (file: string) => string
  readonly expectations: string | null
}

/** What the flag expects of a target; throws a `UsageError` for a file that is wrong. Ours are never excused. */
export function expectationsFor(
  known: KnownTarget,
  courts: readonly Court[],
  { expectations }: ExpectationFlags,
): Expected {
  if (expectations === 'none') return { expected: [], storedText, expectations: null }
  const deviations = courts.flatMap((court) => court.deviationsOf(known.name))
  const names = (some: readonly DeviationFacts[]) => some.map(({ name }) => name)
  if (expectations === undefined) {
    return {
      expected: names(deviations),
      storedText,
      expectations: deviations.length === 0 ? null : `conformance/expectations/${known.name}`,
    }
  }
  if (known.ours)
    throw new UsageError(`--expectations ${expectations}: ${known.name} is ours and is never excused; expected none`)
  const content = readText(expectations)
  try {
    return { expected: names(expectedIn(content, known.name, deviations)), storedText, expectations }
  } catch (error) {
    if (error instanceof ExpectationsError) throw new UsageError(`${expectations}: ${error.message}`)
    throw error
  }
}
