import type { NetObservation, NetStimulus } from '../../model/net/action.ts'
import { added } from './added.ts'
import { altered } from './altered.ts'
import type { ReactionBug } from './reaction-bug.ts'

const breaks = (stimulus: NetStimulus): stimulus is Extract<NetStimulus, { kind: 'driver.corrupts' }> =>
  stimulus.kind === 'driver.corrupts'

/** Leaves out what a faulty device no longer does once its driver broke a queue; a reset mends it. */
function lostOnceBroken(isLost: (entry: NetObservation, broken: number) => boolean) {
  return () => {
    let broken: number | undefined
    return (entry: NetObservation, _: unknown, stimulus: NetStimulus | undefined): readonly NetObservation[] => {
      if (stimulus?.kind === 'driver.resets') broken = undefined
      if (stimulus !== undefined && breaks(stimulus)) broken = stimulus.queue
      return broken !== undefined && isLost(entry, broken) ? [] : [entry]
    }
  }
}

const isComplaint = (entry: NetObservation): boolean =>
  entry.kind === 'device.changes' || (entry.kind === 'device.fails' && entry.how === 'needs-reset')

/** Seeded bugs of devices whose driver is hostile. */
export const hostileBugs: readonly ReactionBug[] = [
  {
    id: 'hostile-transmit-stops',
    says: 'Once a receive or control queue is broken nothing is sent any more.',
    source: 'QEMU CVE-2022-26353',
    property: 'hostile/healthy',
    clause: 'house.queue.healthy',
    wrap: (session) =>
      altered(
        session,
        lostOnceBroken(
          (entry, broken) =>
            isComplaint(entry) ||
            (broken % 2 === 0 &&
              (entry.kind === 'device.sends' || (entry.kind === 'device.uses' && entry.queue % 2 === 1))),
        ),
      ),
  },
  {
    id: 'hostile-commands-stop',
    says: 'Once another queue is broken no command is acknowledged.',
    source: 'ours',
    property: 'hostile/healthy',
    clause: 'house.queue.healthy',
    wrap: (session) =>
      altered(
        session,
        lostOnceBroken((entry) => isComplaint(entry) || entry.kind === 'device.acknowledges'),
      ),
  },
  {
    id: 'hostile-loop-hangs',
    says: 'A chain that leads back to itself is walked for ever.',
    source: 'vhost CVE-2019-3900',
    property: 'hostile/healthy',
    clause: 'house.device.answers',
    wrap: (session) =>
      added(
        session,
        () => (stimulus) =>
          breaks(stimulus) && stimulus.how === 'loop' ? [{ kind: 'device.fails', how: 'hangs', words: '' }] : [],
      ),
  },
  {
    id: 'hostile-far-scribbles',
    says: 'An address that nothing has is folded into memory, and written to.',
    source: 'ours',
    property: 'hostile/memory',
    clause: 'house.memory.foreign',
    wrap: (session) =>
      added(
        session,
        () => (stimulus) =>
          breaks(stimulus) && stimulus.how === 'far' ? [{ kind: 'device.scribbles', on: 'foreign-memory' }] : [],
      ),
  },
  {
    id: 'hostile-table-marked',
    says: 'A descriptor that was found wrong is marked so in the table.',
    source: 'ours',
    property: 'hostile/memory',
    clause: 'split.desc.device.4',
    wrap: (session) =>
      added(
        session,
        () => (stimulus) =>
          breaks(stimulus) && stimulus.how === 'next-beyond'
            ? [{ kind: 'device.scribbles', on: 'descriptor-table', queue: stimulus.queue }]
            : [],
      ),
  },
  {
    id: 'hostile-other-buffer',
    says: 'Where a chain is too short for a frame the rest of the frame goes into a buffer that was returned on another queue.',
    source: 'DPDK 366599450d and c3a954eb74',
    property: 'hostile/memory',
    clause: 'house.buffer.returned',
    wrap: (session) =>
      added(
        session,
        () => (stimulus) =>
          breaks(stimulus) && stimulus.how === 'short'
            ? [{ kind: 'device.scribbles', on: 'returned-buffer', queue: 3 as typeof stimulus.queue }] // an index like any other
            : [],
      ),
  },
  {
    id: 'hostile-head-leaked',
    says: 'A malformed chain is dropped: it is neither used, nor does the device ask for a reset.',
    source: 'cloud-hypervisor 35609ff77',
    property: 'hostile/complaint',
    clause: 'core.status.device.2',
    wrap: (session) =>
      altered(
        session,
        lostOnceBroken(
          (entry, broken) =>
            isComplaint(entry) ||
            ((entry.kind === 'device.uses' || entry.kind === 'device.acknowledges') && entry.queue === broken),
        ),
      ),
  },
]
