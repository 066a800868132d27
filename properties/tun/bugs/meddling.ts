import type { TunObservation, TunStimulus } from '../../../model/tun/action.ts'
import type { Seen } from '../../target.ts'
import type { SessionOf } from '../../terms.ts'
import type { TunTerms } from '../terms.ts'
import { TunWatch } from './watch.ts'

/** What a session sees of a stimulus. */
type Perform = SessionOf<TunTerms>['perform']
/** What is seen, or that it cannot be done. */
type Reply = readonly Seen<TunObservation>[] | 'skipped'

/**
 * A session that does something else than it is told: `meddle` is given each stimulus, what is known of the device before it, and the way to do
 * what it wants to.
 */
export function meddling(
  session: SessionOf<TunTerms>,
  make: () => (stimulus: TunStimulus, watch: TunWatch, perform: Perform) => Promise<Reply>,
): SessionOf<TunTerms> {
  let watch = new TunWatch()
  let meddle = make()
  return {
    async perform(stimulus) {
      const reply = await meddle(stimulus, watch, (other) => session.perform(other))
      if (reply !== 'skipped' && reply.some((entry) => entry.kind === 'device.returns' && entry.error === 'none'))
        watch.did(stimulus)
      return reply
    },
    settle: () => session.settle(),
    async drain() {
      await session.drain()
      watch = new TunWatch()
      meddle = make()
    },
    diagnostics: () => session.diagnostics(),
    close: () => session.close(),
  }
}
