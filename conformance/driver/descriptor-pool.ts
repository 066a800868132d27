/**
 * The free descriptors of a queue, in an order that no device may rely on.
 *
 * The first lap goes through the table in steps of five from slot × 5 + 3 (in another step where five divides the size, since
 * that would not meet every descriptor). In a table of a power of two entries, from 2 on,
 * that never equals the slot, so a device that takes a ring slot for a head is found out at once. Later laps follow the order
 * in which descriptors came back.
 *
 * With VIRTIO_F_IN_ORDER the first lap goes through the table from its beginning, and so, while the device uses chains in order, do the
 * later ones: what came back first is taken first. @clause split.desc.driver.2
 */
export class DescriptorPool {
  readonly #size: number
  readonly #slot: number
  readonly #step: number
  /** How many were taken in the first lap. */
  #first = 0
  /** Descriptors that came back, in order. */
  readonly #returned: number[] = []

  readonly #inOrder: boolean

  /** The descriptors of a table of `size` entries whose available ring begins at `slot`. */
  constructor(size: number, slot: number, inOrder = false) {
    this.#size = size
    this.#slot = slot
    this.#inOrder = inOrder
    this.#step = [5, 3, 7, 11, 13, 17].find((step) => size % step !== 0) ?? 1
  }

  /** How many are free. */
  get count(): number {
    return this.#size - this.#first + this.#returned.length
  }

  /** Takes `count` of them; throws a `RangeError` if fewer are free. */
  take(count: number): readonly number[] {
    if (count > this.count) throw new RangeError(`${count} descriptors wanted, ${this.count} are free`)
    const taken: number[] = []
    for (; taken.length < count && this.#first < this.#size; this.#first++) {
      taken.push(this.#inOrder ? this.#first : (this.#step * (this.#slot + this.#first) + 3) % this.#size)
    }
    return [...taken, ...this.#returned.splice(0, count - taken.length)]
  }

  /** Gives descriptors back; they are the last to be taken again. */
  giveBack(descriptors: readonly number[]): void {
    this.#returned.push(...descriptors)
  }
}
