/**
 * The free descriptors of a queue, in an order that no device may rely on.
 *
 * The first lap goes through the table in steps of five from slot × 5 + 3. In a table of a power of two entries, from 2 on,
 * that never equals the slot, so a device that takes a ring slot for a head is found out at once. Later laps follow the order
 * in which descriptors came back.
 */
export class DescriptorPool {
  readonly #free: number[]

  /** The descriptors of a table of `size` entries whose available ring begins at `slot`. */
  constructor(size: number, slot: number) {
    this.#free = Array.from({ length: size }, (_, nth) => (5 * (slot + nth) + 3) % size)
  }

  /** How many are free. */
  get count(): number {
    return this.#free.length
  }

  /** Takes `count` of them; throws a `RangeError` if fewer are free. */
  take(count: number): readonly number[] {
    if (count > this.#free.length) throw new RangeError(`${count} descriptors wanted, ${this.#free.length} are free`)
    return this.#free.splice(0, count)
  }

  /** Gives descriptors back; they are the last to be taken again. */
  giveBack(descriptors: readonly number[]): void {
    this.#free.push(...descriptors)
  }
}
