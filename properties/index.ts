/**
 * The properties, the port that targets implement, and the bugs seeded to prove that each property bites.
 *
 * @module
 */
import { hashReport } from './hash-report.ts'
import { negotiation } from './negotiation.ts'
import type { Property } from './property.ts'
import { ring } from './ring.ts'
import { steering } from './steering.ts'

export type { ReactionBug } from './bugs/reaction-bug.ts'
export type { Plan, PlanStep, Property } from './property.ts'
export type { Capabilities, Capability, Entry, OpenOptions, Session, Target } from './target.ts'
export { TargetLost } from './target.ts'

/** Every property, by theme. */
export const properties: readonly Property[] = [...negotiation, ...ring, ...steering, ...hashReport]
