import type { PciRegister, Way } from '../../../model/transport/pci/action.ts'
import { type CommonRegister, commonFields } from '../../../model/wire/pci-common-config.ts'
import type { BarRegion, VirtioCapabilities } from './capability.ts'
import { header } from './header.ts'
import type { PciFunction, Width } from './pci-function.ts'

/** Offsets in the capability VIRTIO_PCI_CAP_PCI_CFG. */
const window = { bar: 4, offset: 8, length: 12, data: 16 } as const
/** Interrupt Status in the Status register. */
const interruptStatus = 0x8

/** The registers of a virtio function by their names, by either way. Accesses that belong together are made in one go. */
export class Registers {
  readonly #pci: PciFunction
  readonly #at: VirtioCapabilities

  constructor(pci: PciFunction, capabilities: VirtioCapabilities) {
    this.#pci = pci
    this.#at = capabilities
  }

  /** Whether there is a window in configuration space. */
  get hasWindow(): boolean {
    return this.#at.window !== undefined
  }

  /** Reads a register at its natural width. */
  read(register: PciRegister, through: Way = 'bar'): Promise<number> {
    if (register === 'interrupt_status') return this.#interruptStatus()
    if (register === 'isr_status') return this.readAt(this.#at.isr, 0, 1, through)
    const { offset, width } = commonFields[register]
    return this.readAt(this.#at.common, offset, width, through)
  }

  async #interruptStatus(): Promise<number> {
    return ((await this.#pci.configRead(header.status, 2)) & interruptStatus) === 0 ? 0 : 1
  }

  /** Writes a register at its natural width. */
  write(register: CommonRegister, value: number, through: Way = 'bar'): Promise<void> {
    const { offset, width } = commonFields[register]
    return this.writeAt(this.#at.common, offset, width, value, through)
  }

  /** Reads at an offset of a structure. */
  readAt({ bar, offset }: BarRegion, inside: number, width: Width, through: Way = 'bar'): Promise<number> {
    if (through === 'bar') return this.#pci.barRead(bar, offset + inside, width)
    const [data, ready] = this.#point(bar, offset + inside, width)
    return Promise.all([this.#pci.configRead(data, width), ...ready]).then(([value]) => value)
  }

  /** Writes at an offset of a structure. */
  async writeAt({ bar, offset }: BarRegion, inside: number, width: Width, value: number, through: Way): Promise<void> {
    if (through === 'bar') return this.#pci.barWrite(bar, offset + inside, width, value)
    const [data, ready] = this.#point(bar, offset + inside, width)
    await Promise.all([...ready, this.#pci.configWrite(data, width, value)])
  }

  /** Points the window; where its data lies. Accesses arrive in order: the next one may follow at once. */
  #point(bar: number, offset: number, width: Width): readonly [number, readonly Promise<void>[]] {
    const { window: at } = this.#at
    if (at === undefined) throw new Error('fault: the function has no window in configuration space')
    const writes = [
      this.#pci.configWrite(at + window.bar, 1, bar),
      this.#pci.configWrite(at + window.offset, 4, offset),
      this.#pci.configWrite(at + window.length, 4, width),
    ]
    return [at + window.data, writes]
  }
}
