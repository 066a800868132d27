import { statusBits } from '../../../model/feature/negotiation.ts'
import { hexOf } from '../../../model/kernel/bytes.ts'
import type {
  DeviceShows,
  DriverKicks,
  DriverPeruses,
  DriverReads,
  DriverResetsQueue,
  DriverWrites,
  PciObservation,
  PciRegister,
  PciStimulus,
} from '../../../model/transport/pci/action.ts'
import { type Seen as SeenOf, type Session, TargetLost } from '../../../properties/target.ts'
import { DeviceLost } from '../device-lost.ts'
import { sizeBars } from './bar.ts'
import { type VirtioCapabilities, virtioCapabilities } from './capability.ts'
import { Doorbells } from './doorbells.ts'
import { command, header, readConfigSpace } from './header.ts'
import { Msix } from './msix.ts'
import type { PciFunction } from './pci-function.ts'
import { Registers } from './registers.ts'
import type { Ring } from './ring.ts'
import { Rings } from './rings.ts'

type Seen = readonly SeenOf<PciObservation>[]
type Answer = Seen | 'skipped'
type Failure = Extract<SeenOf<PciObservation>, { kind: 'device.fails' }>

/** The window and the bit of VIRTIO_F_NOTIFICATION_DATA (38). */
const notificationData = { select: 1, bit: 1 << 6 } as const
/** Milliseconds that a reset may take. */
const resetLimit = 2000

interface Parts {
  readonly pci: PciFunction
  readonly capabilities: VirtioCapabilities
  readonly registers: Registers
  readonly doorbells: Doorbells
  readonly msix: Msix
}

/**
 * Drives a virtio function by its registers and reports what it shows. It performs and reports; it judges nothing.
 *
 * Once the device is lost (a {@link DeviceLost}) every stimulus is skipped, and every rest begins with `device.fails`.
 */
export class PciSession implements Session<PciStimulus, PciObservation> {
  readonly #parts: Parts
  readonly #rings: Rings
  /** `driver_feature_select`, and whether NOTIFICATION_DATA was accepted. */
  #select = 0
  #tellsPosition = false
  #failure: Failure | undefined
  #needsReset = false

  private constructor(parts: Parts) {
    this.#parts = parts
    this.#rings = new Rings(parts.pci.memory)
  }

  /**
   * Lets the function reach memory, finds its structures, and points its interrupts at the landing, MSI-X off.
   *
   * @throws TargetLost in words where it lacks a structure
   */
  static async open(pci: PciFunction): Promise<PciSession> {
    await pci.configWrite(header.command, 2, command.MEMORY | command.MASTER | command.INTX_DISABLE)
    const capabilities = virtioCapabilities(await readConfigSpace(pci))
    if (typeof capabilities === 'string') throw new TargetLost(capabilities)
    const registers = new Registers(pci, capabilities)
    const msix = new Msix(pci, capabilities.msix)
    await Promise.all([msix.turn(false), msix.point()])
    const doorbells = new Doorbells(registers, capabilities)
    return new PciSession({ pci, capabilities, registers, doorbells, msix })
  }

