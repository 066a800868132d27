/**
 * The properties, the port that targets implement, and the bugs seeded to prove that each property bites.
 *
 * @module
 */
import { type ForTargetOptions, type TargetTest, testsFor } from './for-target.ts'
import { hashReport } from './hash-report.ts'
import { negotiation } from './negotiation.ts'
import type { Property } from './property.ts'
import { ring } from './ring.ts'
import { steering } from './steering.ts'
import type { Target } from './target.ts'

export type { ReactionBug } from './bugs/reaction-bug.ts'
export { DeviceLost } from './device-lost.ts'
export { type ForTargetOptions, Refused, type TargetTest, type TestContext } from './for-target.ts'
export type { Plan, PlanStep, Property } from './property.ts'
export type { Capabilities, Capability, Entry, OpenOptions, Session, Target } from './target.ts'
export { TargetLost } from './target.ts'

/** Every property, by theme. */
export const properties: readonly Property[] = [...negotiation, ...ring, ...steering, ...hashReport]

/**
 * Every property as a test of a target: what a file of vitest or node:test needs.
 *
 * ```ts
 * for (const { name, run } of forTarget(myTarget)) test(name, run)
 * ```
 */
export function forTarget(target: Target, options: Partial<ForTargetOptions> = {}): readonly TargetTest[] {
  return testsFor(target, { properties, ...options })
}
