import type { QueueIndex } from '../../../model/kernel/brand.ts'
import type { GuestMemory } from '../memory-device.ts'
import { type Bait, Ring, ringBytes } from './ring.ts'

const alignment = 4096

/** A frame to be sent: zeroes, a header of any size among them. */
const frame: Bait = { readable: new Uint8Array(80), writable: 0 }
/** A command that no device knows: the class 0x7f is nobody's. It is turned down, and used all the same. */
const command: Bait = { readable: Uint8Array.of(0x7f, 0), writable: 1 }

/** The rings of a session, those that were given up among them: the device must not use those any more. */
export class Rings {
  readonly #memory: GuestMemory
  readonly #all: Ring[] = []
  readonly #live = new Map<QueueIndex, Ring>()
  #end: number

  constructor(memory: GuestMemory) {
    this.#memory = memory
    this.#end = memory.base
  }

  /** Lays out a ring for a queue; `undefined` where memory has no room. Transmit queues are odd. */
  add(queue: QueueIndex, size: number): Ring | undefined {
    const start = Math.ceil(this.#end / alignment) * alignment
    if (start + ringBytes(size) > this.#memory.base + this.#memory.size) return undefined
    const ring = new Ring(this.#memory, queue, size, start, queue % 2 === 1 ? frame : command)
    this.#end = start + ringBytes(size)
    this.#all.push(ring)
    this.#live.set(queue, ring)
    return ring
  }

  /** The ring that a queue works on. */
  of(queue: QueueIndex): Ring | undefined {
    return this.#live.get(queue)
  }

  /** The queue was reset. */
  giveUp(queue: QueueIndex): void {
    this.#live.delete(queue)
  }

  /** The device was reset. */
  giveUpAll(): void {
    this.#live.clear()
  }

  /** Forgets every ring. */
  clear(): void {
    this.#live.clear()
    this.#all.length = 0
    this.#end = this.#memory.base
  }

  /** Chains that may still be used. */
  get outstanding(): number {
    return [...this.#live.values()].reduce((sum, ring) => sum + ring.outstanding, 0)
  }

  /** The queue of each used entry that came since the last call. */
  poll(): readonly QueueIndex[] {
    return this.#all.flatMap((ring) => Array.from({ length: ring.poll() }, () => ring.queue))
  }
}
