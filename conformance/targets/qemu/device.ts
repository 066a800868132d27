import { featuresNamed } from '../../../model/feature/table.ts'
import { common, type FeatureSet, includes, noFeatures } from '../../../model/kernel/bits.ts'
import type { GuestMemory, MemoryDevice, QueuePlacement } from '../../driver/memory-device.ts'
import type { Machine } from './machine.ts'
import type { Msix } from './msix.ts'
import type { VirtioPci } from './transport.ts'
import type { Wire } from './wire.ts'

const MANY_PAIRS = featuresNamed(['VIRTIO_NET_F_MQ', 'VIRTIO_NET_F_RSS'])
const MERGEABLE = featuresNamed(['VIRTIO_NET_F_MRG_RXBUF'])
const leastTurns = 2
const chainsPerTurn = 50
/** What the network device is called in QEMU. */
export const nic = 'nic0'

/** What a {@link QemuDevice} is made of. */
export interface QemuDeviceParts {
  readonly machine: Machine
  readonly transport: VirtioPci
  readonly msix: Msix
  readonly wire: Wire
  /** The harness's part of guest memory. */
  readonly memory: GuestMemory
  /** All of guest memory. */
  readonly ram: GuestMemory
  /** `max_virtqueue_pairs`, or 1. */
  readonly pairs: number
  /** Empties what waits in QEMU; leaves the device reset. */
  swallow(device: QemuDevice): Promise<void>
}

interface RunningQueue {
  readonly placement: QueuePlacement
  /** `used.idx` at the last look. */
  used: number
}

/** A real QEMU's virtio-net-pci as a device over memory. Queue n interrupts by vector n + 1; vector 0 is for configuration. */
export class QemuDevice implements MemoryDevice {
  readonly memory: GuestMemory
  readonly #parts: QemuDeviceParts
  readonly #queues = new Map<number, RunningQueue>()
  #features: FeatureSet = noFeatures
  /** Frames and bytes injected since the last reset that may still be on their way. */
  #coming = { frames: 0, bytes: 0 }
  /** Whether frames may have been left behind since the last drain. */
  #leftBehind = false
  /** Whether the control queue was notified since the last drain. */
  #commanded = false
  /** Vectors that came and were not asked for yet. */
  readonly #vectors = new Set<number>()
  #linkIsUp = true
  #closed: Promise<void> | undefined

  constructor(parts: QemuDeviceParts) {
    this.#parts = parts
    this.memory = parts.memory
  }

  async reset(): Promise<void> {
    this.#countPlaced()
    await this.#parts.transport.reset()
    this.#leftBehind ||= this.#coming.frames > 0
    this.#queues.clear()
    this.#features = noFeatures
  }

  status(): Promise<number> {
    return this.#parts.transport.status()
  }

  writeStatus(value: number): Promise<void> {
    return value === 0 ? this.reset() : this.#parts.transport.writeStatus(value)
  }

  offeredFeatures(): Promise<FeatureSet> {
    return this.#parts.transport.offeredFeatures()
  }

  async writeFeatures(features: FeatureSet): Promise<void> {
    await this.#parts.transport.writeFeatures(features)
    this.#features = features
  }

  readConfig(offset: number, length: number): Promise<Uint8Array> {
    return this.#parts.transport.readConfig(offset, length)
  }

  maxQueueSize(queue: number): Promise<number> {
    return this.#parts.transport.maxQueueSize(queue)
  }

  async enable(queue: number, placement: QueuePlacement): Promise<void> {
    await this.#parts.transport.enable(queue, placement, queue + 1)
    this.#queues.set(queue, { placement, used: 0 })
  }

  async resetQueue(queue: number): Promise<void> {
    this.#countPlaced()
    await this.#parts.transport.resetQueue(queue)
    this.#queues.delete(queue)
  }

