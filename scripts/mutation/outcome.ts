/** What became of a mutant. */
export type Outcome = 'killed' | 'survived' | 'timeout' | 'uncovered' | 'ignored' | 'pending'

/** The letter of an outcome in a ledger. */
export const letters = {
  killed: 'k',
  survived: 's',
  timeout: 't',
  uncovered: 'n',
  ignored: 'i',
  pending: '.',
} as const satisfies Readonly<Record<Outcome, string>>

const outcomes = Object.keys(letters) as Outcome[] // the keys of `letters` are the outcomes

/** Outcomes as a word of letters, and back; a letter that means nothing is pending. */
export const wordOf = (some: readonly Outcome[]): string => some.map((outcome) => letters[outcome]).join('')
/** The outcomes that a word of letters stands for. */
export const outcomesOf = (word: string): readonly Outcome[] =>
  [...word].map((letter) => outcomes.find((outcome) => letters[outcome] === letter) ?? 'pending')

/** How many mutants came to what. */
export type Tally = Readonly<Record<Outcome, number>>

/** Counts outcomes. */
export function tally(some: readonly Outcome[]): Tally {
  const count = (outcome: Outcome): number => some.filter((each) => each === outcome).length
  return {
    killed: count('killed'),
    survived: count('survived'),
    timeout: count('timeout'),
    uncovered: count('uncovered'),
    ignored: count('ignored'),
    pending: count('pending'),
  }
}

/** Two tallies as one. */
export function sum(a: Tally, b: Tally): Tally {
  return {
    killed: a.killed + b.killed,
    survived: a.survived + b.survived,
    timeout: a.timeout + b.timeout,
    uncovered: a.uncovered + b.uncovered,
    ignored: a.ignored + b.ignored,
    pending: a.pending + b.pending,
  }
}

/**
 * Killed mutants in per cent of killed, survived, timed out and uncovered ones. A time-out is no kill: it is mostly an endless
 * loop that no assertion saw. No mutants at all score 0.
 */
export function score({ killed, survived, timeout, uncovered }: Tally): number {
  const all = killed + survived + timeout + uncovered
  return all === 0 ? 0 : (killed / all) * 100
}
