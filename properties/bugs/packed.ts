import type { DeviceUses, NetObservation } from '../../model/net/action.ts'
import { type Alteration, altered } from './altered.ts'
import type { ReactionBug } from './reaction-bug.ts'
import type { Watch } from './watch.ts'

const isOnPacked = (entry: NetObservation, watch: Watch): entry is DeviceUses =>
  entry.kind === 'device.uses' && watch.packs

/** What is seen of every `nth` used descriptor of a packed ring. */
const everyNth =
  (nth: number, instead: (use: DeviceUses, watch: Watch) => readonly NetObservation[]) => (): Alteration => {
    let count = 0
    return (entry, watch) => (isOnPacked(entry, watch) && ++count % nth === 0 ? instead(entry, watch) : [entry])
  }

/** A write into a descriptor of the ring beside every third used one. */
const marking = (on: 'due' | 'ahead' | 'used' | 'unavailable', flags: { avail: boolean; used: boolean }, skipped = 1) =>
  everyNth(3, (use) => [use, { kind: 'device.marks', queue: use.queue, on, ...flags, skipped }])

/** Seeded bugs of packed rings. */
export const packedBugs: readonly ReactionBug[] = [
  {
    id: 'packed-odd-size',
    says: 'On a ring whose size is no power of two every second used descriptor names the id of another slot.',
    source: 'DPDK 38e6400387 and 92ed77dce6',
    property: 'packed/conservation',
    clause: 'packed.ring.def.1',
    wrap: (session) =>
      altered(
        session,
        everyNth(2, (use, { size }) =>
          (size & (size - 1)) === 0 ? [use] : [{ kind: 'device.strays', queue: use.queue, head: size, length: 0 }],
        ),
      ),
  },
  {
    id: 'packed-list-left-over',
    says: 'Every third list that was handed over is sent and never marked used; those behind it are.',
    source: 'cloud-hypervisor 35609ff77',
    property: 'packed/conservation',
    clause: 'packed.ring.device.1',
    wrap: (session) =>
      altered(
        session,
        everyNth(3, (use) => (use.queue % 2 === 1 ? [] : [use])),
      ),
  },
  {
    id: 'packed-used-ahead',
    says: 'A used descriptor is written ahead of the one that is due.',
    source: 'ours',
    property: 'packed/memory',
    clause: 'packed.ring.device.2',
    wrap: (session) => altered(session, marking('ahead', { avail: true, used: true })),
  },
  {
    id: 'packed-counter-not-inverted',
    says: 'A used descriptor is marked with the wrap counter of the lap before.',
    source: 'ours',
    property: 'packed/wrap',
    clause: 'packed.wrap.def.1',
    wrap: (session) => altered(session, marking('due', { avail: false, used: false })),
  },
  {
    id: 'packed-unavailable-written',
    says: 'A descriptor that was never made available is written to.',
    source: 'ours',
    property: 'packed/memory',
    clause: 'packed.desc.device.3',
    wrap: (session) => altered(session, marking('unavailable', { avail: true, used: true })),
  },
  {
    id: 'packed-sent-frame-written',
    says: 'The buffers of a frame to be sent are written to.',
    source: 'ours',
    property: 'packed/memory',
    clause: 'packed.desc.device.1',
    wrap: (session) =>
      altered(session, () => (entry, watch) => {
        if (!isOnPacked(entry, watch) || entry.queue % 2 === 0) return [entry]
        return [{ kind: 'device.scribbles', on: 'device-readable', queue: entry.queue, chain: entry.chain }, entry]
      }),
  },
  {
    id: 'packed-first-buffer-first',
    says: 'Of the buffers that hold a frame the first is marked used before the others.',
    source: 'ours',
    property: 'packed/mergeable',
    clause: 'packed.multi.def.1',
    wrap: (session) =>
      altered(session, () => (entry, watch) => {
        if (!isOnPacked(entry, watch)) return [entry]
        const { more: _, ...alone } = entry
        return [alone]
      }),
  },
  {
    id: 'packed-notification-lost',
    says: 'On packed rings every second notification is not sent.',
    source: 'DPDK 8b13d12a16',
    property: 'packed/events',
    clause: 'packed.event.def.1',
    wrap: (session) =>
      altered(session, () => {
        let count = 0
        return (entry, watch) => (entry.kind === 'device.interrupts' && watch.packs && ++count % 2 === 0 ? [] : [entry])
      }),
  },
]
