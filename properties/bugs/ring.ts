import type { NetObservation } from '../../model/net/action.ts'
import { altered } from './altered.ts'
import type { ReactionBug } from './reaction-bug.ts'

/** Shows `instead` for every `nth` entry of a kind. */
function everyNth<Kind extends NetObservation['kind']>(
  kind: Kind,
  nth: number,
  instead: (entry: Extract<NetObservation, { kind: Kind }>) => readonly NetObservation[],
) {
  return () => {
    let count = 0
    const isKind = (entry: NetObservation): entry is Extract<NetObservation, { kind: Kind }> => entry.kind === kind
    return (entry: NetObservation) => (isKind(entry) && ++count % nth === 0 ? instead(entry) : [entry])
  }
}

/** Seeded bugs of the rings. */
export const ringBugs: readonly ReactionBug[] = [
  {
    id: 'head-twice',
    says: 'Every third used entry is written twice.',
    source: 'ours',
    property: 'ring/conservation',
    clause: 'house.chain.foreign',
    wrap: (session) =>
      altered(
        session,
        everyNth('device.uses', 3, (entry) => [entry, entry]),
      ),
  },
  {
    id: 'frame-lost',
    says: 'Every third buffer is filled and its used entry is never published.',
    source: 'QEMU CVE-2022-26353',
    property: 'ring/conservation',
    clause: 'house.frame.lost',
    wrap: (session) =>
      altered(session, () => {
        let count = 0
        return (entry, watch) => (watch.isPlacement(entry) && ++count % 3 === 0 ? [] : [entry])
      }),
  },
  {
    id: 'transmit-length',
    says: 'The used entry of a transmitted chain states the length of the frame.',
    source: 'cloud-hypervisor 746114319',
    property: 'ring/honest-length',
    clause: 'split.used.device.2',
    wrap: (session) =>
      altered(session, () => (entry) => [
        entry.kind === 'device.uses' && entry.queue % 2 === 1 ? { ...entry, length: 60 } : entry,
      ]),
  },
  {
    id: 'written-after-return',
    says: 'A buffer is written again after it was returned.',
    source: 'QEMU CVE-2021-3748',
    property: 'ring/memory',
    clause: 'house.buffer.returned',
    wrap: (session) =>
      altered(
        session,
        everyNth('device.uses', 4, (entry) => [
          entry,
          { kind: 'device.scribbles', on: 'returned-buffer', queue: entry.queue, chain: entry.chain },
        ]),
      ),
  },
  {
    id: 'descriptor-written',
    says: 'A descriptor of the table is written when its chain is used.',
    source: 'ours',
    property: 'ring/memory',
    clause: 'split.desc.device.4',
    wrap: (session) =>
      altered(
        session,
        everyNth('device.uses', 4, (entry) => [
          { kind: 'device.scribbles', on: 'descriptor-table', queue: entry.queue },
          entry,
        ]),
      ),
  },
  {
    id: 'sent-frame-written',
    says: 'The descriptors of a frame to be sent are written to.',
    source: 'ours',
    property: 'ring/memory',
    clause: 'split.desc.device.1',
    wrap: (session) =>
      altered(session, () => (entry) => {
        if (entry.kind !== 'device.uses' || entry.queue % 2 === 0) return [entry]
        return [{ kind: 'device.scribbles', on: 'device-readable', queue: entry.queue, chain: entry.chain }, entry]
      }),
  },
  {
    id: 'notification-lost',
    says: 'Every second used buffer notification is not sent.',
    source: 'DPDK 8b13d12a16',
    property: 'ring/notification',
    clause: 'split.notify.device.3',
    wrap: (session) =>
      altered(
        session,
        everyNth('device.interrupts', 2, () => []),
      ),
  },
  {
    id: 'control-queue-two',
    says: 'The control queue is served at index 2 whatever was negotiated.',
    source: 'propolis #1127',
    property: 'ring/control-queue',
    clause: 'net.vq.def.1',
    wrap: (session) =>
      altered(session, () => (entry) => (entry.kind === 'device.acknowledges' && entry.queue !== 2 ? [] : [entry])),
  },
]
