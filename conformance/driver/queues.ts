import { feature } from '../../model/feature/table.ts'
import { type FeatureSet, includes } from '../../model/kernel/bits.ts'
import type { QueueIndex, RingPosition } from '../../model/kernel/brand.ts'
import type {
  ChainId,
  DeviceAsks,
  DeviceMarks,
  DeviceScribbles,
  DriverAwaits,
  DriverCommands,
  DriverCorrupts,
  DriverNotifies,
  DriverOffers,
  DriverPesters,
  DriverRewinds,
  DriverTransmits,
  Indirection,
} from '../../model/net/action.ts'
import { configFields } from '../../model/net/config-field.ts'
import { ringTermsOf } from '../../model/net/ring-terms.ts'
import { isPackedQueueSize } from '../../model/wire/packed-ring-layout.ts'
import { isQueueSize } from '../../model/wire/split-ring-layout.ts'
import { Arena } from './arena.ts'
import type { Completion, DriverQueue } from './driver-queue.ts'
import type { MemoryDevice } from './memory-device.ts'
import { Ownership } from './ownership.ts'
import { PackedQueue } from './packed-queue.ts'
import { commandPieces, type Piece, receivePieces, transmitPieces } from './piece.ts'
import { hasManyPairs, type QueuePlan, queuePlan } from './queue-plan.ts'
import { SplitQueue } from './split-queue.ts'

const INDIRECT_DESC = feature('VIRTIO_F_INDIRECT_DESC')

/** Bytes of descriptor table and rings for each entry, and what their heads and alignment take at most. */
const RING_BYTES = 26
const RING_ALIGNMENT = 256

/** Whether the driver did it, or could not. */
export type Done = 'done' | 'skipped'

/** The driver's queues, and the memory they live in. */
export class Queues {
  readonly #device: MemoryDevice
  readonly #arena: Arena
  readonly #ownership: Ownership
  readonly #enabled = new Map<QueueIndex, DriverQueue>()
  /** Queues that were reset alone and are not enabled anew, with the ring that nothing may come out of any more. */
  readonly #withdrawn = new Map<QueueIndex, DriverQueue>()
  #plan: QueuePlan | undefined
  /** Whether buffers are made available without a notification: DRIVER_OK is not set. @clause core.init.driver.15 */
  #quiet = false

  constructor(device: MemoryDevice) {
    this.#device = device
    this.#arena = new Arena(device.memory)
    this.#ownership = new Ownership(this.#arena)
  }

