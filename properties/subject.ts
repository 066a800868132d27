import type { ReactionBug } from './bugs/reaction-bug.ts'
import type { Candidate } from './target.ts'
import type { MachineOf, PartOf, PropertyOf, TargetOf, Terms } from './terms.ts'

/** A machine that targets can be judged as, and the properties it must have. */
export interface Subject<T extends Terms> {
  /** What targets call their part: `net`. It stands in the head of every trace. */
  readonly name: string
  /** What it is, in a few words. */
  readonly says: string
  readonly machine: MachineOf<T>
  readonly properties: readonly PropertyOf<T>[]
  /** Bugs seeded in reactions, by which each property proves that it bites. */
  readonly bugs: readonly ReactionBug<T['config'], T['stimulus'], T['observation']>[]
  /** What makes a candidate be judged as this, where it has it. */
  partOf(candidate: Candidate): PartOf<T> | undefined
  /** A candidate that is this and nothing else: what {@link partOf} undoes. */
  candidate(target: TargetOf<T>): Candidate
}

/** A candidate as one of a subject's targets; undefined where it cannot be judged as that. */
export function targetOf<T extends Terms>(subject: Subject<T>, candidate: Candidate): TargetOf<T> | undefined {
  const part = subject.partOf(candidate)
  if (part === undefined) return undefined
  const { name, version, seeded } = candidate
  return {
    name,
    version,
    ...(seeded === undefined ? {} : { seeded }),
    capabilities: () => part.capabilities(),
    open: (options) => part.open(options),
    async dispose() {
      await candidate.dispose?.()
    },
  }
}

/** Why a candidate cannot be judged as a subject, in words. */
export function lackOfPart({ name }: { readonly name: string }, { lacks }: Candidate): string {
  return lacks?.[name] ?? `${name}: the target does not have it`
}
