/** A place in a packed ring: a slot, and the wrap counter there. @clause packed.wrap.def.1 */
export class PackedCursor {
  readonly #size: number
  #slot: number
  #wrap: boolean

  /** The place that is reached after so many descriptors of a ring of `size`; the counter begins at 1. */
  constructor(size: number, position: number) {
    this.#size = size
    this.#slot = position % size
    this.#wrap = Math.floor(position / size) % 2 === 0
  }

  get slot(): number {
    return this.#slot
  }

  /** The wrap counter: true for 1. */
  get wrap(): boolean {
    return this.#wrap
  }

  /** How far it is on the two laps that a ring has, one for each wrap counter: 0 to twice the size, exclusive. */
  get position(): number {
    return this.#slot + (this.#wrap ? 0 : this.#size)
  }

  /** Passes some descriptors, at most as many as the ring has. */
  pass(count: number): void {
    const slot = this.#slot + count
    if (slot >= this.#size) this.#wrap = !this.#wrap
    this.#slot = slot % this.#size
  }
}
