import { queueIndex } from '../../../model/kernel/brand.ts'
import { alteredPci, misread, ours, type PciBug } from './altered.ts'

const after = (id: string, clause: Parameters<typeof ours>[2], says: string) => ours(id, 'pci/reset', clause, says)
const ofQueue = (id: string, clause: Parameters<typeof ours>[2], says: string) =>
  ours(id, 'pci/queue-reset', clause, says)

/** Seeded bugs of resets, of the device and of a queue. */
export const resetBugs: readonly PciBug[] = [
  misread(
    after('pci-reset-forgotten', 'pci.common.device.7', 'A device that was at work keeps its status over a reset.'),
    'device_status',
    (_, watch, stimulus) => (stimulus?.kind === 'driver.resets' && watch.used !== undefined ? 15 : undefined),
  ),
  misread(
    after('pci-enable-survives-reset', 'pci.common.device.8', 'queue_enable stays 1 over a reset.'),
    'queue_enable',
    () => 1,
  ),
  misread(
    after('pci-queue-reset-born-set', 'pci.common.device.9', 'queue_reset reads 1 until a queue is enabled.'),
    'queue_reset',
    (_, watch, stimulus) => (stimulus?.kind === 'driver.reads' && !watch.isEnabled(watch.queue) ? 1 : undefined),
  ),
  misread(
    after('pci-vector-survives-reset', 'pci.msix.device.7', 'The configuration stays mapped over a reset.'),
    'config_msix_vector',
    (_, watch) => (watch.last('config_msix_vector') === undefined ? 0 : undefined),
  ),
  {
    ...ours(
      'pci-uses-after-reset',
      'pci/reset-silence',
      'core.reset.device.2',
      'What was available before a reset is used after it.',
    ),
    wrap: (session) =>
      alteredPci(session, () => (entry, watch) => {
        if (entry.kind !== 'device.rests' || watch.used === undefined || watch.last('device_status') !== undefined)
          return [entry]
        return [{ kind: 'device.uses', queue: queueIndex(watch.used) }, entry]
      }),
  },
  misread(
    ofQueue(
      'pci-queue-reset-stays-set',
      'pci.common.device.10',
      'queue_reset reads 1 once the queue is enabled again.',
    ),
    'queue_reset',
    (_, watch, stimulus) => {
      const again = watch.isEnabled(watch.queue) && watch.queueResets.has(watch.queue)
      return stimulus?.kind === 'driver.reads' && again ? 1 : undefined
    },
  ),
  misread(
    ofQueue('pci-queue-reset-endless', 'pci.common.device.11', 'The reset of a queue does not end.'),
    'queue_reset',
    (_, __, stimulus) => (stimulus?.kind === 'driver.resetsQueue' ? 1 : undefined),
  ),
  {
    ...ofQueue(
      'pci-queue-reset-counts-down',
      'pci.common.device.12',
      'queue_reset shows how far the reset of a queue is.',
    ),
    wrap: (session) =>
      alteredPci(
        session,
        () => (entry, _, stimulus) =>
          entry.kind === 'device.shows' && stimulus?.kind === 'driver.resetsQueue'
            ? [{ ...entry, value: 2 }, entry]
            : [entry],
      ),
  },
  misread(
    ofQueue(
      'pci-enable-survives-queue-reset',
      'pci.common.device.13',
      'queue_enable stays 1 over the reset of its queue.',
    ),
    'queue_enable',
    (_, watch) => (watch.queueResets.has(watch.queue) ? 1 : undefined),
  ),
  {
    ...ofQueue(
      'pci-reset-queue-served',
      'core.vqreset.device.1',
      'A queue that was reset is served when it is notified of.',
    ),
    wrap: (session) =>
      alteredPci(session, () => (entry, watch) => {
        const queue = [...watch.queueResets.keys()].find((one) => !watch.isEnabled(one))
        if (entry.kind !== 'device.rests' || queue === undefined) return [entry]
        return [{ kind: 'device.uses', queue: queueIndex(queue) }, entry]
      }),
  },
  misread(
    ofQueue(
      'pci-queue-size-survives-queue-reset',
      'core.vqreset.device.2',
      'queue_size is 2 after the reset of its queue.',
    ),
    'queue_size',
    (_, watch) => (watch.queueResets.has(watch.queue) ? 2 : undefined),
  ),
  {
    ...ofQueue(
      'pci-new-size-ignored',
      'core.vqreset.device.3',
      'A queue that was enabled again with another size is served as if it had the old one.',
    ),
    wrap: (session) =>
      alteredPci(session, () => {
        let served = 0
        return (entry, watch, stimulus) => {
          if (stimulus?.kind === 'driver.resets') served = 0
          if (entry.kind !== 'device.uses' || !watch.queueResets.has(entry.queue)) return [entry]
          served++
          return served > 4 ? [] : [entry]
        }
      }),
  },
]
