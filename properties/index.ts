/**
 * The properties, the port that targets implement, and the bugs seeded to prove that each property bites.
 *
 * @module
 */
import { type ForTargetOptions, type TargetTest, testsFor } from './for-target.ts'
import { netSubject } from './net-subject.ts'
import { pciSubject } from './pci/subject.ts'
import type { Property, PropertyFacts } from './property.ts'
import type { Subject } from './subject.ts'
import type { Candidate } from './target.ts'
import type { Terms } from './terms.ts'
import { tunSubject } from './tun/subject.ts'

export type { BugFacts, ReactionBug } from './bugs/reaction-bug.ts'
export { DeviceLost } from './device-lost.ts'
export { type ForTargetOptions, Refused, type TargetTest, type TestContext } from './for-target.ts'
export { netSubject } from './net-subject.ts'
export { pciSubject } from './pci/subject.ts'
export type { PciTerms } from './pci/terms.ts'
export type { Plan, PlanStep, Property, PropertyFacts } from './property.ts'
export type { Subject } from './subject.ts'
export type {
  Candidate,
  Capabilities,
  Capability,
  Entry,
  OpenOptions,
  Part,
  Parts,
  Seen,
  Session,
  Target,
  TargetFacts,
} from './target.ts'
export { TargetLost } from './target.ts'
export type {
  ActionOf,
  EntryOf,
  MachineOf,
  NetTerms,
  PartOf,
  PlanOf,
  PropertyOf,
  SessionOf,
  TargetOf,
  Terms,
} from './terms.ts'
export { tunSubject } from './tun/subject.ts'
export type { TunTerms } from './tun/terms.ts'

/** A subject as its tests see it: which properties it has, and the tests of a candidate. */
interface Tested {
  readonly properties: readonly PropertyFacts[]
  tests(candidate: Candidate, options: ForTargetOptions): readonly TargetTest[]
}

const tested = <T extends Terms>(subject: Subject<T>): Tested => ({
  properties: subject.properties,
  tests: (candidate, options) => testsFor(subject, candidate, options),
})

/** Every subject that a target can be judged as. A new one adds its line. */
const subjects: readonly Tested[] = [tested(netSubject), tested(pciSubject), tested(tunSubject)]

/** Every property of every subject. */
export const properties: readonly PropertyFacts[] = subjects.flatMap((subject) => subject.properties)

/**
 * Every property as a test of a target: what a file of vitest or node:test needs. Properties of subjects that the target has no
 * part for are skipped, with that reason.
 *
 * ```ts
 * for (const { name, run } of forTarget(myTarget)) test(name, run)
 * ```
 *
 * With `properties` only those are tests: properties of the network device.
 */
export function forTarget(
  target: Candidate,
  { properties: some, ...options }: ForTargetOptions & { readonly properties?: readonly Property[] } = {},
): readonly TargetTest[] {
  if (some !== undefined) return testsFor(netSubject, target, { ...options, properties: some })
  return subjects.flatMap((subject) => subject.tests(target, options))
}
