import type { BugMatrix, BugReport, Kill } from './bugs.ts'

/** The matrix under one seed. */
export interface SeededMatrix {
  readonly seed: number
  readonly matrix: BugMatrix
}

/**
 * Matrices under several seeds as one: after how many runs each bug died under each seed, and the median. A bug that outlived
 * one seed is alive; `runs` are those under the first seed that killed it; a property has killed what it killed under every seed.
 */
export function overSeeds(all: readonly [SeededMatrix, ...SeededMatrix[]]): BugMatrix {
  const [first] = all
  const bugs = first.matrix.bugs.map((bug, index) => joined(bug, all, index))
  const kills = (id: string) =>
    bugs.filter((bug) => !bug.alive && bug.killedBy.some((kill) => kill.property === id)).length
  return { bugs, properties: first.matrix.properties.map(({ id }) => ({ id, kills: kills(id) })) }
}

function joined(bug: BugReport, all: readonly SeededMatrix[], index: number): BugReport {
  const reports = all.flatMap(({ seed, matrix }) => {
    const report = matrix.bugs[index]
    return report === undefined ? [] : [{ seed, report }]
  })
  const kills = reports.flatMap(({ seed, report }) => report.killedBy.map((kill) => ({ seed, kill })))
  const others = [...new Set(reports.flatMap(({ report }) => report.otherwise ?? []))]
  return {
    ...bug,
    killedBy: [...new Set(kills.map(({ kill }) => kill.property))].map((property) => {
      const own = kills.filter(({ kill }) => kill.property === property)
      return killOf(own)
    }),
    alive: reports.some(({ report }) => report.alive),
    ...(others.length === 0 ? {} : { otherwise: others }),
  }
}

function killOf(own: readonly { readonly seed: number; readonly kill: Kill }[]): Kill {
  const [first] = own
  if (first === undefined) throw new Error('fault: a kill by nobody')
  const seeds = own.map(({ seed, kill }) => ({ seed, runs: kill.runs }))
  return { ...first.kill, seeds, median: median(seeds.map(({ runs }) => runs)) }
}

/** The middle one of some numbers, the mean of the two in the middle where their count is even. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  if (low === undefined || high === undefined) throw new Error('fault: the median of nothing')
  return (low + high) / 2
}
