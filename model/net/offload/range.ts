/** Bytes of a payload: from the first up to the last, exclusive. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** What is left of some ranges without one that lies within one of them; `undefined` where it does not. */
export function without(ranges: readonly Range[], { from, to }: Range): readonly Range[] | undefined {
  const around = ranges.find((range) => range.from <= from && to <= range.to)
  if (around === undefined || (from === to && around.from !== around.to)) return undefined
  const rest = [
    { from: around.from, to: from },
    { from: to, to: around.to },
  ].filter((range) => range.from < range.to)
  return ranges.flatMap((range) => (range === around ? rest : [range]))
}