  notify(queue: number): Promise<void> {
    if (queue === this.#controlQueue()) this.#commanded = true
    return this.#parts.transport.notify(queue)
  }

  takeInterrupts(): readonly number[] {
    this.#look()
    const queues = [...this.#vectors].filter((vector) => vector !== 0).map((vector) => vector - 1)
    for (const queue of queues) this.#vectors.delete(queue + 1)
    return queues
  }

  takeConfigurationChange(): boolean {
    this.#look()
    return this.#vectors.delete(0)
  }

  #look(): void {
    for (const vector of this.#parts.msix.take()) this.#vectors.add(vector)
  }

  configGeneration(): Promise<number> {
    return this.#parts.transport.configGeneration()
  }

  async setLink(up: boolean): Promise<void> {
    if (up === this.#linkIsUp) return
    this.#linkIsUp = up
    await this.#parts.machine.qmp.execute('set_link', { name: nic, up })
  }

  /** A frame for a device without a link does not get there: QEMU would take it off the wire and forget it. */
  async inject(frame: Uint8Array): Promise<boolean> {
    if (!this.#linkIsUp) return false
    const arrived = await this.#parts.wire.inject(frame)
    if (arrived) this.#coming = { frames: this.#coming.frames + 1, bytes: this.#coming.bytes + frame.length }
    return arrived
  }

  capture(): readonly Uint8Array[] {
    return this.#parts.wire.capture()
  }

  /**
   * QEMU works in the main loop that also answers qtest: a serial round trip is a turn of it, in which it takes at most 50 frames
   * off each queue of a tap, or one buffer's worth off a stream. So it rests after as many turns as all that may still be coming
   * needs on one queue, two at least (a frame's descriptor was readable when the first ended, so the second finished with it),
   * and one more for what those scheduled. Doorbells and control commands are done when the register write is answered
   * (`ioeventfd=off`).
   */
  async rest(): Promise<void> {
    const { machine, wire } = this.#parts
    const { frames, bytes } = this.#coming
    const turns = Math.max(leastTurns, wire.turnsFor(frames, bytes) + Math.ceil(this.#unsent() / chainsPerTurn)) + 1
    for (let turn = 0; turn < turns; turn++) await machine.qtest.turn()
    await wire.arrived()
    this.#countPlaced()
  }

  /** Index of the control queue with the features accepted: the receive queues are the even ones before it. */
  #controlQueue(): number {
    return 2 * (common(this.#features, MANY_PAIRS) === noFeatures ? 1 : this.#parts.pairs)
  }

  /** Chains on transmit queues that are available and not used. */
  #unsent(): number {
    const { ram } = this.#parts
    const control = this.#controlQueue()
    const transmit = [...this.#queues].filter(([queue]) => queue % 2 === 1 && queue < control)
    const pending = ({ driver, device }: QueuePlacement): number =>
      (ram.read16(driver + 2) - ram.read16(device + 2)) & 0xffff
    return transmit.reduce((sum, [, { placement }]) => sum + pending(placement), 0)
  }

  /** A used receive buffer is a frame that came, unless one frame may fill several: then all stay on their way until a drain. */
  #countPlaced(): void {
    const control = this.#controlQueue()
    let placed = 0
    for (const [queue, running] of this.#queues) {
      if (queue % 2 === 1 || queue >= control) continue
      const used = this.#parts.ram.read16(running.placement.device + 2)
      placed += (used - running.used) & 0xffff
      running.used = used
    }
    if (includes(this.#features, MERGEABLE)) return
    const frames = Math.max(0, this.#coming.frames - placed)
    this.#coming = { frames, bytes: frames === 0 ? 0 : this.#coming.bytes }
  }

  /**
   * Frames that found no room wait in QEMU and in the tap, over a reset too, and hash types and key stay as they were set: a driver
   * of our own takes the frames in and turns hashing off (VQ_PAIRS_SET does).
   */
  async drain(): Promise<void> {
    await this.reset()
    await this.setLink(true)
    if (this.#leftBehind || this.#commanded) await this.#parts.swallow(this)
    this.#leftBehind = false
    this.#commanded = false
    this.#coming = { frames: 0, bytes: 0 }
    this.capture()
    this.takeInterrupts()
    this.takeConfigurationChange()
  }

  diagnostics(): string {
    return this.#parts.machine.words()
  }

  close(): Promise<void> {
    this.#closed ??= this.#parts.machine.close().then(() => this.#parts.wire.close())
    return this.#closed
  }
}
