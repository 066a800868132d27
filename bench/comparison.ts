import type { Twin } from './twin.ts'

interface AnyVariant {
  readonly name: string
  /** Operations that one call does. */
  readonly operations: number
  /** The result of the same work, done from the beginning: every variant must give the same. */
  answer(): string | Promise<string>
}
/** Work that is done here. */
interface Here extends AnyVariant {
  work(): void
}
/** Work that another clock measures: the nanoseconds that it took. */
interface Elsewhere extends AnyVariant {
  timed(): Promise<number>
}
/** One way to do the work. */
export type Variant = Here | Elsewhere

/** A ratio that is asked for: time of `variant` over time of `over`. */
export interface Goal {
  readonly variant: string
  readonly over: string
  /** The ratio must be at most this. */
  readonly most: number
}

/** Several ways to do one thing, measured in turn. */
export interface Comparison {
  readonly id: string
  /** One sentence. */
  readonly says: string
  /** What one operation is: `hash`, `chain`, `frame`. */
  readonly unit: string
  readonly variants: readonly Variant[]
  readonly goals: readonly Goal[]
}

/** What comparisons are made from. */
export interface Setting {
  /** Absent where there is no compiler. */
  readonly twin: Twin | undefined
  /** How many times a variant repeats its batch in one call: 1 in tests. */
  readonly times: number
}

/** Makes a comparison. */
export type Compare = (setting: Setting) => Promise<Comparison>
