import type { ReactionBug } from '../../properties/bugs/reaction-bug.ts'
import { type Subject, targetOf } from '../../properties/subject.ts'
import type { Candidate } from '../../properties/target.ts'
import type { TargetOf, Terms } from '../../properties/terms.ts'
import type { SeededBug } from './bugs.ts'

/** A reaction bug laid over a candidate: the result is a candidate. One that is not of the bug's subject stays as it is. */
export function laidOver<T extends Terms>(
  bug: ReactionBug<T['config'], T['stimulus'], T['observation']>,
  subject: Subject<T>,
  candidate: Candidate,
): SeededBug {
  const { id, says, source, property, clause } = bug
  const target = targetOf(subject, candidate)
  if (target === undefined) return { id, says, source, property, clause, target: () => Promise.resolve(candidate) }
  const faulty: TargetOf<T> = {
    ...target,
    async open(options) {
      const [session, { config }] = [await target.open(options), await target.capabilities()]
      return bug.wrap(session, config)
    },
  }
  return { id, says, source, property, clause, target: () => Promise.resolve(subject.candidate(faulty)) }
}
