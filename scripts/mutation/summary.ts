import { score, sum, type Tally, tally } from './outcome.ts'

/** A mutant that counts against the score, as a line: where, what, and what became of it. */
export type Survivor = string

/** What one mutator found. */
export interface Findings {
  readonly name: string
  readonly tally: Tally
  readonly survivors: readonly Survivor[]
  /** Mutants that were not counted, by reason. */
  readonly ignored: Readonly<Record<string, number>>
}

const row = (name: string, count: Tally): string =>
  [
    name.padEnd(10),
    `${score(count).toFixed(1).padStart(6)} %`,
    ...[count.killed, count.survived, count.timeout, count.uncovered, count.ignored, count.pending].map((number) =>
      String(number).padStart(9),
    ),
  ].join(' ')

const head = ['mutator   ', '   score', ...['killed', 'survived', 'timed out', 'uncovered', 'ignored', 'not tried']]

/** The table of all mutators with their sum, and what was ignored and why. */
export function summary(findings: readonly Findings[]): string {
  const total = totalOf(findings)
  const ignored = findings.flatMap(({ name, ignored: reasons }) =>
    Object.entries(reasons).map(([reason, count]) => `ignored by ${name}: ${count} × ${reason}`),
  )
  const title = head.map((word, index) => (index < 2 ? word : word.padStart(9))).join(' ')
  return [title, ...findings.map(({ name, tally: count }) => row(name, count)), row('both', total), ...ignored].join(
    '\n',
  )
}

/** The tallies of all mutators as one. */
export const totalOf = (findings: readonly Findings[]): Tally =>
  findings.map((each) => each.tally).reduce(sum, tally([]))
