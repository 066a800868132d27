import type { QueueAddress, Way } from './action.ts'
import { loosened, type Mapping, unmapped } from './mapping.ts'

/** A queue as its registers and its events show it. */
export interface PciQueue {
  /** The size after a reset, the largest possible; 0: there is none. */
  readonly max: number
  /** What `queue_size` holds. */
  readonly size: number
  readonly enabled: boolean
  readonly vector: Mapping
  /** Halves of addresses that the plan wrote; what `driver.enables` wrote is not known. */
  readonly addresses: Readonly<Partial<Record<QueueAddress, number>>>
  /** 1 was written to `queue_reset`, and 0 was not read yet. */
  readonly resetting: boolean
  /** The last reset that it went through: the device's or its own. */
  readonly origin: 'reset' | 'queue reset'
  /** The size before its own reset. */
  readonly formerSize: number
  /** Buffers available and not used. */
  readonly waiting: number
  /** Of those, how many the device was told of, and how. */
  readonly due: number
  readonly told: Way
}

/** A queue after a reset of the device. @clause pci.common.device.8 pci.common.device.9 */
export function freshQueue(max: number): PciQueue {
  return {
    max,
    size: max,
    enabled: false,
    vector: unmapped,
    addresses: {},
    resetting: false,
    origin: 'reset',
    formerSize: max,
    waiting: 0,
    due: 0,
    told: 'bar',
  }
}

/** A queue after its own reset is done. @clause core.vqreset.device.2 pci.common.device.13 */
export function resetQueue(queue: PciQueue): PciQueue {
  const vector = loosened(queue.vector)
  return { ...freshQueue(queue.max), vector, origin: 'queue reset', formerSize: queue.size }
}

/** A buffer is made available. */
export const withBuffer = (queue: PciQueue): PciQueue => ({ ...queue, waiting: queue.waiting + 1 })

/** The device is told of all that is available. */
export const toldOf = (queue: PciQueue, told: Way): PciQueue => ({ ...queue, due: queue.waiting, told })

/** A buffer was used. */
export function used(queue: PciQueue): PciQueue {
  return { ...queue, waiting: Math.max(0, queue.waiting - 1), due: Math.max(0, queue.due - 1) }
}
