import { queueIndex } from '../../model/kernel/brand.ts'
import type { Bytes } from '../../model/kernel/bytes.ts'
import type { DriverCorrupts, NetObservation, NetStimulus } from '../../model/net/action.ts'
import type { Corruption } from '../../model/ring/corruption.ts'
import { added } from './added.ts'
import { altered } from './altered.ts'
import type { ReactionBug } from './reaction-bug.ts'

const breaks = (stimulus: NetStimulus): stimulus is DriverCorrupts => stimulus.kind === 'driver.corrupts'

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

/** What a faulty device shows besides, of a queue that is broken in some way. */
const whenBroken =
  (how: readonly Corruption[], shows: (broken: DriverCorrupts) => readonly NetObservation[]): ReactionBug['wrap'] =>
  (session) =>
    added(session, () => (stimulus) => (breaks(stimulus) && how.includes(stimulus.how) ? shows(stimulus) : []))

/** A frame of so many bytes of the filling of a broken chain. */
const ones = (length: number): NetObservation => ({ kind: 'device.sends', bytes: 'ff'.repeat(length) as Bytes }) // two digits a byte

const onTransmit = ({ queue }: DriverCorrupts): boolean => queue % 2 === 1

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
    says: 'A chain, or a table, that leads back to itself is walked for ever.',
    source: 'vhost CVE-2019-3900',
    property: 'hostile/healthy',
    clause: 'house.device.answers',
    wrap: whenBroken(['loop', 'indirect', 'table-loop'], () => [{ kind: 'device.fails', how: 'hangs', words: '' }]),
  },
  {
    id: 'hostile-far-scribbles',
    says: 'An address that nothing has is folded into memory, and written to.',
    source: 'ours',
    property: 'hostile/memory',
    clause: 'house.memory.foreign',
    wrap: whenBroken(['far', 'wraps', 'truncated'], () => [{ kind: 'device.scribbles', on: 'foreign-memory' }]),
  },
  {
    id: 'hostile-table-marked',
    says: 'A descriptor that was found wrong is marked so in the table.',
    source: 'ours',
    property: 'hostile/memory',
    clause: 'split.desc.device.4',
    wrap: whenBroken(['next-beyond'], (stimulus) => [
      { kind: 'device.scribbles', on: 'descriptor-table', queue: stimulus.queue },
    ]),
  },
  {
    id: 'hostile-other-buffer',
    says: 'Where a chain is too short for a frame the rest of the frame goes into a buffer that was returned on another queue.',
    source: 'DPDK 366599450d and c3a954eb74',
    property: 'hostile/memory',
    clause: 'house.buffer.returned',
    wrap: whenBroken(['short'], () => [{ kind: 'device.scribbles', on: 'returned-buffer', queue: queueIndex(3) }]),
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
  {
    id: 'hostile-short-over-read',
    says: 'Of a chain that is shorter than a header, or has nothing in it, more is sent than it holds.',
    source: 'ours',
    property: 'hostile/healthy',
    clause: 'house.transmit.foreign',
    wrap: whenBroken(['short', 'empty', 'table-none'], (broken) => (onTransmit(broken) ? [ones(52)] : [])),
  },
  {
    id: 'hostile-truncated-read',
    says: 'Of an address only the lower half counts: what lies there is sent.',
    source: 'ours',
    property: 'hostile/healthy',
    clause: 'house.transmit.foreign',
    wrap: whenBroken(['truncated'], (broken) => (onTransmit(broken) ? [ones(52)] : [])),
  },
  {
    id: 'hostile-sent-twice',
    says: 'What a malformed chain holds is sent twice.',
    source: 'ours',
    property: 'hostile/healthy',
    clause: 'house.transmit.foreign',
    wrap: whenBroken(['loop', 'mixed', 'disordered', 'overlapping'], (broken) =>
      onTransmit(broken) ? [ones(52), ones(52)] : [],
    ),
  },
  {
    id: 'hostile-loop-refills',
    says: 'Beside a malformed chain a buffer of the same queue is filled that was returned.',
    source: 'ours',
    property: 'hostile/memory',
    clause: 'house.buffer.returned',
    wrap: whenBroken(['loop', 'mixed', 'short', 'long'], ({ queue }) => [
      { kind: 'device.scribbles', on: 'returned-buffer', queue },
    ]),
  },
  {
    id: 'hostile-unwrapped-used',
    says: 'In a packed ring a descriptor is used that is available by the other wrap counter only.',
    source: 'ours',
    property: 'hostile/healthy',
    clause: 'packed.desc.device.3',
    wrap: whenBroken(['unwrapped'], ({ queue, chain }) => [
      { kind: 'device.uses', queue, chain, length: 0, bytes: '' as Bytes, wrote: false }, // no bytes
    ]),
  },
]
