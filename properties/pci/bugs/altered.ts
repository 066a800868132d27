import type { ClauseId } from '../../../model/clause/clause.ts'
import type { DeviceShows, PciObservation, PciRegister, PciStimulus } from '../../../model/transport/pci/action.ts'
import type { PciConfig } from '../../../model/transport/pci/config.ts'
import type { ReactionBug } from '../../bugs/reaction-bug.ts'
import type { Seen } from '../../target.ts'
import type { SessionOf } from '../../terms.ts'
import type { PciTerms } from '../terms.ts'
import { PciWatch } from './watch.ts'

/** A bug seeded in the reactions of a PCI function. */
export type PciBug = ReactionBug<PciConfig, PciStimulus, PciObservation>

/** What a faulty function shows instead of an observation: something else, several things, or nothing. */
export type PciAlteration = (
  entry: Seen<PciObservation>,
  watch: PciWatch,
  stimulus: PciStimulus | undefined,
) => readonly Seen<PciObservation>[]

/** A session whose observations are altered. `make` is called once a session, so that an alteration can keep count. */
export function alteredPci(
  session: SessionOf<PciTerms>,
  make: () => PciAlteration,
  /** What does not reach the device. */
  isLost: (stimulus: PciStimulus) => boolean = () => false,
): SessionOf<PciTerms> {
  const watch = new PciWatch()
  const alter = make()
  return {
    async perform(stimulus) {
      if (isLost(stimulus)) return []
      const entries = await session.perform(stimulus)
      if (entries === 'skipped') return entries
      watch.did(stimulus)
      return entries.flatMap((entry) => alter(entry, watch, stimulus))
    },
    settle: async () => (await session.settle()).flatMap((entry) => alter(entry, watch, undefined)),
    drain: () => session.drain(),
    diagnostics: () => session.diagnostics(),
    close: () => session.close(),
  }
}

/** The facts of a bug of ours. */
export function ours(id: string, property: string, clause: ClauseId, says: string) {
  return { id, says, source: 'ours', property, clause } as const
}

/** A bug that shows other values in a register; `undefined` where it shows the right one. */
export function misread(
  facts: ReturnType<typeof ours>,
  register: PciRegister,
  value: (entry: DeviceShows, watch: PciWatch, stimulus: PciStimulus | undefined) => number | undefined,
): PciBug {
  return {
    ...facts,
    wrap: (session) =>
      alteredPci(session, () => (entry, watch, stimulus) => {
        if (entry.kind !== 'device.shows' || entry.register !== register) return [entry]
        return [{ ...entry, value: value(entry, watch, stimulus) ?? entry.value }]
      }),
  }
}
