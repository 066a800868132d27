import { noVector } from '../../../model/wire/pci-common-config.ts'
import { alteredPci, misread, ours, type PciBug } from './altered.ts'

const ofVectors = (id: string, clause: Parameters<typeof ours>[2], says: string) =>
  ours(id, 'pci/vectors', clause, says)
const ofMessages = (id: string, clause: Parameters<typeof ours>[2], says: string) =>
  ours(id, 'pci/messages', clause, says)
const ofIsr = (id: string, clause: Parameters<typeof ours>[2], says: string) => ours(id, 'pci/isr-status', clause, says)

/** Seeded bugs of vectors, messages and ISR status. */
export const interruptBugs: readonly PciBug[] = [
  misread(
    ofVectors('pci-vector-never-unmapped', 'pci.msix.device.5', 'Writing NO_VECTOR does not unmap.'),
    'config_msix_vector',
    (_, watch) => (watch.last('config_msix_vector') === noVector ? 0 : undefined),
  ),
  {
    ...ofVectors(
      'pci-vector-read-once',
      'pci.msix.device.6',
      'A vector register shows its vector once, then NO_VECTOR.',
    ),
    wrap: (session) =>
      alteredPci(session, () => {
        let shown = 0
        return (entry, watch) => {
          if (entry.kind !== 'device.shows' || entry.register !== 'config_msix_vector') return [entry]
          const again = shown === watch.times('config_msix_vector')
          shown = watch.times('config_msix_vector')
          return [again ? { ...entry, value: noVector } : entry]
        }
      }),
  },
  misread(
    ofVectors(
      'pci-vectors-shared-by-queues',
      'pci.msix.device.6',
      'queue_msix_vector shows the vector mapped last for every queue.',
    ),
    'queue_msix_vector',
    ({ value }, watch) => (value === noVector ? undefined : watch.latest('queue_msix_vector')),
  ),
  misread(
    ofVectors(
      'pci-vector-failure-unsaid',
      'pci.msix.device.9',
      'Vectors but 0 cannot be mapped, and the register shows 0 then.',
    ),
    'queue_msix_vector',
    ({ value }) => (value === noVector ? undefined : 0),
  ),
  misread(
    ofVectors('pci-vector-beyond-table', 'pci.msix.device.2', 'A vector that the table does not have is taken.'),
    'config_msix_vector',
    (_, watch) => watch.last('config_msix_vector'),
  ),
  misread(
    ofVectors('pci-vector-refused', 'pci.msix.device.8', 'Only vector 0 can be mapped to a queue.'),
    'queue_msix_vector',
    ({ value }) => (value === 0 ? 0 : noVector),
  ),
  {
    ...ofMessages('pci-one-vector-for-all', 'pci.msix.device.4', 'Every message comes by vector 0.'),
    wrap: (session) =>
      alteredPci(session, () => (entry) => (entry.kind === 'device.signals' ? [{ ...entry, vector: 0 }] : [entry])),
  },
  {
    ...ofMessages(
      'pci-message-without-vector',
      'pci.notify.device.10',
      'A queue without a vector is announced by vector 0.',
    ),
    wrap: (session) =>
      alteredPci(
        session,
        () => (entry) => (entry.kind === 'device.uses' ? [entry, { kind: 'device.signals', vector: 0 }] : [entry]),
      ),
  },
  misread(
    ofIsr('pci-isr-queue-bit-unset', 'pci.isr.device.3', 'The queue bit of ISR status is never set.'),
    'isr_status',
    ({ value }) => value & ~1,
  ),
  misread(
    ofIsr('pci-isr-not-cleared', 'pci.isr.device.5', 'A read does not clear ISR status.'),
    'isr_status',
    (_, watch) => (watch.used === undefined ? undefined : 1),
  ),
  misread(
    ofIsr('pci-interrupt-status-dead', 'pci.isr.device.4', 'Interrupt Status is always 0.'),
    'interrupt_status',
    () => 0,
  ),
  misread(
    ours(
      'pci-isr-config-bit-unset',
      'pci/change-announced',
      'pci.isr.device.2',
      'The configuration bit of ISR status is never set.',
    ),
    'isr_status',
    ({ value }) => value & ~2,
  ),
  {
    ...ours(
      'pci-change-message-without-vector',
      'pci/change-announced',
      'pci.notify.device.12',
      'A change of configuration that has no vector is announced by vector 0.',
    ),
    wrap: (session) =>
      alteredPci(session, () => {
        let told = 0
        return (entry, watch) => {
          if (entry.kind !== 'device.rests') return [entry]
          const isNew = watch.links > told
          told = watch.links
          const silent = watch.last('config_msix_vector') === noVector
          return silent && isNew ? [{ kind: 'device.signals', vector: 0 }, entry] : [entry]
        }
      }),
  },
  misread(
    ours('pci-generation-still', 'pci/generation', 'pci.common.device.6', 'config_generation never changes.'),
    'config_generation',
    () => 0,
  ),
]
