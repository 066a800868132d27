import { type FeatureSet, noFeatures } from '../../model/kernel/bits.ts'
import { anyTraits } from '../../model/net/config.ts'
import type { GuestMemory, MemoryDevice, MemoryTarget, QueuePlacement } from './memory-device.ts'

/** A descriptor as the fake device reads it. */
export interface FakeDescriptor {
  readonly address: number
  readonly length: number
  readonly flags: number
}

/** A chain as the fake device finds it. */
export interface FakeChain {
  readonly head: number
  readonly indices: readonly number[]
  readonly descriptors: readonly FakeDescriptor[]
}

/** Guest memory in one array. */
export class FakeMemory implements GuestMemory {
  readonly base: number
  readonly size: number
  readonly view: DataView
  readonly #bytes: Uint8Array

  constructor(size = 1 << 18, base = 0) {
    this.size = size
    this.base = base
    this.#bytes = new Uint8Array(size)
    this.view = new DataView(this.#bytes.buffer)
  }

  read(address: number, length: number): Uint8Array {
    return this.#bytes.slice(address - this.base, address - this.base + length)
  }
  readInto(address: number, target: Uint8Array): void {
    target.set(this.read(address, target.length))
  }
  write(address: number, data: Uint8Array): void {
    this.#bytes.set(data, address - this.base)
  }
  read16(address: number): number {
    return this.view.getUint16(address - this.base, true)
  }
  read32(address: number): number {
    return this.view.getUint32(address - this.base, true)
  }
  write16(address: number, value: number): void {
    this.view.setUint16(address - this.base, value, true)
  }
  write32(address: number, value: number): void {
    this.view.setUint32(address - this.base, value, true)
  }
}

/**
 * No device: a puppet for the tests of the driver. It does by itself only what registers do (status, features, configuration);
 * everything in memory is placed there by the test, byte for byte and wrong where the test wants it so. Its reading of the
 * rings is written out here a second time, from the layout in the standard and not from the codecs that the driver uses.
 */
export class FakeDevice implements MemoryDevice {
  readonly memory: FakeMemory
  /** Everything that was called, in order, with its numbers. */
  readonly calls: string[] = []
  readonly placements = new Map<number, QueuePlacement>()
  readonly config = new Uint8Array(28)
  offered: FeatureSet = noFeatures
  accepted: FeatureSet = noFeatures
  /** Whether FEATURES_OK sticks. */
  agrees = true
  needsReset = false
  maxSize = 256
  pending = new Set<number>()
  sent: Uint8Array[] = []
  injected: Uint8Array[] = []
  takesFrames = true
  /** What happens when a call reaches the device: it may write memory, or throw. */
  on: (call: string) => void = () => {}
  #status = 0

  constructor(memory = new FakeMemory()) {
    this.memory = memory
  }

  #call(...parts: readonly (string | number | bigint)[]): void {
    const call = parts.join(' ')
    this.calls.push(call)
    this.on(call)
  }

  async reset(): Promise<void> {
    this.#call('reset')
    this.#status = 0
    this.needsReset = false
    this.placements.clear()
  }
  async status(): Promise<number> {
    this.#call('status')
    return this.#status | (this.needsReset ? 64 : 0)
  }
  async writeStatus(value: number): Promise<void> {
    this.#call('writeStatus', value)
    this.#status = this.agrees ? value : value & ~8
  }
  async offeredFeatures(): Promise<FeatureSet> {
    return this.offered
  }
  async writeFeatures(features: FeatureSet): Promise<void> {
    this.#call('writeFeatures', features)
    this.accepted = features
  }
  async readConfig(offset: number, length: number): Promise<Uint8Array> {
    this.#call('readConfig', offset, length)
    return this.config.slice(offset, offset + length)
  }
  async maxQueueSize(): Promise<number> {
    return this.maxSize
  }
  async enable(queue: number, placement: QueuePlacement): Promise<void> {
    this.#call('enable', queue)
    this.placements.set(queue, placement)
  }
  async resetQueue(queue: number): Promise<void> {
    this.#call('resetQueue', queue)
    this.placements.delete(queue)
  }
  async notify(queue: number): Promise<void> {
    this.#call('notify', queue)
  }
  takeInterrupts(): readonly number[] {
    const taken = [...this.pending]
    this.pending.clear()
    return taken
  }
  async inject(frame: Uint8Array): Promise<boolean> {
    this.#call('inject')
    if (this.takesFrames) this.injected.push(frame)
    return this.takesFrames
  }
  capture(): readonly Uint8Array[] {
    const frames = this.sent
    this.sent = []
    return frames
  }
  async rest(): Promise<void> {
    this.#call('rest')
  }
  async drain(): Promise<void> {
    this.#call('drain')
  }
  diagnostics(): string {
    return 'the fake device has nothing to say'
  }
  async close(): Promise<void> {
    this.#call('close')
  }

  /** Where a queue lies; throws if it was not enabled. */
  at(queue: number): QueuePlacement {
    const placement = this.placements.get(queue)
    if (placement === undefined) throw new Error(`queue ${queue} is not enabled`)
    return placement
  }
  /** The available ring's index. */
  available(queue: number): number {
    return this.memory.read16(this.at(queue).driver + 2)
  }
  /** The chain that stands at a position of the available ring. */
  chain(queue: number, position: number): FakeChain {
    const { descriptors, driver, size } = this.at(queue)
    const head = this.memory.read16(driver + 4 + 2 * (position % size))
    const indices: number[] = []
    const found: FakeDescriptor[] = []
    for (let index: number | undefined = head; index !== undefined; ) {
      const at: number = descriptors + 16 * index
      const flags = this.memory.read16(at + 12)
      indices.push(index)
      found.push({ address: this.memory.read32(at), length: this.memory.read32(at + 8), flags })
      index = (flags & 1) === 1 ? this.memory.read16(at + 14) : undefined
    }
    return { head, indices, descriptors: found }
  }
  /** Writes a used entry, and moves the index. */
  use(queue: number, head: number, length: number): void {
    const { device, size } = this.at(queue)
    const position = this.memory.read16(device + 2)
    const element = device + 4 + 8 * (position % size)
    this.memory.write32(element, head)
    this.memory.write32(element + 4, length)
    this.memory.write16(device + 2, (position + 1) & 0xffff)
  }
  /** Writes bytes into the device-writable descriptors of a chain, from the first on. */
  fill(chain: FakeChain, bytes: readonly number[]): void {
    let rest = bytes
    for (const { address, length, flags } of chain.descriptors) {
      if ((flags & 2) === 0) continue
      this.memory.write(address, Uint8Array.from(rest.slice(0, length)))
      rest = rest.slice(length)
    }
  }
}

/** A target that opens one fake device again and again. */
export function fakeTarget(device: FakeDevice, more: Partial<MemoryTarget> = {}): MemoryTarget {
  return { name: 'fake', version: '1', traits: anyTraits, extras: [], open: async () => device, ...more }
}
