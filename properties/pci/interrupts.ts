import fc from 'fast-check'
import type { QueueIndex } from '../../model/kernel/brand.ts'
import type { PciConfig } from '../../model/transport/pci/config.ts'
import { noVector } from '../../model/wire/pci-common-config.ts'
import { enabling, mapping, negotiating, provoking, queuesOf, read, rest, starting, working, write } from './plan.ts'
import type { PciPlan, PciProperty } from './terms.ts'

/** A vector of the table, or none. */
const vectorOf = ({ vectors }: PciConfig): fc.Arbitrary<number> =>
  fc.oneof({ weight: 3, arbitrary: fc.nat(vectors - 1) }, { weight: 1, arbitrary: fc.constant(noVector) })

const msix = (on: boolean) => ({ kind: 'driver.switchesMsix', on }) as const

/** What vector registers show. */
const registers: PciProperty = {
  id: 'pci/vectors',
  says: 'A vector register shows the vector an event was mapped to, NO_VECTOR where it is mapped to none or could not be mapped.',
  clauses: [
    'pci.msix.device.2',
    'pci.msix.device.5',
    'pci.msix.device.6',
    'pci.msix.device.7',
    'pci.msix.device.8',
    'pci.msix.device.9',
  ],
  needs: ['pci', 'msix'],
  plan: (config) => {
    const vector = fc.oneof(
      { weight: 5, arbitrary: vectorOf(config) },
      { weight: 1, arbitrary: fc.constantFrom(config.vectors, 0x7ff, 0xfffe) },
    )
    const queue = fc.constantFrom(...queuesOf(config))
    const step = fc
      .tuple(fc.boolean(), queue, queue, vector)
      .map(
        ([ofQueue, select, other, value]): PciPlan =>
          ofQueue
            ? [
                write('queue_select', select),
                ...mapping('queue_msix_vector', value),
                write('queue_select', other),
                read('queue_msix_vector'),
              ]
            : [...mapping('config_msix_vector', value), read('config_msix_vector')],
      )
    return fc
      .array(step, { minLength: 4, maxLength: 10 })
      .map(
        (steps): PciPlan => [
          msix(true),
          ...negotiating(config),
          read('config_msix_vector'),
          write('queue_select', 0),
          read('queue_msix_vector'),
          ...steps.flat(),
          { kind: 'driver.resets' },
          read('config_msix_vector'),
          rest,
        ],
      )
  },
}

/** By which vector used buffers are announced. */
const messages: PciProperty = {
  id: 'pci/messages',
  says: 'A used buffer is announced by the vector its queue is mapped to, any vector of the table, and by none where it has none.',
  clauses: ['pci.msix.device.4', 'pci.notify.device.10', 'house.chain.lost', 'house.signal.foreign'],
  needs: ['pci', 'msix'],
  plan: (config) => {
    const vectors = fc.tuple(...config.provokable.map(() => vectorOf(config)))
    const uses = fc.array(fc.constantFrom(...config.provokable), { minLength: 2, maxLength: 8 })
    return fc.tuple(vectors, uses, fc.boolean()).map(([mapped, queues, racy]): PciPlan => {
      const enabled = config.provokable.flatMap((queue, index) => enabling(queue, mapped[index] ?? noVector))
      const use = (queue: QueueIndex): PciPlan => (racy ? provoking(queue) : [...provoking(queue), rest])
      return [msix(true), ...negotiating(config), ...enabled, starting, ...queues.flatMap(use), rest]
    })
  },
}

/** What ISR status shows without MSI-X. */
const lines: PciProperty = {
  id: 'pci/isr-status',
  says: 'With MSI-X disabled, ISR status has its queue bit once a used buffer was announced, is cleared by a read, and shows in Interrupt Status.',
  clauses: ['pci.isr.device.3', 'pci.isr.device.4', 'pci.isr.device.5'],
  needs: ['pci'],
  plan: (config) => {
    const look = fc.constantFrom<PciPlan[]>(
      [read('isr_status')],
      [read('interrupt_status'), read('isr_status'), read('interrupt_status')],
      [read('isr_status'), read('isr_status')],
      [read('interrupt_status')],
    )
    const step = fc
      .tuple(fc.constantFrom(...config.provokable), fc.boolean(), look)
      .map(([queue, settled, looks]): PciPlan => [...provoking(queue), ...(settled ? [rest] : []), ...looks, rest])
    return fc
      .array(step, { minLength: 2, maxLength: 6 })
      .map(
        (steps): PciPlan => [
          ...working(config, false),
          read('isr_status'),
          read('interrupt_status'),
          ...steps.flat(),
          read('isr_status'),
          rest,
        ],
      )
  },
}

/** Properties of interrupts. */
export const interrupts: readonly PciProperty[] = [registers, messages, lines]
