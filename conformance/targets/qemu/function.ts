import { TargetLost } from '../../../properties/target.ts'
import type { GuestMemory, MemoryDevice } from '../../driver/memory-device.ts'
import type { Backlog, LeftBehind, PciFunction, Width } from '../../driver/pci/pci-function.ts'
import type { Machine } from './machine.ts'
import type { PlacedFunction } from './pci.ts'
import type { Wire } from './wire.ts'

const leastTurns = 2
const chainsPerTurn = 50
/** What the network device is called in QEMU. */
export const nic = 'nic0'

/** EtherType of the frame that QEMU announces a network device with: reverse ARP. */
const ETHERTYPE_RARP = 0x8035
const isAnnouncement = (frame: Uint8Array): boolean => ((frame[12] ?? 0) << 8) + (frame[13] ?? 0) === ETHERTYPE_RARP

/** What a {@link QemuFunction} is made of. */
export interface QemuFunctionParts {
  readonly machine: Machine
  readonly placed: PlacedFunction
  readonly wire: Wire
  /** The harness's part of guest memory. */
  readonly memory: GuestMemory
  /** All of guest memory. */
  readonly ram: GuestMemory
  /** Where messages of MSI-X arrive. */
  readonly landing: GuestMemory
  /** Empties what waits in QEMU; leaves the device reset. */
  swallow(device: MemoryDevice): Promise<void>
}

/** A function of a real QEMU: registers through qtest, memory through a file, the wire of a network backend. */
export class QemuFunction implements PciFunction {
  readonly memory: GuestMemory
  readonly ram: GuestMemory
  readonly landing: GuestMemory
  readonly #parts: QemuFunctionParts
  #closed: Promise<void> | undefined

  constructor(parts: QemuFunctionParts) {
    this.#parts = parts
    this.memory = parts.memory
    this.ram = parts.ram
    this.landing = parts.landing
  }

  configRead(offset: number, width: Width): Promise<number> {
    return this.#parts.placed.config.read(offset, width)
  }

  configWrite(offset: number, width: Width, value: number): Promise<void> {
    return this.#parts.placed.config.write(offset, width, value)
  }

  async barRead(bar: number, offset: number, width: Width): Promise<number> {
    return this.#parts.machine.qtest.read(this.#start(bar) + offset, width)
  }

  async barWrite(bar: number, offset: number, width: Width, value: number): Promise<void> {
    return this.#parts.machine.qtest.write(this.#start(bar) + offset, width, value)
  }

  #start(bar: number): number {
    const start = this.#parts.placed.bars[bar]
    if (start === undefined) throw new TargetLost(`a structure lies in BAR ${bar}, which the function does not have`)
    return start
  }

  async setLink(up: boolean): Promise<void> {
    await this.#parts.machine.qmp.execute('set_link', { name: nic, up })
  }

  inject(frame: Uint8Array): Promise<boolean> {
    return this.#parts.wire.inject(frame)
  }

  /** One round: QEMU sends a frame of its own beside, which is not the device's. */
  async announce(): Promise<void> {
    await this.#parts.machine.qmp.execute('announce-self', { initial: 1, max: 1, rounds: 1, step: 1 })
  }

  capture(): readonly Uint8Array[] {
    return this.#parts.wire.capture().filter((frame) => !isAnnouncement(frame))
  }

  /**
   * QEMU works in the main loop that also answers qtest: a serial round trip is a turn of it, in which it takes at most 50 frames
   * off each queue of a tap, or one buffer's worth off a stream. So it rests after as many turns as all that may still be coming
   * needs on one queue, two at least (a frame's descriptor was readable when the first ended, so the second finished with it),
   * and one more for what those scheduled. Doorbells and control commands are done when the register write is answered
   * (`ioeventfd=off`).
   */
  async rest({ frames, bytes, chains }: Backlog): Promise<void> {
    const { machine, wire } = this.#parts
    const turns = Math.max(leastTurns, wire.turnsFor(frames, bytes) + Math.ceil(chains / chainsPerTurn)) + 1
    for (let turn = 0; turn < turns; turn++) await machine.qtest.turn()
    await wire.arrived()
  }

  /**
   * Frames that found no room wait in QEMU and in the tap, over a reset too, and hash types and key stay as they were set: a driver
   * of our own takes the frames in and turns hashing off (VQ_PAIRS_SET does).
   */
  async drain(device: MemoryDevice, { frames, commands }: LeftBehind): Promise<void> {
    if (frames || commands) await this.#parts.swallow(device)
  }

  diagnostics(): string {
    return this.#parts.machine.words()
  }

  close(): Promise<void> {
    this.#closed ??= this.#parts.machine.close().then(() => this.#parts.wire.close())
    return this.#closed
  }
}
