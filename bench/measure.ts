import { Bench } from 'tinybench'
import type { Comparison, Variant } from './comparison.ts'
import { median } from './median.ts'

/** Times of one comparison's variants: nanoseconds an operation, one for each round, in the order of the variants. */
export interface Measured {
  readonly comparison: Comparison
  readonly rounds: readonly (readonly number[])[]
}

const nanosecondsOf = (milliseconds: number): number => milliseconds * 1e6

function add(bench: Bench, variant: Variant): void {
  if ('work' in variant) bench.add(variant.name, () => variant.work())
  else bench.add(variant.name, async () => ({ overriddenDuration: (await variant.timed()) / 1e6 }))
}

/** One round: every variant in turn, the best of a few calls each. */
async function round(variants: readonly Variant[], calls: number): Promise<readonly number[]> {
  const bench = new Bench({ time: 0, iterations: calls, warmup: false, throws: true })
  for (const variant of variants) add(bench, variant)
  const tasks = await bench.run()
  return variants.map(({ operations }, nth) => {
    const result = tasks[nth]?.result
    if (result?.state !== 'completed') throw new Error(`a variant was not measured: ${result?.state}`)
    return nanosecondsOf(result.latency.min) / operations
  })
}

/** Measures the variants of a comparison in turn, round by round, so that what disturbs the machine disturbs all of them. */
export async function measure(comparison: Comparison, rounds: number, calls: number): Promise<Measured> {
  const all: (readonly number[])[] = []
  for (let nth = 0; nth < rounds; nth++) all.push(await round(comparison.variants, calls))
  return { comparison, rounds: all }
}

/** The median time of a variant, in nanoseconds an operation. */
export function timeOf({ comparison, rounds }: Measured, name: string): number {
  const at = comparison.variants.findIndex((variant) => variant.name === name)
  return median(rounds.map((times) => times[at] ?? Number.NaN))
}

/** Time of one variant over time of another: the median of the rounds' ratios. Not a number where one of them is missing. */
export function ratioOf({ comparison, rounds }: Measured, variant: string, over: string): number {
  const place = (name: string): number => comparison.variants.findIndex((one) => one.name === name)
  return median(rounds.map((times) => (times[place(variant)] ?? Number.NaN) / (times[place(over)] ?? Number.NaN)))
}
