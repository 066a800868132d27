import type { Device } from '../device.ts'
import { NO_VECTOR } from './msix.ts'

/** Halves of the addresses of a queue's areas, in the order of the common configuration from `queue_desc` on. */
export const addressHalves = 6

/**
 * What the driver wrote about each queue. Why it is fast: one row of a few numbers for each queue in typed arrays; the device
 * learns of them once, when the queue is enabled.
 */
export interface QueueRegisters {
  /** How many queues there are at most. */
  readonly count: number
  /** `queue_size`: as in force, as chosen, or the largest; 0 if there is no such queue. @clause pci.common.device.14 */
  size(queue: number): number
  /** Chooses a size; one that cannot be changes nothing. */
  chooseSize(queue: number, size: number): void
  /** `queue_msix_vector`. */
  vector(queue: number): number
  mapVector(queue: number, vector: number): void
  /** A half of an address, 0 for that of `queue_desc` at the bottom. @clause pci.caps.device.2 */
  half(queue: number, index: number): number
  writeHalf(queue: number, index: number, value: number): void
  /** `queue_enable`. */
  isEnabled(queue: number): boolean
  /** Enables a queue by what was written; why not, if that is impossible. */
  enable(queue: number): string | undefined
  /** `queue_reset`: done at once, all of the queue as after a reset of the device; why not, if that is impossible. */
  resetQueue(queue: number): string | undefined
  reset(): void
}

/** The registers of a device's queues. */
export function createQueueRegisters(device: Device, count: number): QueueRegisters {
  const { queueSize, packedRings } = device.layout
  const sizes = new Uint16Array(count)
  const vectors = new Uint16Array(count).fill(NO_VECTOR)
  const halves = new Uint32Array(count * addressHalves)

  const isEnabled = (queue: number): boolean => queue < count && queueSize[queue] !== 0
  /** Whether the driver may set the queue up: it is there and does not run. */
  const isOpen = (queue: number): boolean => device.maxQueueSize(queue) !== 0 && !isEnabled(queue)

  function size(queue: number): number {
    const most = device.maxQueueSize(queue)
    const chosen = sizes[queue] ?? 0
    if (isEnabled(queue)) return queueSize[queue] as number
    return chosen === 0 ? most : Math.min(chosen, most)
  }

  /** An area's address; beyond 2⁵³ it is not exact, and beyond memory either way. */
  function address(queue: number, area: number): number {
    const at = queue * addressHalves + area * 2
    return (halves[at] as number) + (halves[at + 1] as number) * 2 ** 32
  }

  return {
    count,
    size,
    chooseSize(queue, value) {
      // A packed ring may have any number of entries (packed.ring.def.1).
      const canBe = value !== 0 && (packedRings[0] === 1 || (value & (value - 1)) === 0)
      if (canBe && value <= device.maxQueueSize(queue) && isOpen(queue)) sizes[queue] = value
    },
    vector: (queue) => vectors[queue] ?? NO_VECTOR,
    mapVector(queue, vector) {
      if (device.maxQueueSize(queue) !== 0) vectors[queue] = vector
    },
    half: (queue, index) => (queue < count ? (halves[queue * addressHalves + index] as number) : 0),
    writeHalf(queue, index, value) {
      if (isOpen(queue)) halves[queue * addressHalves + index] = value
    },
    isEnabled,
    enable(queue) {
      const [descriptors, driver, area] = [address(queue, 0), address(queue, 1), address(queue, 2)]
      return device.enable(queue, { size: size(queue), descriptors, driver, device: area })
    },
    resetQueue(queue) {
      const objection = device.resetQueue(queue)
      if (objection !== undefined) return objection
      sizes[queue] = 0
      vectors[queue] = NO_VECTOR
      halves.fill(0, queue * addressHalves, (queue + 1) * addressHalves)
      return undefined
    },
    reset() {
      sizes.fill(0)
      vectors.fill(NO_VECTOR)
      halves.fill(0)
    },
  }
}
