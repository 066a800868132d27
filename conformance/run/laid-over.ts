import { isDeepStrictEqual } from 'node:util'
import type { ReactionBug } from '../../properties/bugs/reaction-bug.ts'
import { type Subject, targetOf } from '../../properties/subject.ts'
import type { Candidate } from '../../properties/target.ts'
import type { SessionOf, TargetOf, Terms } from '../../properties/terms.ts'
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
  const difference = new Difference<T>()
  const faulty: TargetOf<T> = {
    ...target,
    async open(options) {
      const [session, { config }] = [await target.open(options), await target.capabilities()]
      return difference.outer(bug.wrap(difference.inner(session), config))
    },
  }
  return {
    id,
    says,
    source,
    property,
    clause,
    target: () => Promise.resolve(subject.candidate(faulty)),
    showed: () => difference.shows,
  }
}

/** Whether what a faulty session showed was ever anything else than what the session below it showed. */
class Difference<T extends Terms> {
  shows = false
  private below: unknown[] = []

  /** The session below, whose answers are kept. */
  inner(session: SessionOf<T>): SessionOf<T> {
    const kept = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
      this.below.push(await answer)
      return await answer
    }
    return over(session, {
      perform: (stimulus) => kept(session.perform(stimulus)),
      settle: () => kept(session.settle()),
    })
  }

  /** The faulty session, whose answers are compared. */
  outer(session: SessionOf<T>): SessionOf<T> {
    const compared = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
      this.below = []
      const answer = await ask()
      if (!isDeepStrictEqual(this.below, [answer])) this.shows = true
      return answer
    }
    return over(session, {
      perform: (stimulus) => compared(() => session.perform(stimulus)),
      settle: () => compared(() => session.settle()),
    })
  }
}

/** A session with other answers. */
function over<T extends Terms>(session: SessionOf<T>, answers: Pick<SessionOf<T>, 'perform' | 'settle'>): SessionOf<T> {
  return {
    ...answers,
    drain: () => session.drain(),
    diagnostics: () => session.diagnostics(),
    close: () => session.close(),
  }
}
