import type { QueueIndex } from '../../../model/kernel/brand.ts'
import {
  availableEntryOffset,
  availableRingBytes,
  descriptorOffset,
  descriptorTableBytes,
  usedElementOffset,
  usedRingBytes,
  VIRTQ_DESC_F_NEXT,
  VIRTQ_DESC_F_WRITE,
  virtqAvail,
  virtqDesc,
  virtqUsed,
} from '../../../model/wire/split-ring-layout.ts'
import type { GuestMemory, QueuePlacement } from '../memory-device.ts'

/** What is put on a queue to be used at once: bytes that the device reads, and room that it writes. */
export interface Bait {
  readonly readable: Uint8Array
  /** Bytes. */
  readonly writable: number
}

/** Bytes of memory that the data of a ring takes at most. */
const dataBytes = 256
const alignment = 16
const aligned = (bytes: number): number => Math.ceil(bytes / alignment) * alignment

/** Bytes of memory that a ring of so many entries takes, with its data. */
export const ringBytes = (size: number): number =>
  descriptorTableBytes(size) + aligned(availableRingBytes(size)) + aligned(usedRingBytes(size)) + dataBytes

/**
 * A split ring that always makes the same buffer available: only that it is used counts. The bytes are shared by all its
 * chains, whose heads are taken in turn as they come back.
 */
export class Ring {
  readonly queue: QueueIndex
  readonly placement: QueuePlacement
  readonly #memory: GuestMemory
  readonly #bait: Bait
  readonly #free: number[]
  #available = 0
  #used = 0

  /** Lays a ring out from `address` on, a multiple of 16; zeroes it. */
  constructor(memory: GuestMemory, queue: QueueIndex, size: number, address: number, bait: Bait) {
    const driver = address + descriptorTableBytes(size)
    const device = driver + aligned(availableRingBytes(size))
    this.queue = queue
    this.placement = { size, descriptors: address, driver, device }
    this.#memory = memory
    this.#bait = bait
    const chain = bait.writable > 0 ? 2 : 1
    this.#free = Array.from({ length: Math.floor(size / chain) }, (_, index) => index * chain)
    memory.write(address, new Uint8Array(ringBytes(size)))
    memory.write(this.#data, bait.readable)
  }

  get #data(): number {
    return this.placement.device + aligned(usedRingBytes(this.placement.size))
  }

  /** `avail.idx`. */
  get position(): number {
    return this.#available
  }

  /** Chains that are available and not used, as far as was seen. */
  get outstanding(): number {
    return (this.#available - this.#used) & 0xffff
  }

  /** Makes a chain available; `false` where there is no room. */
  offer(): boolean {
    const head = this.#free.shift()
    if (head === undefined) return false
    const { size, driver } = this.placement
    const { readable, writable } = this.#bait
    this.#describe(head, this.#data, readable.length, writable > 0 ? VIRTQ_DESC_F_NEXT : 0)
    if (writable > 0) this.#describe(head + 1, this.#data + readable.length, writable, VIRTQ_DESC_F_WRITE)
    this.#memory.write16(driver + availableEntryOffset(this.#available % size), head)
    this.#available = (this.#available + 1) & 0xffff
    this.#memory.write16(driver + virtqAvail.idx, this.#available)
    return true
  }

  #describe(index: number, address: number, length: number, flags: number): void {
    const descriptor = new DataView(new ArrayBuffer(virtqDesc.size))
    descriptor.setUint32(virtqDesc.addr, address, true)
    descriptor.setUint32(virtqDesc.len, length, true)
    descriptor.setUint16(virtqDesc.flags, flags, true)
    descriptor.setUint16(virtqDesc.next, index + 1, true)
    this.#memory.write(this.placement.descriptors + descriptorOffset(index), new Uint8Array(descriptor.buffer))
  }

  /** How many used entries came since the last call; no more than the ring has, whatever the index says. */
  poll(): number {
    const { size, device } = this.placement
    const used = this.#memory.read16(device + virtqUsed.idx)
    const news = Math.min((used - this.#used) & 0xffff, size)
    for (let nth = 0; nth < news; nth++) {
      this.#free.push(this.#memory.read32(device + usedElementOffset((this.#used + nth) % size)))
    }
    this.#used = used
    return news
  }
}
