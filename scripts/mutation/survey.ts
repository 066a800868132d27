import type { Subject } from './constants.ts'
import { type Outcome, tally } from './outcome.ts'
import { outcomeOf, type StrykerReport } from './stryker-report.ts'
import type { Findings } from './summary.ts'

const COUNTS_AGAINST: readonly Outcome[] = ['survived', 'timeout', 'uncovered']

function countBy(reasons: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const reason of reasons) counts[reason] = (counts[reason] ?? 0) + 1
  return counts
}

/** What our mutator of constants found. */
export function constantFindings(subjects: readonly Subject[]): Findings {
  const tried = subjects.flatMap(({ path, mutants, outcomes }) =>
    mutants.map((mutant, index) => ({ path, mutant, outcome: outcomes[index] ?? 'pending' })),
  )
  return {
    name: 'constants',
    tally: tally(tried.map(({ outcome }) => outcome)),
    survivors: tried
      .filter(({ outcome }) => COUNTS_AGAINST.includes(outcome))
      .map(({ path, mutant, outcome }) => `${path}:${mutant.line}:${mutant.column}: ${mutant.says}: ${outcome}`),
    ignored: countBy(tried.flatMap(({ mutant }) => (mutant.ignored === undefined ? [] : [mutant.ignored]))),
  }
}

/** What Stryker found in the files that are wanted. */
export function strykerFindings(report: StrykerReport, isWanted: (path: string) => boolean): Findings {
  const tried = Object.entries(report.files)
    .filter(([path]) => isWanted(path))
    .flatMap(([path, { mutants }]) => mutants.map((mutant) => ({ path, mutant, outcome: outcomeOf(mutant) })))
  return {
    name: 'Stryker',
    tally: tally(tried.map(({ outcome }) => outcome)),
    survivors: tried
      .filter(({ outcome }) => COUNTS_AGAINST.includes(outcome))
      .map(({ path, mutant, outcome }) => {
        const { line, column } = mutant.location.start
        const change = (mutant.replacement ?? '').split('\n', 1)[0]?.slice(0, 60)
        return `${path}:${line}:${column}: ${mutant.mutatorName} → ${change}: ${outcome}`
      }),
    ignored: countBy(
      tried.flatMap(({ mutant, outcome }) => (outcome === 'ignored' ? [mutant.statusReason ?? mutant.status] : [])),
    ),
  }
}
