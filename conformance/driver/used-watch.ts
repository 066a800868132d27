import { virtqUsedElem } from '../../model/wire/split-ring-layout.ts'

/**
 * Watches the entries of a split ring's used ring that were seen as used: their length was to be stored before the index moved past
 * them, so that nothing of them changes any more.
 *
 * @clause split.used.device.1
 */
export class UsedWatch {
  /** Entries as they were seen, by their slot. */
  readonly #seen = new Map<number, Uint8Array>()

  /** An entry was seen as used. */
  saw(slot: number, entry: Uint8Array): void {
    this.#seen.set(slot, entry.slice())
  }

  /** What was seen says nothing any more: the index is not what it should be. */
  forget(): void {
    this.#seen.clear()
  }

  /**
   * Whether an entry has changed since it was seen; from now on it is expected to be as it is.
   *
   * @param ring - the entries of the used ring
   * @param mayChange - whether the device may be writing the next entry into a slot
   */
  inspect(ring: Uint8Array, mayChange: (slot: number) => boolean): boolean {
    let changed = false
    for (const [slot, entry] of this.#seen) {
      const at = slot * virtqUsedElem.size
      const now = ring.subarray(at, at + virtqUsedElem.size)
      if (Buffer.compare(entry, now) === 0) continue
      if (!mayChange(slot)) changed = true
      this.#seen.set(slot, now.slice())
    }
    return changed
  }
}
