import type { EngineConfig } from './config.ts'
import { has } from './feature.ts'
import { calm, kick } from './kicked.ts'
import type { Layout } from './layout.ts'
import { lies, type Memory } from './memory.ts'
import type { Negotiation } from './negotiation.ts'
import { deviceStatus } from './status.ts'

/**
 * Where a ring lies in guest memory: addresses of its three areas, and where its positions begin (0 if left out). A packed ring
 * begins as if so many descriptors had gone through it already.
 */
export interface QueuePlacement {
  readonly size: number
  readonly descriptors: number
  readonly driver: number
  readonly device: number
  readonly position?: number
}

/**
 * The queues there are, and their set-up. Why it is fast: the areas of a ring are checked once, whole, so that the walk need
 * not check them again.
 */
export interface Queues {
  /** How many queues there are: by what was negotiated, or might yet be before FEATURES_OK. */
  count(): number
  /** The index of the control queue; -1 if there is none. @clause net.vq.def.1 */
  control(): number
  /** The largest size of a queue, in entries; 0 if there is no such queue. */
  maxSize(queue: number): number
  /** Enables a queue; why not, if the driver asked for something impossible. */
  enable(queue: number, placement: QueuePlacement): string | undefined
  /** Resets a queue; why not, if the driver asked for something impossible. @clause core.vqreset.device.2 */
  reset(queue: number): string | undefined
}

const splitAreas = [
  { name: 'descriptors', alignment: 16, length: (size: number) => 16 * size },
  { name: 'driver', alignment: 2, length: (size: number) => 6 + 2 * size },
  { name: 'device', alignment: 4, length: (size: number) => 6 + 8 * size },
] as const

const packedAreas = [
  { name: 'descriptors', alignment: 16, length: (size: number) => 16 * size },
  { name: 'driver', alignment: 4, length: () => 4 },
  { name: 'device', alignment: 4, length: () => 4 },
] as const

/** The queues of a device. */
export function createQueues(layout: Layout, memory: Memory, config: EngineConfig, negotiation: Negotiation): Queues {
  const agreed = (): boolean => (negotiation.status() & deviceStatus.FEATURES_OK) !== 0
  const features = () => (agreed() ? negotiation.negotiated() : config.offered)

  const pairs = (): number => (has(features(), 'MQ') || has(features(), 'RSS') ? config.maxPairs : 1)
  const control = (): number => (has(features(), 'CTRL_VQ') ? 2 * pairs() : -1)
  const count = (): number => 2 * pairs() + (control() === -1 ? 0 : 1)

  function maxSize(queue: number): number {
    if (queue < 0 || queue >= count()) return 0
    return queue === control() ? config.maxControlQueueSize : config.maxQueueSize
  }

  function objection(queue: number, placement: QueuePlacement): string | undefined {
    const { size, position = 0 } = placement
    const most = maxSize(queue)
    if (!agreed()) return `queue ${queue} is enabled before FEATURES_OK`
    if (most === 0) return `there is no queue ${queue}: the last is ${count() - 1}`
    if (layout.queueSize[queue] !== 0) return `queue ${queue} is enabled already`
    const isPacked = layout.packedRings[0] === 1
    if (size < 1 || size > most || size % 1 !== 0) return `size ${size} is not 1..${most}`
    if (!isPacked && Math.log2(size) % 1 !== 0) return `size ${size} of a split ring is no power of two`
    if (position < 0 || position > 0xffff || position % 1 !== 0) return `position ${position} is not 0..65535`
    const wrong = (isPacked ? packedAreas : splitAreas).find(({ name, alignment, length }) => {
      const at = placement[name]
      return at < 0 || at % alignment !== 0 || !lies(memory.size, 0, at, length(size))
    })
    if (wrong === undefined) return undefined
    return `area ${wrong.name} at ${placement[wrong.name]} is unaligned or outside the ${memory.size} bytes of memory`
  }

  function begin(queue: number, size: number, position: number): void {
    const isPacked = layout.packedRings[0] === 1
    const wrap = 1 ^ (Math.floor(position / size) & 1)
    layout.availablePosition[queue] = isPacked ? position % size : position
    layout.usedPosition[queue] = isPacked ? position % size : position
    layout.availableWrap[queue] = wrap
    layout.usedWrap[queue] = wrap
    layout.heldCount[queue] = 0
  }

  return {
    count,
    control,
    maxSize,
    enable(queue, placement) {
      const reason = objection(queue, placement)
      if (reason !== undefined) return reason
      const { size, descriptors, driver, device, position = 0 } = placement
      layout.descriptorArea[queue] = descriptors
      layout.driverArea[queue] = driver
      layout.deviceArea[queue] = device
      begin(queue, size, position)
      layout.queueSize[queue] = size
      // Until the device has asked for a notification it looks by itself.
      kick(layout.queueKicked, queue)
      return undefined
    },
    reset(queue) {
      if (!has(negotiation.negotiated(), 'RING_RESET')) return 'RING_RESET was not negotiated'
      if (maxSize(queue) === 0) return `there is no queue ${queue}: the last is ${count() - 1}`
      layout.queueSize[queue] = 0
      layout.queueFault[queue] = 0
      calm(layout.queueKicked, queue)
      layout.interruptPending[queue] = 0
      layout.segmentedBytes[queue] = 0
      return undefined
    },
  }
}
