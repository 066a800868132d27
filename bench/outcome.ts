import { type Measured, ratioOf, timeOf } from './measure.ts'

/** A ratio that was asked for, and what it came to. */
export interface Ratio {
  readonly variant: string
  readonly over: string
  readonly ratio: number
  readonly most: number
  readonly reached: boolean
}

/** What a comparison came to. */
export interface Outcome {
  readonly id: string
  readonly says: string
  readonly unit: string
  /** Nanoseconds an operation, by variant. */
  readonly times: Readonly<Record<string, number>>
  /** Time of the engine over that of each other variant. */
  readonly engineOver: Readonly<Record<string, number>>
  readonly goals: readonly Ratio[]
}

/** What the measured times of a comparison come to. Goals about a variant that is missing are left out. */
export function outcomeOf(measured: Measured): Outcome {
  const { id, says, unit, variants, goals } = measured.comparison
  const names = variants.map(({ name }) => name)
  return {
    id,
    says,
    unit,
    times: Object.fromEntries(names.map((name) => [name, timeOf(measured, name)])),
    engineOver: Object.fromEntries(
      names.filter((name) => name !== 'engine').map((name) => [name, ratioOf(measured, 'engine', name)]),
    ),
    goals: goals
      .filter(({ variant, over }) => names.includes(variant) && names.includes(over))
      .map(({ variant, over, most }) => {
        const ratio = ratioOf(measured, variant, over)
        return { variant, over, ratio, most, reached: ratio <= most }
      }),
  }
}
