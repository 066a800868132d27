import type { NetObservation, NetStimulus } from '../../model/net/action.ts'
import type { Session } from '../target.ts'
import { Watch } from './watch.ts'

/** What a faulty device shows instead of an observation: something else, several things, or nothing. */
export type Alteration = (
  entry: NetObservation,
  watch: Watch,
  stimulus: NetStimulus | undefined,
) => readonly NetObservation[]

/** A session whose observations are altered. `make` is called once a session, so that an alteration can keep count. */
export function altered(session: Session, make: () => Alteration): Session {
  const watch = new Watch()
  const alter = make()
  const alterAll = (entries: readonly NetObservation[], stimulus?: NetStimulus) =>
    entries.flatMap((entry) => alter(watch.see(entry), watch, stimulus))
  return {
    async perform(stimulus) {
      const entries = await session.perform(stimulus)
      if (entries === 'skipped') return entries
      watch.did(stimulus)
      return alterAll(entries, stimulus)
    },
    settle: async () => alterAll(await session.settle()),
    drain: () => session.drain(),
    diagnostics: () => session.diagnostics(),
    close: () => session.close(),
  }
}
