import type { GuestMemory } from '../memory-device.ts'
import type { VirtioCapabilities } from './capability.ts'
import type { PciFunction } from './pci-function.ts'

const ENABLE = 0x8000
const raised = 1

/** Interrupts as memory writes: each vector's message lands in a word of its own, which is read and cleared. */
export class Msix {
  readonly vectors: number
  readonly #pci: PciFunction
  readonly #place: VirtioCapabilities['msix']
  readonly #landing: GuestMemory

  /** Vectors from which `take` reads; {@link point} and {@link turn} make them arrive. */
  constructor(pci: PciFunction, place: VirtioCapabilities['msix']) {
    this.vectors = place.vectors
    this.#pci = pci
    this.#place = place
    this.#landing = pci.landing
  }

  /** Points every vector at its word and unmasks it. */
  async point(): Promise<void> {
    const { bar, offset } = this.#place.table
    const entries = Array.from({ length: this.vectors }, (_, vector) => {
      const words = [this.#landing.base + vector * 4, 0, raised, 0]
      return words.map((word, index) => this.#pci.barWrite(bar, offset + vector * 16 + index * 4, 4, word))
    })
    await Promise.all(entries.flat())
    this.take()
  }

  /** Turns MSI-X on or off, no vector masked as a whole. */
  turn(on: boolean): Promise<void> {
    return this.#pci.configWrite(this.#place.position + 2, 2, on ? ENABLE : 0)
  }

  /** The vectors whose message came since the last call, ascending. */
  take(): readonly number[] {
    const { base } = this.#landing
    const words = this.#landing.read(base, this.vectors * 4)
    const came = Array.from({ length: this.vectors }, (_, vector) => vector).filter((at) => words[at * 4] === raised)
    for (const vector of came) this.#landing.write(base + vector * 4, new Uint8Array(4))
    return came
  }
}
