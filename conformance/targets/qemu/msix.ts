import type { GuestMemory } from '../../driver/memory-device.ts'
import type { ConfigSpace } from './pci.ts'
import type { Qtest } from './qtest.ts'

const ENABLE = 0x8000
const raised = 1

/** Where the vectors are, and where their messages shall go. */
export interface MsixPlace {
  /** Physical address of the vector table. */
  readonly table: number
  readonly vectors: number
  /** Physical address of the landing pad: four bytes a vector. */
  readonly pad: number
}

/** Interrupts as memory writes: each vector's message lands in a word of its own, which is read and cleared. */
export class Msix {
  readonly #memory: GuestMemory
  readonly #place: MsixPlace

  /** Vectors from which `take` reads; {@link point} makes them arrive. */
  constructor(memory: GuestMemory, place: MsixPlace) {
    this.#memory = memory
    this.#place = place
  }

  /** Points every vector at its word, unmasks it and enables MSI-X. */
  async point(qtest: Qtest, config: ConfigSpace, capability: number): Promise<void> {
    const { table, vectors, pad } = this.#place
    const entries = Array.from({ length: vectors }, (_, vector) => {
      const words = [pad + vector * 4, 0, raised, 0]
      return words.map((word, index) => qtest.write(table + vector * 16 + index * 4, 4, word))
    })
    await Promise.all([...entries.flat(), config.write(capability + 2, 2, ENABLE)])
    this.take()
  }

  /** The vectors whose message came since the last call, ascending. */
  take(): readonly number[] {
    const { vectors, pad } = this.#place
    const words = this.#memory.read(pad, vectors * 4)
    const came = Array.from({ length: vectors }, (_, vector) => vector).filter((vector) => words[vector * 4] === raised)
    for (const vector of came) this.#memory.write(pad + vector * 4, new Uint8Array(4))
    return came
  }
}
