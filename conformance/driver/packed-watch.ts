import type { QueueIndex } from '../../model/kernel/brand.ts'
import type { DeviceMarks } from '../../model/net/action.ts'
import { pvirtqDesc, VIRTQ_DESC_F_AVAIL, VIRTQ_DESC_F_USED } from '../../model/wire/packed-ring-layout.ts'
import type { PackedCursor } from './packed-cursor.ts'

/** What a descriptor was last. */
type Past = 'unavailable' | 'available' | 'used'

/**
 * Watches a packed ring, all of which the device can write to: what the driver and the used descriptors that were due left there is
 * what must stand there.
 */
export class PackedWatch {
  readonly #queue: QueueIndex
  /** What the ring must hold. */
  readonly #expected: Uint8Array
  readonly #past: Past[]
  /** Descriptors of the list that was used last. */
  #skipped = 0

  constructor(queue: QueueIndex, ring: Uint8Array) {
    this.#queue = queue
    this.#expected = ring.slice()
    this.#past = Array.from({ length: ring.length / pvirtqDesc.size }, () => 'unavailable')
  }

  /** The driver made a descriptor available. */
  madeAvailable(slot: number, descriptor: Uint8Array): void {
    this.#expected.set(descriptor, slot * pvirtqDesc.size)
    this.#past[slot] = 'available'
  }

  /** The driver altered an address, where the device may have marked the descriptor used meanwhile. */
  misplaced(slot: number, address: Uint8Array): void {
    this.#expected.set(address, slot * pvirtqDesc.size)
  }

  /** The used descriptor that was due came, for a list of so many. */
  markedUsed(slot: number, descriptor: Uint8Array, skipped: number): void {
    this.#expected.set(descriptor, slot * pvirtqDesc.size)
    this.#past[slot] = 'used'
    this.#skipped = skipped
  }

  /**
   * What else was written since the last call, each kind once; from now on it is expected to stand there.
   *
   * @param ring - what the ring holds
   * @param due - where the next used descriptor is due
   * @param outstanding - how many lists the device has
   */
  inspect(ring: Uint8Array, due: PackedCursor, outstanding: number): readonly DeviceMarks[] {
    if (Buffer.compare(ring, this.#expected) === 0) return []
    const found = new Map<DeviceMarks['on'], DeviceMarks>()
    for (const [slot, past] of this.#past.entries()) {
      const [from, to] = [slot * pvirtqDesc.size, (slot + 1) * pvirtqDesc.size]
      const before = this.#expected.subarray(from, to)
      const now = ring.subarray(from, to)
      if (Buffer.compare(before, now) === 0) continue
      const on =
        slot === due.slot && outstanding > 0
          ? 'due'
          : isNewlyUsed(before, now) && outstanding > 0
            ? 'ahead'
            : elsewhere[past]
      if (!found.has(on))
        found.set(on, { kind: 'device.marks', queue: this.#queue, on, ...flagsOf(now), skipped: this.#skipped })
    }
    this.#expected.set(ring)
    return [...found.values()]
  }
}

/** Where nothing was due. What was made available, and skipped or not used yet, is ahead of what is due. */
const elsewhere = { unavailable: 'unavailable', available: 'ahead', used: 'used' } as const

function flagsOf(descriptor: Uint8Array): { readonly avail: boolean; readonly used: boolean } {
  const flags = (descriptor[pvirtqDesc.flags] ?? 0) | ((descriptor[pvirtqDesc.flags + 1] ?? 0) << 8)
  return { avail: (flags & VIRTQ_DESC_F_AVAIL) !== 0, used: (flags & VIRTQ_DESC_F_USED) !== 0 }
}

/** Whether a descriptor is marked used that was not, or with the other wrap counter. */
function isNewlyUsed(before: Uint8Array, now: Uint8Array): boolean {
  const [was, is] = [flagsOf(before), flagsOf(now)]
  return is.avail === is.used && (was.avail !== is.avail || was.used !== is.used)
}
