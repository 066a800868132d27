import { featuresNamed } from '../../../model/feature/table.ts'
import { common, type FeatureSet, includes, noFeatures } from '../../../model/kernel/bits.ts'
import { TargetLost } from '../../../properties/target.ts'
import type { GuestMemory, MemoryDevice, QueuePlacement } from '../memory-device.ts'
import { virtioCapabilities } from './capability.ts'
import { command, header, readConfigSpace } from './header.ts'
import { Msix } from './msix.ts'
import type { PciFunction } from './pci-function.ts'
import { VirtioPci } from './transport.ts'

const MANY_PAIRS = featuresNamed(['VIRTIO_NET_F_MQ', 'VIRTIO_NET_F_RSS'])
const MERGEABLE = featuresNamed(['VIRTIO_NET_F_MRG_RXBUF'])
const FEATURES_OK = 8
/** Offset of `max_virtqueue_pairs` in the device-specific configuration. */
const maxPairsAt = 8

interface RunningQueue {
  readonly placement: QueuePlacement
  /** `used.idx` at the last look. */
  used: number
}

interface Parts {
  readonly pci: PciFunction
  readonly transport: VirtioPci
  readonly msix: Msix
  /** `max_virtqueue_pairs`, or 1. */
  readonly pairs: number
}

/** A network device behind PCI registers. Queue n interrupts by vector n + 1; vector 0 is for configuration. */
export class PciNetDevice implements MemoryDevice {
  readonly memory: GuestMemory
  readonly #parts: Parts
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

  private constructor(parts: Parts) {
    this.#parts = parts
    this.memory = parts.pci.memory
  }

  /**
   * Lets the function reach memory, finds its structures and points its interrupts at the landing.
   *
   * @throws TargetLost in words where it lacks a structure
   */
  static async open(pci: PciFunction): Promise<PciNetDevice> {
    await pci.configWrite(header.command, 2, command.MEMORY | command.MASTER | command.INTX_DISABLE)
    const capabilities = virtioCapabilities(await readConfigSpace(pci))
    if (typeof capabilities === 'string') throw new TargetLost(capabilities)
    const transport = new VirtioPci(pci, capabilities)
    const msix = new Msix(pci, capabilities.msix)
    await Promise.all([msix.point(), msix.turn(true)])
    const hasPairs = common(await transport.offeredFeatures(), MANY_PAIRS) !== noFeatures
    const [low = 0, high = 0] = hasPairs ? await transport.readConfig(maxPairsAt, 2) : [1]
    return new PciNetDevice({ pci, transport, msix, pairs: low | (high << 8) })
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
    const agreed = (await this.#parts.transport.status()) & FEATURES_OK
    await this.#parts.transport.writeFeatures(features)
    if (agreed === 0) this.#features = features
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
    await this.#parts.pci.setLink(up)
  }

  /** Only with the capability `announce`. */
  async announce(): Promise<void> {
    const { pci } = this.#parts
    if (pci.announce === undefined) throw new Error('fault: this function cannot be asked to announce itself')
    await pci.announce()
  }

  writeConfig(offset: number, bytes: Uint8Array): Promise<void> {
    return this.#parts.transport.writeConfig(offset, bytes)
  }

  /** A frame for a device without a link does not get there. */
  async inject(frame: Uint8Array): Promise<boolean> {
    if (!this.#linkIsUp) return false
    const arrived = await this.#parts.pci.inject(frame)
    if (arrived) this.#coming = { frames: this.#coming.frames + 1, bytes: this.#coming.bytes + frame.length }
    return arrived
  }

  capture(): readonly Uint8Array[] {
    return this.#parts.pci.capture()
  }

  async rest(): Promise<void> {
    await this.#parts.pci.rest({ ...this.#coming, chains: this.#unsent() })
    this.#countPlaced()
  }

  /** Index of the control queue with the features accepted: the receive queues are the even ones before it. */
  #controlQueue(): number {
    return 2 * (common(this.#features, MANY_PAIRS) === noFeatures ? 1 : this.#parts.pairs)
  }

  /** Chains on transmit queues that are available and not used. */
  #unsent(): number {
    const { ram } = this.#parts.pci
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
      const used = this.#parts.pci.ram.read16(running.placement.device + 2)
      placed += (used - running.used) & 0xffff
      running.used = used
    }
    if (includes(this.#features, MERGEABLE)) return
    const frames = Math.max(0, this.#coming.frames - placed)
    this.#coming = { frames, bytes: frames === 0 ? 0 : this.#coming.bytes }
  }

  async drain(): Promise<void> {
    await this.reset()
    await this.setLink(true)
    await this.#parts.pci.drain(this, { frames: this.#leftBehind, commands: this.#commanded })
    this.#leftBehind = false
    this.#commanded = false
    this.#coming = { frames: 0, bytes: 0 }
    this.capture()
    this.takeInterrupts()
    this.takeConfigurationChange()
  }

  diagnostics(): string {
    return this.#parts.pci.diagnostics()
  }

  close(): Promise<void> {
    this.#closed ??= this.#parts.pci.close()
    return this.#closed
  }
}
