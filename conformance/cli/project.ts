import type { ReactionBug } from '../../properties/bugs/reaction-bug.ts'
import type { Property } from '../../properties/property.ts'
import type { Target } from '../../properties/target.ts'
import type { NetModel } from '../expectations/deviation.ts'
import { laidOver, type SeededBug } from '../run/bugs.ts'
import type { Witness } from '../run/witness.ts'
import type { KnownTarget } from './known-target.ts'

/** What the command line is about: every property, target and bug it knows by name. */
export interface Project<State, Rules> {
  readonly model: NetModel<State, Rules>
  readonly properties: readonly Property[]
  readonly targets: readonly KnownTarget<State, Rules>[]
  /** Bugs that can be laid over any target. */
  readonly reactionBugs: readonly ReactionBug[]
  /** What reaction bugs are laid over unless a target is named. */
  readonly bugBase: () => Target
  /** Bugs in the engine's source, each with the faulty engine. */
  readonly engineBugs: readonly SeededBug[]
  /** Why engines with a bug cannot be built here; undefined where they can. */
  readonly whyNoEngineBugs?: () => Promise<string | undefined>
  /** Where bugs are refused, and the seed of those runs: to be done anew before they count. */
  readonly witnesses: () => { readonly seed: number; readonly list: readonly Witness[] }
}

/** Every bug with the target that has it: bugs of reactions laid over the base, bugs of the engine in an engine each. */
export function seededBugs<State, Rules>(project: Project<State, Rules>): readonly SeededBug[] {
  return [...project.reactionBugs.map((bug) => laidOver(bug, project.bugBase())), ...project.engineBugs]
}