  async perform(stimulus: PciStimulus): Promise<Answer> {
    if (this.#failure !== undefined) return 'skipped'
    return this.#unlessLost(
      async () => {
        const answer = await this.#do(stimulus)
        return answer === 'skipped' ? answer : [...answer, ...this.#look()]
      },
      (failure) => [failure],
    )
  }

  async settle(): Promise<Seen> {
    const lost = (failure: Failure): Seen => [failure, { kind: 'device.rests' }]
    return this.#failure === undefined ? this.#unlessLost(() => this.#rest(), lost) : lost(this.#failure)
  }

  /** Leaves the device reset, its link up and MSI-X off, as it was opened. */
  async drain(): Promise<void> {
    if (this.#failure !== undefined) throw new TargetLost(`the device is lost: ${this.#failure.words}`)
    const { pci, msix } = this.#parts
    await this.#reset()
    await Promise.all([pci.setLink(true), msix.turn(false)])
    await pci.rest({ frames: 0, bytes: 0, chains: 0 })
    await this.#parts.registers.read('isr_status')
    pci.capture()
    msix.take()
    this.#rings.clear()
  }

  diagnostics(): string {
    return this.#parts.pci.diagnostics()
  }

  async close(): Promise<void> {
    await this.#parts.pci.close()
  }

  async #unlessLost<Result>(work: () => Promise<Result>, lost: (failure: Failure) => Result): Promise<Result> {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof DeviceLost)) throw error
      this.#failure = { kind: 'device.fails', how: error.how, words: error.message }
      return lost(this.#failure)
    }
  }

  async #do(stimulus: PciStimulus): Promise<Answer> {
    const { pci, msix } = this.#parts
    switch (stimulus.kind) {
      case 'driver.scans':
        return this.#scan()
      case 'driver.reads':
        return this.#read(stimulus)
      case 'driver.peruses':
        return this.#peruse(stimulus)
      case 'driver.writes':
        return this.#write(stimulus)
      case 'driver.resets':
        return [shows('device_status', await this.#reset())]
      case 'driver.enables':
        return this.#enable(stimulus.queue)
      case 'driver.resetsQueue':
        return this.#resetQueue(stimulus)
      case 'driver.switchesMsix':
        await msix.turn(stimulus.on)
        return []
      case 'driver.offers':
        return this.#rings.of(stimulus.queue)?.offer() === true ? [] : 'skipped'
      case 'driver.kicks':
        return this.#kick(stimulus)
      case 'admin.links':
        await pci.setLink(stimulus.up)
        return []
    }
  }

  async #scan(): Promise<Answer> {
    const { pci } = this.#parts
    const space = hexOf(await readConfigSpace(pci))
    return [{ kind: 'device.lists', space, bars: await sizeBars(pci) }]
  }

  async #read({ register, through }: DriverReads): Promise<Answer> {
    if (this.#isShut(through)) return 'skipped'
    return [shows(register, await this.#parts.registers.read(register, through))]
  }

  async #peruse({ offset, length, through }: DriverPeruses): Promise<Answer> {
    const { registers, capabilities } = this.#parts
    if (this.#isShut(through)) return 'skipped'
    const value = await registers.readAt(capabilities.device, offset, length, through)
    const bytes = hexOf(Uint8Array.from({ length }, (_, index) => (value >>> (8 * index)) & 0xff))
    return [{ kind: 'device.reveals', offset, bytes }]
  }

  async #write({ register, value, through }: DriverWrites): Promise<Answer> {
    if (this.#isShut(through)) return 'skipped'
    if (register === 'driver_feature_select') this.#select = value
    if (register === 'driver_feature' && this.#select === notificationData.select)
      this.#tellsPosition = (value & notificationData.bit) !== 0
    await this.#parts.registers.write(register, value, through)
    return []
  }

  /** Whether there is no such way to the registers. */
  #isShut(through: 'bar' | 'window'): boolean {
    return through === 'window' && !this.#parts.registers.hasWindow
  }

  /** What `device_status` reads in the end. */
  async #reset(): Promise<number> {
    const { registers } = this.#parts
    const [, first] = await Promise.all([registers.write('device_status', 0), registers.read('device_status')])
    this.#rings.giveUpAll()
    this.#tellsPosition = false
    this.#needsReset = false
    let status = first
    for (const start = Date.now(); status !== 0 && Date.now() - start < resetLimit; ) {
      status = await registers.read('device_status')
    }
    return status
  }

  async #enable(queue: Ring['queue']): Promise<Answer> {
    const { registers } = this.#parts
    const [, size] = await Promise.all([registers.write('queue_select', queue), registers.read('queue_size')])
    const ring = size === 0 ? undefined : this.#rings.add(queue, size)
    if (ring === undefined) return 'skipped'
    const { descriptors, driver, device } = ring.placement
    await Promise.all([
      registers.write('queue_desc.low', descriptors),
      registers.write('queue_desc.high', 0),
      registers.write('queue_driver.low', driver),
      registers.write('queue_driver.high', 0),
      registers.write('queue_device.low', device),
      registers.write('queue_device.high', 0),
      registers.write('queue_enable', 1),
    ])
    return []
  }

  async #resetQueue({ queue }: DriverResetsQueue): Promise<Answer> {
    const { registers } = this.#parts
    const [, , first] = await Promise.all([
      registers.write('queue_select', queue),
      registers.write('queue_reset', 1),
      registers.read('queue_reset'),
    ])
    this.#rings.giveUp(queue)
    const values = [first]
    for (const start = Date.now(); values.at(-1) !== 0 && Date.now() - start < resetLimit; ) {
      const value = await registers.read('queue_reset')
      if (value !== values.at(-1)) values.push(value)
    }
    return values.map((value) => shows('queue_reset', value))
  }

  async #kick({ queue, through }: DriverKicks): Promise<Answer> {
    if (this.#isShut(through)) return 'skipped'
    const { doorbells } = this.#parts
    const position = this.#rings.of(queue)?.position ?? 0
    if (this.#tellsPosition) await doorbells.ring(queue, 4, queue + position * 0x1_0000, through)
    else await doorbells.ring(queue, 2, queue, through)
    return []
  }

  async #rest(): Promise<Seen> {
    const { pci, registers } = this.#parts
    await pci.rest({ frames: 0, bytes: 0, chains: this.#rings.outstanding })
    const seen = this.#look()
    const needsReset = ((await registers.read('device_status')) & statusBits.DEVICE_NEEDS_RESET) !== 0
    const news = needsReset && !this.#needsReset
    this.#needsReset = needsReset
    const fails: Seen = [{ kind: 'device.fails', how: 'needs-reset', words: this.diagnostics() }]
    return [...seen, ...(news ? fails : []), { kind: 'device.rests' }]
  }

  /** Messages are taken first and listed last: what they announced stood in the used rings when they were sent. */
  #look(): Seen {
    const { pci, msix } = this.#parts
    const vectors = msix.take()
    const uses = this.#rings.poll()
    pci.capture()
    return [
      ...uses.map((queue) => ({ kind: 'device.uses', queue }) as const),
      ...vectors.map((vector) => ({ kind: 'device.signals', vector }) as const),
    ]
  }
}

const shows = (register: PciRegister, value: number): DeviceShows => ({ kind: 'device.shows', register, value })
