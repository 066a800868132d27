import { advance, type QueueIndex, type RingPosition, ringPosition, slotOf } from '../../model/kernel/brand.ts'
import { sliceOf } from '../../model/kernel/bytes.ts'
import type { ChainId, DeviceAcknowledges, DeviceScribbles, DeviceStrays, DeviceUses } from '../../model/net/action.ts'
import { encodeDescriptor } from '../../model/wire/split-ring.ts'
import {
  availableEntryOffset,
  availableRingBytes,
  descriptorOffset,
  descriptorTableBytes,
  usedElementOffset,
  usedRingBytes,
  VIRTQ_AVAIL_F_NO_INTERRUPT,
  VIRTQ_DESC_F_NEXT,
  VIRTQ_DESC_F_WRITE,
  VIRTQ_USED_F_NO_NOTIFY,
  virtqAvail,
  virtqDesc,
  virtqUsed,
  virtqUsedElem,
} from '../../model/wire/split-ring-layout.ts'
import type { Arena } from './arena.ts'
import { type Chain, takeBack } from './chain.ts'
import { DescriptorPool } from './descriptor-pool.ts'
import type { QueuePlacement } from './memory-device.ts'
import type { Owner, Ownership, Region } from './ownership.ts'
import { lengthOf, type Piece } from './piece.ts'

/** What comes out of a used ring. */
export type Completion = DeviceUses | DeviceAcknowledges | DeviceStrays | DeviceScribbles

/** Which queue, and how large. */
export interface SplitQueueOptions {
  readonly queue: QueueIndex
  /** Entries of the ring: a power of two. */
  readonly size: number
  /** Where the ring begins; 0 if not given. */
  readonly position?: RingPosition | undefined
  /** How a used entry is reported. */
  readonly completes: 'device.uses' | 'device.acknowledges'
}

/** The driver's side of one split virtqueue: publishes chains, and takes them back from the used ring. */
export class SplitQueue {
  readonly queue: QueueIndex
  readonly placement: QueuePlacement
  readonly #completes: SplitQueueOptions['completes']
  readonly #arena: Arena
  readonly #ownership: Ownership
  readonly #pool: DescriptorPool
  /** Chains the device has, by their head. */
  readonly #outstanding = new Map<number, Chain>()
  #available: RingPosition
  #used: RingPosition
  #isBroken = false

  /** Places a zeroed ring. */
  constructor(arena: Arena, ownership: Ownership, options: SplitQueueOptions) {
    const { queue, size, position = ringPosition(0), completes } = options
    this.queue = queue
    this.#completes = completes
    this.#arena = arena
    this.#ownership = ownership
    this.#pool = new DescriptorPool(size, slotOf(position, size))
    this.#available = position
    this.#used = position
    const descriptors = this.#placeArea(descriptorTableBytes(size), virtqDesc.align, 'descriptor-table')
    const driver = this.#placeArea(availableRingBytes(size), virtqAvail.align, 'available-ring')
    const device = this.#placeArea(usedRingBytes(size), virtqUsed.align, 'device')
    arena.write16(driver + virtqAvail.idx, position)
    arena.write16(device + virtqUsed.idx, position)
    this.placement = { size, descriptors, driver, device, ...(position !== 0 && { position }) }
  }

