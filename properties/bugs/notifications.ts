import { featuresNamed } from '../../model/feature/table.ts'
import { common, noFeatures } from '../../model/kernel/bits.ts'
import type { QueueIndex } from '../../model/kernel/brand.ts'
import type { DeviceUses, NetObservation } from '../../model/net/action.ts'
import { added } from './added.ts'
import { type Alteration, altered } from './altered.ts'
import type { ReactionBug } from './reaction-bug.ts'
import type { Watch } from './watch.ts'

const EVENT_IDX = featuresNamed(['VIRTIO_F_EVENT_IDX'])
const has = ({ features }: Watch): boolean => common(features, EVENT_IDX) !== noFeatures

/** No notification of a queue where this is so. */
const silent = (isSo: (queue: QueueIndex, watch: Watch) => boolean) => (): Alteration => (entry, watch) =>
  entry.kind === 'device.interrupts' && isSo(entry.queue, watch) ? [] : [entry]

/** Uses of a queue come in pairs, the second first. */
function swapped(): Alteration {
  const held = new Map<QueueIndex, DeviceUses>()
  const late = (use: DeviceUses): readonly NetObservation[] => [use, { kind: 'device.interrupts', queue: use.queue }]
  return (entry) => {
    if (entry.kind === 'device.rests' || entry.kind === 'device.shows') {
      const all = [...held.values()].flatMap(late)
      held.clear()
      return [...all, entry]
    }
    if (entry.kind !== 'device.uses') return [entry]
    const before = held.get(entry.queue)
    held.delete(entry.queue)
    if (before !== undefined) return [entry, ...late(before)]
    held.set(entry.queue, entry)
    return []
  }
}

/** Seeded bugs of notifications, and of the order of use. */
export const notificationBugs: readonly ReactionBug[] = [
  {
    id: 'event-notification-lost',
    says: 'With EVENT_IDX every second notification is not sent.',
    source: 'firecracker ffe77023c and d91a74c1b',
    property: 'notifications/used-event',
    clause: 'split.notify.device.5',
    wrap: (session) =>
      altered(session, () => {
        let count = 0
        return (entry) => (entry.kind === 'device.interrupts' && ++count % 2 === 0 ? [] : [entry])
      }),
  },
  {
    id: 'event-flags-heeded',
    says: 'With EVENT_IDX a device is silent where avail.flags is 1.',
    source: 'ours',
    property: 'notifications/used-event',
    clause: 'split.notify.device.4',
    wrap: (session) =>
      altered(
        session,
        silent((queue, watch) => has(watch) && watch.turnedOff.has(queue)),
      ),
  },
  {
    id: 'event-always-notified',
    says: 'With EVENT_IDX a device notifies of every used buffer.',
    source: 'ours',
    property: 'notifications/used-event',
    clause: 'split.notify.device.6',
    wrap: (session) =>
      altered(session, () => (entry, watch) => [
        entry,
        ...(entry.kind === 'device.uses' && has(watch)
          ? [{ kind: 'device.interrupts', queue: entry.queue } as const]
          : []),
      ]),
  },
  {
    id: 'event-not-negotiated',
    says: 'used_event is looked at although EVENT_IDX was not negotiated: once it was written, nothing is notified of.',
    source: 'ours',
    property: 'notifications/used-event-ignored',
    clause: 'split.notify.device.1',
    wrap: (session) =>
      altered(
        session,
        silent((queue, watch) => !has(watch) && watch.awaited.has(queue)),
      ),
  },
  {
    id: 'event-wrap-forgotten',
    says: 'With EVENT_IDX nothing is notified of any more on a queue once eight chains were used.',
    source: 'ours',
    property: 'notifications/event-wrap',
    clause: 'split.notify.device.5',
    wrap: (session) =>
      altered(session, () => {
        const used = new Map<QueueIndex, number>()
        return (entry) => {
          if (entry.kind === 'device.uses') used.set(entry.queue, (used.get(entry.queue) ?? 0) + 1)
          return entry.kind === 'device.interrupts' && (used.get(entry.queue) ?? 0) > 8 ? [] : [entry]
        }
      }),
  },
  {
    id: 'pestered-uses-again',
    says: 'A notification of nothing makes the device use its last chain once more.',
    source: 'ours',
    property: 'notifications/of-nothing',
    clause: 'split.notify.device.11',
    wrap: (session) =>
      added(session, () => {
        const last = new Map<QueueIndex, DeviceUses>()
        return (stimulus, seen) => {
          for (const entry of seen) if (entry.kind === 'device.uses') last.set(entry.queue, entry)
          const again = stimulus.kind === 'driver.pesters' ? last.get(stimulus.queue) : undefined
          return again === undefined ? [] : [again]
        }
      }),
  },
  {
    id: 'asks-with-event-idx',
    says: 'With EVENT_IDX a device that needs no notification sets used.flags to 1.',
    source: 'ours',
    property: 'notifications/used-flags',
    clause: 'split.notify.device.9',
    wrap: (session) =>
      altered(
        session,
        () => (entry, watch) =>
          entry.kind === 'device.uses' && has(watch)
            ? [entry, { kind: 'device.asks', queue: entry.queue, flags: 1 }]
            : [entry],
      ),
  },
  {
    id: 'asks-with-two',
    says: 'A device that needs no notification sets another bit of used.flags.',
    source: 'ours',
    property: 'notifications/used-flags',
    clause: 'split.notify.device.7',
    wrap: (session) =>
      altered(
        session,
        () => (entry, watch) =>
          entry.kind === 'device.uses' && !has(watch)
            ? [entry, { kind: 'device.asks', queue: entry.queue, flags: 2 }]
            : [entry],
      ),
  },
  {
    id: 'in-order-swapped',
    says: 'With IN_ORDER of two chains the second is used first.',
    source: 'DPDK e788032aac and 5c75a8efcd',
    property: 'notifications/in-order',
    clause: 'core.inorder.device.1',
    wrap: (session) => altered(session, swapped),
  },
]
