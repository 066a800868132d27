import type { PciDevice, PciOptions } from '../../engine/index.ts'
import type { GuestMemory } from '../driver/memory-device.ts'
import type { PciFunction, Width } from '../driver/pci/pci-function.ts'
import { engineMemory } from './engine-memory.ts'
import { mortal } from './mortal.ts'
import { type Schedule, seededSchedule } from './schedule.ts'

/** Opens an engine as a PCI function: the one of this package, or a copy of it with a bug. */
export type OpenEnginePci = (options?: Partial<PciOptions>) => PciDevice

/** Bytes of guest memory, its last, where messages land. */
const landingBytes = 4096

/**
 * The engine as a PCI function. After a write or a frame it does as much work as its schedule says, so that registers, frames and
 * buffers race as they do in a device of its own thread.
 *
 * It rests when a run finds nothing to do: the engine has no work but what a doorbell or a frame announced.
 */
export class EngineFunction implements PciFunction {
  readonly memory: GuestMemory
  readonly ram: GuestMemory
  readonly landing: GuestMemory
  readonly #engine: PciDevice
  readonly #sent: Uint8Array[] = []
  readonly #retire: (engine: EngineFunction) => void
  #isOpen = false
  #schedule: Schedule = seededSchedule(0)

  /** @param retire what becomes of the function when it is closed */
  constructor(open: OpenEnginePci, options: Partial<PciOptions>, retire: (engine: EngineFunction) => void) {
    this.#retire = retire
    const sink = (bytes: Uint8Array, offset: number, length: number): void => {
      this.#sent.push(bytes.slice(offset, offset + length))
    }
    const message = (low: number, high: number, data: number): void => this.#arrives(low, high, data)
    const engine = open({ ...options, sink, message })
    this.#engine = mortal(engine, () => {
      this.#isOpen = false
    })
    const { memory } = engine.device
    this.ram = engineMemory(memory)
    this.memory = engineMemory(memory, 0, memory.size - landingBytes)
    this.landing = engineMemory(memory, memory.size - landingBytes)
  }

  /** A message is a store of 32 bits; outside of guest memory there is nobody to hear it. */
  #arrives(low: number, high: number, data: number): void {
    const { guestView: view, size } = this.#engine.device.memory
    if (high === 0 && low + 4 <= size) view.setUint32(low, data, true)
  }

  /** Begins anew: a device after reset, with a schedule of its own. */
  begin(seed: number): this {
    this.#isOpen = true
    this.#schedule = seededSchedule(seed)
    this.#engine.reset()
    this.#engine.setLink(true)
    this.#sent.length = 0
    return this
  }

  async configRead(offset: number, width: Width): Promise<number> {
    return this.#engine.configRead(offset, width)
  }

  async configWrite(offset: number, width: Width, value: number): Promise<void> {
    this.#engine.configWrite(offset, width, value)
    this.#work()
  }

  async barRead(bar: number, offset: number, width: Width): Promise<number> {
    return this.#engine.barRead(bar, offset, width)
  }

  async barWrite(bar: number, offset: number, width: Width, value: number): Promise<void> {
    this.#engine.barWrite(bar, offset, width, value)
    this.#work()
  }

  async setLink(up: boolean): Promise<void> {
    this.#engine.setLink(up)
  }

  async inject(frame: Uint8Array): Promise<boolean> {
    const taken = this.#engine.device.deliver(frame)
    this.#work()
    return taken
  }

  capture(): readonly Uint8Array[] {
    return this.#sent.splice(0)
  }

  async rest(): Promise<void> {
    this.#engine.run(Number.POSITIVE_INFINITY)
  }

  /** Frames that wait are forgotten at a reset. */
  async drain(): Promise<void> {
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
    this.#engine.run(this.#schedule())
  }
}