  #placeArea(length: number, alignment: number, owner: Owner): number {
    const address = this.#arena.place(length, alignment, new Uint8Array(length))
    this.#ownership.add({ address, length, queue: this.queue, owner })
    return address
  }

  /** How many chains the device has. */
  get outstanding(): number {
    return this.#outstanding.size
  }

  /** Whether a chain of these pieces can be made available now. */
  hasRoomFor(pieces: readonly Piece[]): boolean {
    const fits = pieces.length > 0 && pieces.length <= this.#pool.count && this.#arena.fits(pieces.map(lengthOf))
    return fits && !this.#isBroken
  }

  /** Moves the available index back by more than the ring has entries; nothing can be made available afterwards. */
  rewind(): void {
    this.#isBroken = true
    const { driver, size } = this.placement
    this.#arena.write16(driver + virtqAvail.idx, (this.#available - size - 1) & 0xffff)
  }

  /** Makes a chain available; {@link hasRoomFor} says whether it can be. @clause split.avail.def.1 */
  publish(id: ChainId, pieces: readonly Piece[]): void {
    const descriptors = this.#pool.take(pieces.length)
    const buffers = pieces.map((piece) => this.#placeBuffer(id, piece))
    for (const [nth, index] of descriptors.entries()) this.#describe(index, buffers[nth], descriptors[nth + 1])
    const head = descriptors[0]
    if (head === undefined) throw new RangeError(`chain ${id} has no buffer`)
    this.#outstanding.set(head, { id, buffers, descriptors })
    const { driver, size } = this.placement
    this.#arena.write16(driver + availableEntryOffset(slotOf(this.#available, size)), head)
    this.#available = advance(this.#available, 1)
    this.#arena.write16(driver + virtqAvail.idx, this.#available)
  }

  #placeBuffer(chain: ChainId, piece: Piece): Region {
    const length = lengthOf(piece)
    const readable = 'reads' in piece
    const address = this.#arena.place(length, 1, readable ? piece.reads : undefined)
    return this.#ownership.add({
      address,
      length,
      queue: this.queue,
      chain,
      owner: readable ? 'device-readable' : 'device',
    })
  }

  #describe(index: number, region: Region | undefined, next: number | undefined): void {
    if (region === undefined) throw new Error('fault: a descriptor without a buffer')
    const write = region.owner === 'device' ? VIRTQ_DESC_F_WRITE : 0
    const descriptor = encodeDescriptor({
      addr: BigInt(region.address),
      len: region.length,
      flags: write | (next === undefined ? 0 : VIRTQ_DESC_F_NEXT),
      next: next ?? 0,
    })
    this.#arena.write(this.placement.descriptors + descriptorOffset(index), descriptor)
  }

  /** Whether the device asks to be notified of available buffers. @clause split.notify.driver.8 */
  wantsNotification(): boolean {
    return (this.#arena.memory.read16(this.placement.device + virtqUsed.flags) & VIRTQ_USED_F_NO_NOTIFY) === 0
  }

  /** Asks for used buffer notifications, or to be spared them. @clause split.notify.driver.2 */
  notifications(on: boolean): void {
    this.#arena.write16(this.placement.driver + virtqAvail.flags, on ? 0 : VIRTQ_AVAIL_F_NO_INTERRUPT)
  }

  /**
   * What the used ring holds since the last look. An index that ran past what is outstanding gives one stray for all that is
   * too much.
   */
  poll(): readonly Completion[] {
    const { device } = this.placement
    const used = ringPosition(this.#arena.memory.read16(device + virtqUsed.idx))
    const news = (used - this.#used) & 0xffff
    const credible = Math.min(news, this.outstanding + 1)
    const seen = Array.from({ length: credible }, (_, nth) => this.#completion(advance(this.#used, nth)))
    this.#used = used
    return seen.flat()
  }

  #completion(position: RingPosition): readonly Completion[] {
    const { device, size } = this.placement
    const element = device + usedElementOffset(slotOf(position, size))
    const head = this.#arena.memory.read32(element + virtqUsedElem.id)
    const length = this.#arena.memory.read32(element + virtqUsedElem.len)
    const chain = this.#outstanding.get(head)
    const { queue } = this
    if (chain === undefined) return [{ kind: 'device.strays', queue, head, length }]
    this.#outstanding.delete(head)
    this.#pool.giveBack(chain.descriptors)
    const { written, scribbles } = takeBack(chain, this.#arena)
    return [...scribbles, { kind: this.#completes, queue, chain: chain.id, length, bytes: sliceOf(written, 0, length) }]
  }
}
