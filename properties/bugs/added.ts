import type { NetObservation, NetStimulus } from '../../model/net/action.ts'
import type { Session } from '../target.ts'

/** What a faulty device shows besides, right after a stimulus and what is seen of it. */
export type Addition = (stimulus: NetStimulus, seen: readonly NetObservation[]) => readonly NetObservation[]

/** A session with more observations than there are. `make` is called once a session, so that an addition can keep count. */
export function added(session: Session, make: () => Addition): Session {
  const add = make()
  return {
    async perform(stimulus) {
      const seen = await session.perform(stimulus)
      return seen === 'skipped' ? seen : [...seen, ...add(stimulus, seen)]
    },
    settle: () => session.settle(),
    drain: () => session.drain(),
    diagnostics: () => session.diagnostics(),
    close: () => session.close(),
  }
}
