import type { BugFacts } from '../../properties/bugs/reaction-bug.ts'
import type { PropertyFacts } from '../../properties/property.ts'
import type { SeededBug } from '../run/bugs.ts'
import type { Witness } from '../run/witness.ts'
import type { Court } from '../subject/court.ts'
import type { KnownTarget } from './known-target.ts'

/** What the command line is about: every subject, target and bug it knows by name. */
export interface Project {
  /** A court a subject. */
  readonly courts: readonly Court[]
  readonly targets: readonly KnownTarget[]
  /** Bugs in the engine's source, each with the faulty engine. */
  readonly engineBugs: readonly SeededBug[]
  /** Why engines with a bug cannot be built here; undefined where they can. */
  readonly whyNoEngineBugs?: () => Promise<string | undefined>
  /** Where bugs are refused, and the seed of those runs: to be done anew before they count. */
  readonly witnesses: () => { readonly seed: number; readonly list: readonly Witness[] }
}

/** Every property of every subject. */
export function propertiesOf({ courts }: Project): readonly PropertyFacts[] {
  return courts.flatMap(({ properties }) => properties)
}

/** What is to be said of every bug: those of reactions, subject by subject, then those of the engine. */
export function bugsOf({ courts, engineBugs }: Project): readonly BugFacts[] {
  return [...courts.flatMap(({ bugs }) => bugs), ...engineBugs]
}

/** Every bug with the target that has it: bugs of reactions laid over their reference, bugs of the engine in an engine each. */
export function seededBugs({ courts, engineBugs }: Project): readonly SeededBug[] {
  return [...courts.flatMap((court) => court.seededBugs()), ...engineBugs]
}
