import type { GuestMemory } from './memory-device.ts'
import { type Shadow, shadowOf } from './shadow.ts'

/** Bytes of poison behind everything that is placed. */
export const GUARD = 32
/** Bytes of poison at the lowest addresses: a stray write often goes there. */
export const FIRST_GUARD = 4096

/**
 * Guest memory as the driver fills it: things are placed one behind the other, each followed by a guard zone.
 *
 * The image holds what the driver left at each address in use. Every byte in use was written, the guard zones and what
 * alignment leaves out too, so that memory and image can be compared as a whole. A memory has one arena at a time.
 */
export class Arena {
  readonly memory: GuestMemory
  readonly #shadow: Shadow
  /** The first byte not in use. */
  #end: number

  constructor(memory: GuestMemory) {
    this.memory = memory
    this.#shadow = shadowOf(memory)
    this.#end = memory.base
    this.rewind()
  }

  /** Bytes in use, from the memory's base on. */
  get used(): number {
    return this.#end - this.memory.base
  }

  /** Forgets what was placed, and begins again at the bottom. */
  rewind(): void {
    const { base } = this.memory
    this.#poisonImage(base, base + FIRST_GUARD)
    this.memory.write(base, this.image(base, FIRST_GUARD))
    this.#end = base + FIRST_GUARD
  }

  #poisonImage(start: number, end: number): void {
    const { base } = this.memory
    this.#shadow.image.set(this.#shadow.poison(start - base, end - base), start - base)
  }

  /** What the driver left at these addresses; a view, not a copy. */
  image(address: number, length: number): Uint8Array {
    const start = address - this.memory.base
    return this.#shadow.image.subarray(start, start + length)
  }

  /** What memory in use holds now; good until the next call. */
  snapshot(): Uint8Array {
    const snapshot = this.#shadow.snapshot.subarray(0, this.used)
    this.memory.readInto(this.memory.base, snapshot)
    return snapshot
  }

  /** Whether buffers of these lengths in bytes can be placed. */
  fits(lengths: readonly number[]): boolean {
    return lengths.reduce((sum, length) => sum + length + GUARD, this.used) <= this.memory.size
  }

  /**
   * Places `length` bytes holding `contents`, or poison where there are none, and a guard zone behind them.
   *
   * @returns the address, a multiple of `alignment`
   * @throws RangeError when the memory is too small
   */
  place(length: number, alignment: number, contents?: Uint8Array): number {
    const address = Math.ceil(this.#end / alignment) * alignment
    const end = address + length + GUARD
    const { base, size } = this.memory
    if (end > base + size) {
      throw new RangeError(`guest memory of ${size} bytes is too small: ${length} more would end at ${end - base}`)
    }
    this.#poisonImage(this.#end, end)
    if (contents !== undefined) this.image(address, length).set(contents)
    this.memory.write(this.#end, this.image(this.#end, end - this.#end))
    this.#end = end
    return address
  }

  /** The driver writes into what it placed. */
  write(address: number, data: Uint8Array): void {
    this.image(address, data.length).set(data)
    this.memory.write(address, data)
  }

  /** The driver stores 16 bits at once, little-endian, after everything it wrote before. */
  write16(address: number, value: number): void {
    this.image(address, 2).set([value & 0xff, value >> 8])
    this.memory.write16(address, value)
  }

  /** Takes what memory holds now as what should stand there; returns it. */
  refresh(address: number, length: number): Uint8Array {
    const actual = this.memory.read(address, length)
    this.image(address, length).set(actual)
    return actual
  }
}
