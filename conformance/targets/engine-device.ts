import type { Device, EngineConfig } from '../../engine/index.ts'
import type { FeatureSet } from '../../model/kernel/bits.ts'
import type { WireOffload } from '../../model/net/action.ts'
import { TargetLost } from '../../properties/target.ts'
import { DeviceLost } from '../driver/device-lost.ts'
import type { GuestMemory, MemoryDevice, QueuePlacement } from '../driver/memory-device.ts'
import { engineMemory } from './engine-memory.ts'
import { mortal } from './mortal.ts'
import { type Schedule, seededSchedule } from './schedule.ts'

/** More work items than all that a plan gives: an engine that does so many without coming to rest never will. */
const mostItems = 20_000

/** Opens an engine: the one of this package, or a copy of it with a bug. */
export type OpenEngine = (options?: Partial<EngineConfig>) => Device

/**
 * The engine behind the interface that every memory-level target has. After a doorbell or a frame it does as much work as its
 * schedule says, so that configuration, frames and buffers race as they do in a device of its own thread.
 *
 * It rests when a run finds nothing to do: the engine has no work but what a doorbell or a frame announced.
 */
export class EngineDevice implements MemoryDevice {
  readonly memory: GuestMemory
  readonly #engine: Device
  readonly #sent: Uint8Array[] = []
  readonly #retire: (device: EngineDevice) => void
  #isOpen = false
  #schedule: Schedule = seededSchedule(0)

  /** @param retire what becomes of the device when it is closed */
  constructor(open: OpenEngine, config: Partial<EngineConfig>, retire: (device: EngineDevice) => void) {
    this.#retire = retire
    const sink = (bytes: Uint8Array, offset: number, length: number): void => {
      this.#sent.push(bytes.slice(offset, offset + length))
    }
    this.#engine = mortal(open({ ...config, sink }), () => {
      this.#isOpen = false
    })
    this.memory = engineMemory(this.#engine.memory)
  }

  /** Begins anew: a device after reset, with a schedule of its own. */
  begin(seed: number): this {
    this.#isOpen = true
    this.#schedule = seededSchedule(seed)
    this.#engine.writeStatus(0)
    this.#engine.setLink(true)
    this.#sent.length = 0
    return this
  }

  async reset(): Promise<void> {
    this.#engine.writeStatus(0)
  }

  async status(): Promise<number> {
    return this.#engine.status()
  }

  async writeStatus(value: number): Promise<void> {
    this.#engine.writeStatus(value)
  }

  async offeredFeatures(): Promise<FeatureSet> {
    return this.#engine.config.offered
  }

  async writeFeatures(features: FeatureSet): Promise<void> {
    this.#engine.writeFeatures(features)
  }

  async readConfig(offset: number, length: number): Promise<Uint8Array> {
    return this.#engine.readConfig(offset, length)
  }

  async maxQueueSize(queue: number): Promise<number> {
    return this.#engine.maxQueueSize(queue)
  }

  async enable(queue: number, placement: QueuePlacement): Promise<void> {
    const objection = this.#engine.enable(queue, placement)
    if (objection !== undefined) throw new TargetLost(`the engine does not enable queue ${queue}: ${objection}`)
  }

  async resetQueue(queue: number): Promise<void> {
    const objection = this.#engine.resetQueue(queue)
    if (objection !== undefined) throw new TargetLost(`the engine does not reset queue ${queue}: ${objection}`)
  }

  async notify(queue: number): Promise<void> {
    this.#engine.notify(queue)
    this.#work()
  }

  takeInterrupts(): readonly number[] {
    const queues: number[] = []
    for (let queue = 0; queue <= 2 * this.#engine.config.maxPairs; queue++) {
      if (this.#engine.takeInterrupt(queue)) queues.push(queue)
    }
    return queues
  }

  takeConfigurationChange(): boolean {
    return this.#engine.takeConfigurationInterrupt()
  }

  async configGeneration(): Promise<number> {
    return this.#engine.configGeneration()
  }

  async setLink(up: boolean): Promise<void> {
    this.#engine.setLink(up)
  }

  async announce(): Promise<void> {
    this.#engine.announce()
  }

  async writeConfig(offset: number, bytes: Uint8Array): Promise<void> {
    this.#engine.writeConfig(offset, bytes)
  }

  async inject(frame: Uint8Array, offload?: WireOffload): Promise<boolean> {
    const taken = this.#engine.deliver(frame, offload)
    this.#work()
    return taken
  }

  capture(): readonly Uint8Array[] {
    return this.#sent.splice(0)
  }

  async rest(): Promise<void> {
    this.#run(mostItems)
  }

  /** Frames that wait are forgotten at a reset, so that only what was sent is left. */
  async drain(): Promise<void> {
    this.#engine.writeStatus(0)
    this.#engine.setLink(true)
    this.#sent.length = 0
  }

  diagnostics(): string {
    return this.#engine.diagnostics()
  }

  async close(): Promise<void> {
    if (this.#isOpen) this.#retire(this)
    this.#isOpen = false
  }

  #work(): void {
    this.#run(Math.min(this.#schedule(), mostItems))
  }

  #run(items: number): void {
    if (this.#engine.run(items) === mostItems) throw new DeviceLost('hangs', 'the engine does not come to rest', '')
  }
}
