/** The numbers of the first dotted number in a version: `QEMU 7.2.15 (Debian)` has 7, 2 and 15. */
export function numbersOf(version: string): readonly number[] {
  const dotted = /\d+(?:\.\d+)*/.exec(version)?.[0]
  return dotted === undefined ? [] : dotted.split('.').map(Number)
}

/** Negative, 0 or positive as `version` comes before, matches or comes after `bound`; only as many numbers count as `bound` has. */
export function compare(version: string, bound: string): number {
  const numbers = numbersOf(version)
  for (const [index, limit] of numbersOf(bound).entries()) {
    const difference = (numbers[index] ?? 0) - limit
    if (difference !== 0) return difference
  }
  return 0
}

/** Whether a version lies in a range, both ends included; an end that is missing is open. */
export function isWithin(version: string, { from, to }: { readonly from?: string; readonly to?: string }): boolean {
  return (from === undefined || compare(version, from) >= 0) && (to === undefined || compare(version, to) <= 0)
}
