import type { ClauseId } from '../../clause/clause.ts'
import { type Fault, refusal } from '../../kernel/step.ts'

/** What a read may show. */
export interface Expected {
  /** Values without blame, the likeliest first; where `open`, they stand for many. */
  readonly values: readonly number[]
  readonly open: boolean
  /** What a value breaks, and the advice it does not follow. */
  readonly faults: (value: number) => readonly Fault[]
}

/** A value as a refusal prints it. */
export const hexadecimal = (value: number): string => `0x${value.toString(16)}`

const broken = (clause: ClauseId, because: string): Fault => refusal('device', [clause], because)

/** One of these values, or the clause is broken. `what` is the register and what it belongs to. */
export function among(values: readonly number[], clause: ClauseId, what: string): Expected {
  const wanted = values.map(hexadecimal).join(' or ')
  return {
    values,
    open: false,
    faults: (value) =>
      values.includes(value) ? [] : [broken(clause, `${what} reads ${hexadecimal(value)}, not ${wanted}`)],
  }
}

/** Any value; `likely` stands for all. */
export function anything(...likely: readonly number[]): Expected {
  return { values: likely, open: true, faults: () => [] }
}

/** Any value for which `clauseOf` names no clause; `likely` are such. */
export function unless(
  likely: readonly number[],
  clauseOf: (value: number) => ClauseId | undefined,
  because: (value: number) => string,
): Expected {
  return {
    values: likely,
    open: true,
    faults: (value) => {
      const clause = clauseOf(value)
      return clause === undefined ? [] : [broken(clause, because(value))]
    },
  }
}
