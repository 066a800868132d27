import type { ReactionBug } from '../../properties/bugs/reaction-bug.ts'
import type { Property } from '../../properties/property.ts'
import type { Target } from '../../properties/target.ts'
import type { NetModel } from '../expectations/deviation.ts'
import type { SeededBug } from '../run/bugs.ts'
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
}
