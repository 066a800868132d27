import type { Survivor } from './summary.ts'

/** A line of a survivor: where, what was changed, what became of it. */
const survivorLine = /^[^:]+:\d+:\d+: (?<change>.*): (?<outcome>\w+)$/

/** What was changed, as a kind: Stryker's mutator, or `number` and `row` of ours. */
function kindOf(change: string): string {
  if (change.startsWith('row ')) return 'row'
  return /^(?<mutator>[A-Z]\w+) → /.exec(change)?.[1] ?? 'number'
}

/** How many mutants of each kind count against the score, the most frequent first: `ConditionalExpression survived` and a number. */
export function survivingKinds(survivors: readonly Survivor[]): readonly (readonly [kind: string, count: number])[] {
  const counts = new Map<string, number>()
  for (const line of survivors) {
    const [, change, outcome] = survivorLine.exec(line) ?? []
    if (change === undefined || outcome === undefined) throw new Error(`fault: not a survivor: ${line}`)
    const kind = `${kindOf(change)} ${outcome}`
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return [...counts].sort(([a, many], [b, others]) => others - many || (a < b ? -1 : 1))
}