  /**
   * Sets up and enables every queue that the features give. A queue is smaller than `size` where the device takes no more.
   * `quiet`: what is made available is not notified of before {@link wake}.
   *
   * @throws RangeError when no ring of the format negotiated can have `size` entries, or the memory has no room for the rings
   */
  async start(features: FeatureSet, size: number, position?: RingPosition, quiet = false): Promise<void> {
    if (!isPackedQueueSize(size)) throw new RangeError(`driver.starts: size must be 1..32768, not ${size}`)
    if (!isSizeOf(features, size))
      throw new RangeError(`driver.starts: size of a split ring must be a power of two, not ${size}`)
    const plan = queuePlan(features, hasManyPairs(features) ? await this.#maxPairs() : 1)
    const all = [...plan.receive, ...plan.transmit, ...(plan.control === undefined ? [] : [plan.control])]
    for (const queue of all.sort((a, b) => a - b)) {
      await this.#enable(plan, queue, size, position)
    }
    this.#plan = plan
    this.#quiet = quiet
  }

  /** Whether queues are enabled and DRIVER_OK is awaited. */
  get quiet(): boolean {
    return this.#quiet
  }

  /** DRIVER_OK is set: notifies of all that was made available before. */
  async wake(): Promise<void> {
    this.#quiet = false
    for (const ring of this.#enabled.values()) {
      if (ring.outstanding > 0 && ring.wantsNotification()) await this.#device.notify(ring.queue)
    }
  }

  async #enable(plan: QueuePlan, queue: QueueIndex, size: number, position: RingPosition | undefined): Promise<void> {
    const { features } = plan
    const entries = largestSize(features, Math.min(size, await this.#device.maxQueueSize(queue)))
    if (entries === 0) return
    const completes = queue === plan.control ? 'device.acknowledges' : 'device.uses'
    const options = {
      queue,
      size: entries,
      position,
      completes,
      ring: plan.ring,
      indirect: includes(features, INDIRECT_DESC),
    } as const
    const Format = plan.ring.packed ? PackedQueue : SplitQueue
    const ring = new Format(this.#arena, this.#ownership, options)
    await this.#device.enable(queue, ring.placement)
    this.#enabled.set(queue, ring)
  }

  /** Whether a queue is enabled. */
  isEnabled(queue: QueueIndex): boolean {
    return this.#enabled.has(queue)
  }

  /** Whether a queue is the control queue. */
  isControl(queue: QueueIndex): boolean {
    return this.#plan?.control === queue
  }

  /** Gives up a queue that was reset alone. What was its own stays watched as foreign memory, until it is enabled anew. */
  withdraw(queue: QueueIndex): void {
    const ring = this.#enabled.get(queue)
    if (ring !== undefined) this.#withdrawn.set(queue, ring)
    this.#enabled.delete(queue)
    this.#ownership.revoke(queue)
  }

  /** Sets up a queue that was reset alone anew, elsewhere in memory, and enables it. */
  async reenable(queue: QueueIndex, size: number, position?: RingPosition): Promise<Done> {
    const fits = isPackedQueueSize(size) && this.#arena.fits([RING_BYTES * size + RING_ALIGNMENT])
    if (this.#plan === undefined || !this.#withdrawn.has(queue) || !fits) return 'skipped'
    if (!isSizeOf(this.#plan.features, size)) return 'skipped'
    await this.#enable(this.#plan, queue, size, position)
    this.#withdrawn.delete(queue)
    return 'done'
  }

  /** `max_virtqueue_pairs`; 1 where it is out of its bounds, which is for those to judge who read the field. */
  async #maxPairs(): Promise<number> {
    const { offset, size } = configFields.max_virtqueue_pairs
    const [low = 0, high = 0] = await this.#device.readConfig(offset, size)
    const pairs = low | (high << 8)
    return pairs >= 1 && pairs < 0x8000 ? pairs : 1
  }

  async offer({ queue, chain, lengths, indirect }: DriverOffers): Promise<Done> {
    if (!this.#plan?.receive.includes(queue)) return 'skipped'
    return this.#publish(queue, chain, receivePieces(lengths), indirect)
  }

  async transmit(action: DriverTransmits): Promise<Done> {
    const { queue, chain, indirect } = action
    if (!this.#plan?.transmit.includes(queue)) return 'skipped'
    return this.#publish(queue, chain, transmitPieces(action, this.#plan.headerSize), indirect)
  }

  async command({ chain, command, result, indirect }: DriverCommands): Promise<Done> {
    const queue = this.#plan?.control
    if (queue === undefined || this.#quiet) return 'skipped'
    return this.#publish(queue, chain, commandPieces(command, chain, result), indirect)
  }

  notifications({ queue, on }: DriverNotifies): Done {
    const ring = this.#enabled.get(queue)
    ring?.notifications(on)
    return ring === undefined ? 'skipped' : 'done'
  }

  /** Asks for the notification of one position. A packed ring cannot without EVENT_IDX. */
  awaits({ queue, event }: DriverAwaits): Done {
    const ring = this.#enabled.get(queue)
    ring?.awaits(event)
    return ring === undefined ? 'skipped' : 'done'
  }

  /** Notifies of a queue, whatever it asks for. */
  async pester({ queue }: DriverPesters): Promise<Done> {
    if (!this.#enabled.has(queue) || this.#quiet) return 'skipped'
    await this.#device.notify(queue)
    return 'done'
  }

  /** What the device asks of notifications, where that changed since the last look. */
  asks(): readonly DeviceAsks[] {
    return [...this.#enabled.values()].flatMap((ring) => ring.asks())
  }

  /** Breaks a queue: its available index goes back beyond the ring, and nothing more is made available on it. */
  async rewind({ queue }: DriverRewinds): Promise<Done> {
    const ring = this.#enabled.get(queue)
    if (ring === undefined || this.#quiet || !ring.rewind()) return 'skipped'
    await this.#device.notify(queue)
    return 'done'
  }

  /** Breaks a queue by a chain; nothing more is made available on it. On the control queue nothing may be outstanding. */
  async corrupt({ queue, chain, how }: DriverCorrupts): Promise<Done> {
    const ring = this.#enabled.get(queue)
    const isControl = this.isControl(queue)
    if (ring === undefined || this.#quiet || (isControl && ring.outstanding > 0)) return 'skipped'
    const side = isControl ? 'control' : queue % 2 === 0 ? 'receive' : 'transmit'
    if (how === 'stale' && side !== 'receive') return 'skipped'
    const after = ring.corrupt(chain, how, side)
    if (after === undefined) return 'skipped'
    await this.#device.notify(queue)
    after()
    return 'done'
  }

  async #publish(
    queue: QueueIndex,
    chain: ChainId,
    pieces: readonly Piece[],
    indirect: Indirection | undefined,
  ): Promise<Done> {
    const ring = this.#enabled.get(queue)
    if (ring === undefined || !ring.hasRoomFor(pieces, indirect)) return 'skipped'
    ring.publish(chain, pieces, indirect)
    if (!this.#quiet && ring.wantsNotification()) await this.#device.notify(queue)
    return 'done'
  }

  /** What came out of the used rings since the last look: of those that owe something, or of all. */
  poll(which: 'owing' | 'all'): readonly Completion[] {
    const seen: Completion[] = []
    for (const ring of [...this.#enabled.values(), ...this.#withdrawn.values()]) {
      if (which === 'all' || ring.outstanding > 0) seen.push(...this.#together(ring.queue, ring.poll()))
    }
    return seen
  }

  /** What one look showed of a queue. With MRG_RXBUF it counts which used entries were seen together. */
  #together(queue: QueueIndex, seen: readonly Completion[]): readonly Completion[] {
    if (this.#plan?.merges !== true || !this.#plan.receive.includes(queue)) return seen
    const last = seen.findLastIndex(({ kind }) => kind === 'device.uses')
    return seen.map((one, at) => (one.kind === 'device.uses' && at < last ? { ...one, more: true } : one))
  }

  /** What the device wrote where it must not, since the last call. */
  scribbles(): readonly (DeviceScribbles | DeviceMarks)[] {
    const scribbles = this.#ownership.scribbles()
    return [...scribbles, ...[...this.#enabled.values()].flatMap((ring) => ring.inspect())]
  }

  /**
   * Forgets every queue after a reset. What was theirs stays watched as foreign memory, until half of the memory is in use.
   * Call it after {@link scribbles}: what memory holds then is what it must go on holding.
   */
  revoke(): void {
    this.#forget()
    if (this.#arena.used > this.#device.memory.size / 2) this.#arena.rewind()
  }

  /** Forgets every queue, and what memory held. */
  clear(): void {
    this.#forget()
    this.#arena.rewind()
  }

  #forget(): void {
    this.#enabled.clear()
    this.#withdrawn.clear()
    this.#ownership.revoke()
    this.#plan = undefined
    this.#quiet = false
  }
}

/** Whether a ring of the format negotiated may have so many entries. @clause split.ring.def.1 packed.ring.def.1 */
const isSizeOf = (features: FeatureSet, size: number): boolean =>
  ringTermsOf(features).packed ? isPackedQueueSize(size) : isQueueSize(size)

/** The largest queue size of the format negotiated that is not above `limit`; 0 where there is none. */
function largestSize(features: FeatureSet, limit: number): number {
  if (limit < 1) return 0
  return ringTermsOf(features).packed ? limit : 2 ** Math.floor(Math.log2(limit))
}
