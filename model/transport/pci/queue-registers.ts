import { feature } from '../../feature/table.ts'
import { common, includes } from '../../kernel/bits.ts'
import { refusal } from '../../kernel/step.ts'
import { MAX_QUEUE_SIZE } from '../../wire/split-ring-layout.ts'
import type { QueueAddress } from './action.ts'
import { among, anything, type Expected, hexadecimal, unless } from './expected.ts'
import type { PciQueue } from './queue.ts'
import { type PciState, selectedQueue } from './state.ts'
import { expectedVector } from './vector-register.ts'

const isPowerOfTwo = (value: number): boolean => value > 0 && Number.isInteger(Math.log2(value))

/** The selected queue's registers, or what may stand where there is none. */
function ofQueue(state: PciState, absent: Expected, present: (queue: PciQueue, index: number) => Expected): Expected {
  const queue = selectedQueue(state)
  if (queue === 'unknown') return anything(0)
  return queue === undefined ? absent : present(queue, state.selects.queue_select ?? 0)
}

/** `queue_size`. @clause pci.common.device.14 pci.common.device.15 split.ring.def.1 packed.ring.def.1 */
export function expectedSize(state: PciState): Expected {
  const absent = among(
    [0],
    'pci.common.device.14',
    `queue_size of queue ${state.selects.queue_select}, which is not there,`,
  )
  return ofQueue(state, absent, (queue, index) => {
    const what = `queue_size of queue ${index}`
    const packed = includes(state.features, feature('VIRTIO_F_RING_PACKED'))
    const kept = among([queue.size], clauseOfSize(queue), what)
    const odd = (value: number) => !packed && value !== 0 && !isPowerOfTwo(value)
    const isOpen = queue.size === queue.max && !hasShape(state)
    const faults: Expected['faults'] = (value) => {
      if (value > MAX_QUEUE_SIZE) {
        const clause = packed ? 'packed.ring.def.1' : 'split.ring.def.1'
        return [refusal('device', [clause], `${what} reads ${value}, more than any virtqueue has`)]
      }
      if (odd(value)) return [refusal('device', ['pci.common.device.15'], `${what} reads ${value}`)]
      return isOpen ? [] : kept.faults(value)
    }
    return { ...kept, open: isOpen, faults }
  })
}

/** Whether the features that decide which queues there are were all negotiated. */
export function hasShape({ features, config }: PciState): boolean {
  return config.shaping === undefined || includes(features, common(config.shaping, config.offered))
}

/** Which clause a size breaks that is none of a queue's history. */
function clauseOfSize({ size, max, origin }: PciQueue) {
  if (size !== max) return 'house.register.kept'
  return origin === 'reset' ? 'pci.common.device.7' : 'core.vqreset.device.2'
}

/** `queue_msix_vector`. */
export function expectedQueueVector(state: PciState): Expected {
  return ofQueue(state, anything(0), ({ vector }, index) =>
    expectedVector(vector, `queue_msix_vector of queue ${index}`),
  )
}

/** `queue_enable`. @clause pci.common.device.8 pci.common.device.13 */
export function expectedEnable(state: PciState): Expected {
  return ofQueue(state, anything(0), ({ enabled, origin }, index) => {
    const what = `queue_enable of queue ${index}`
    if (enabled) return among([1], 'house.register.kept', what)
    return among([0], origin === 'reset' ? 'pci.common.device.8' : 'pci.common.device.13', what)
  })
}

/** `queue_reset`, outside a queue's reset. @clause pci.common.device.9 pci.common.device.10 pci.common.device.13 */
export function expectedReset(state: PciState): Expected {
  return ofQueue(state, anything(0), ({ enabled, origin }, index) => {
    const clause = origin === 'reset' ? 'pci.common.device.9' : 'pci.common.device.13'
    return among([0], enabled ? 'pci.common.device.10' : clause, `queue_reset of queue ${index}`)
  })
}

/** `queue_notify_off`: the address it gives lies within the structure. @clause pci.notify.device.5 pci.notify.device.9 */
export function expectedNotifyOff(state: PciState): Expected {
  return ofQueue(state, anything(0), (_, index) => {
    const { notify } = state
    if (notify === undefined) return anything(index)
    const wide = includes(state.config.offered, feature('VIRTIO_F_NOTIFICATION_DATA'))
    const room = notify.length - (wide ? 4 : 2)
    const clause = wide ? 'pci.notify.device.9' : 'pci.notify.device.5'
    return unless(
      [index * notify.multiplier <= room ? index : 0],
      (value) => (value * notify.multiplier <= room ? undefined : clause),
      (value) =>
        `queue_notify_off ${value} of queue ${index} times ${notify.multiplier} leads out of ${hexadecimal(notify.length)} bytes`,
    )
  })
}

/** Half of `queue_desc`, `queue_driver` or `queue_device`. @clause pci.caps.device.2 */
export function expectedAddress(state: PciState, register: QueueAddress): Expected {
  return ofQueue(state, anything(0), ({ addresses }, index) => {
    const written = addresses[register]
    return written === undefined ? anything(0) : among([written], 'pci.caps.device.2', `${register} of queue ${index}`)
  })
}
