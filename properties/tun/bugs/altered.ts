import type { ClauseId } from '../../../model/clause/clause.ts'
import type { DeviceReturns, TunObservation, TunStimulus } from '../../../model/tun/action.ts'
import type { TunConfig } from '../../../model/tun/config.ts'
import type { Errno } from '../../../model/tun/errno.ts'
import type { ReactionBug } from '../../bugs/reaction-bug.ts'
import type { Seen } from '../../target.ts'
import type { SessionOf } from '../../terms.ts'
import type { TunTerms } from '../terms.ts'

/** A bug seeded in the reactions of a tun device. */
export type TunBug = ReactionBug<TunConfig, TunStimulus, TunObservation>

/** What a faulty device shows instead of an observation, by the stimulus that it follows, if it follows one at once. */
export type TunAlteration = (
  entry: Seen<TunObservation>,
  stimulus: TunStimulus | undefined,
) => readonly Seen<TunObservation>[]

/** A session whose observations are altered. `make` is called once a session, and once more after each plan. */
export function alteredTun(session: SessionOf<TunTerms>, make: () => TunAlteration): SessionOf<TunTerms> {
  let alter = make()
  return {
    async perform(stimulus) {
      const entries = await session.perform(stimulus)
      return entries === 'skipped' ? entries : entries.flatMap((entry) => alter(entry, stimulus))
    },
    settle: async () => (await session.settle()).flatMap((entry) => alter(entry, undefined)),
    async drain() {
      await session.drain()
      alter = make()
    },
    diagnostics: () => session.diagnostics(),
    close: () => session.close(),
  }
}

/** The facts of a bug of ours. */
export function ours(id: string, property: string, clause: ClauseId, says: string) {
  return { id, says, source: 'ours', property, clause } as const
}

/** A bug that gives some calls another error; `undefined` where it gives the right one. */
export function misreturned(
  facts: ReturnType<typeof ours>,
  error: (returned: DeviceReturns, call: TunStimulus) => Errno | 'none' | undefined,
): TunBug {
  return {
    ...facts,
    wrap: (session) =>
      alteredTun(session, () => (entry, call) => {
        if (entry.kind !== 'device.returns' || call === undefined) return [entry]
        const other = error(entry, call)
        return [other === undefined ? entry : { kind: 'device.returns', error: other, value: 0 }]
      }),
  }
}
