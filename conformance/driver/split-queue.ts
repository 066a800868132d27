import { advance, type QueueIndex, type RingPosition, ringPosition, slotOf } from '../../model/kernel/brand.ts'
import { sliceOf } from '../../model/kernel/bytes.ts'
import type { ChainId, DeviceAsks, DeviceScribbles, Indirection } from '../../model/net/action.ts'
import { type Corruption, canBreak } from '../../model/ring/corruption.ts'
import { plainRing, type RingTerms } from '../../model/ring/terms.ts'
import { encodeDescriptor } from '../../model/wire/split-ring.ts'
import {
  availableEntryOffset,
  availableRingBytes,
  availEventOffset,
  descriptorOffset,
  descriptorTableBytes,
  usedElementOffset,
  usedEventOffset,
  usedRingBytes,
  VIRTQ_AVAIL_F_NO_INTERRUPT,
  VIRTQ_DESC_F_INDIRECT,
  VIRTQ_DESC_F_NEXT,
  VIRTQ_DESC_F_WRITE,
  VIRTQ_USED_F_NO_NOTIFY,
  virtqAvail,
  virtqDesc,
  virtqUsed,
  virtqUsedElem,
} from '../../model/wire/split-ring-layout.ts'
import type { Arena } from './arena.ts'
import { entriesFor, placeMaterials, placesOfMaterials, type Side } from './broken-chain.ts'
import { brokenSplit } from './broken-split.ts'
import { type Chain, takeBack } from './chain.ts'
import { DescriptorPool } from './descriptor-pool.ts'
import type { Completion, DriverQueue, QueueOptions } from './driver-queue.ts'
import { divided, tableOrder } from './indirect-table.ts'
import type { QueuePlacement } from './memory-device.ts'
import type { Owner, Ownership, Region } from './ownership.ts'
import { lengthOf, type Piece } from './piece.ts'
import { UsedWatch } from './used-watch.ts'

/** A descriptor to be written: the bytes it refers to, its flags but NEXT, and which one follows. */
interface Link {
  readonly region: Region
  readonly flags: number
  readonly next: number | undefined
}

/** The driver's side of one split virtqueue, of a power of two entries. */
export class SplitQueue implements DriverQueue {
  readonly queue: QueueIndex
  readonly placement: QueuePlacement
  readonly #completes: QueueOptions['completes']
  readonly #indirect: boolean
  readonly #arena: Arena
  readonly #ownership: Ownership
  readonly #pool: DescriptorPool
  readonly #watch = new UsedWatch()
  /** Chains the device has, by their head. */
  readonly #outstanding = new Map<number, Chain>()
  #available: RingPosition
  #used: RingPosition
  /** Up to where the device was told, or asked not to be. */
  #told: RingPosition
  readonly #begin: RingPosition
  readonly #ring: RingTerms
  /** `used.flags` at the last look. */
  #asked = 0
  #isBroken = false

  /** Places a zeroed ring. */
  constructor(arena: Arena, ownership: Ownership, options: QueueOptions) {
    const { queue, size, position = ringPosition(0), completes, ring = plainRing, indirect = false } = options
    this.queue = queue
    this.#completes = completes
    this.#indirect = indirect
    this.#arena = arena
    this.#ownership = ownership
    this.#pool = new DescriptorPool(size, slotOf(position, size), ring.inOrder)
    this.#available = position
    this.#used = position
    this.#told = position
    this.#begin = position
    this.#ring = ring
    const descriptors = this.#placeArea(descriptorTableBytes(size), virtqDesc.align, 'descriptor-table')
    const driver = this.#placeArea(availableRingBytes(size), virtqAvail.align, 'available-ring')
    const device = this.#placeArea(usedRingBytes(size), virtqUsed.align, 'device')
    arena.write16(driver + virtqAvail.idx, position)
    arena.write16(device + virtqUsed.idx, position)
    arena.write16(driver + usedEventOffset(size), position)
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
  hasRoomFor(pieces: readonly Piece[], indirect?: Indirection): boolean {
    const { inRing, inTable } = divided(pieces.length, indirect, this.#indirect)
    const isShort = pieces.length > 0 && pieces.length <= this.placement.size && inRing <= this.#pool.count
    const tables = inTable === 0 ? [] : [inTable * virtqDesc.size + virtqDesc.align]
    return isShort && this.#arena.fits([...pieces.map(lengthOf), ...tables]) && !this.#isBroken
  }

  /** Moves the available index back by more than the ring has entries. */
  rewind(): boolean {
    this.#isBroken = true
    const { driver, size } = this.placement
    this.#arena.write16(driver + virtqAvail.idx, (this.#available - size - 1) & 0xffff)
    return true
  }

  /** Makes a chain available. @clause split.avail.def.1 */
  publish(id: ChainId, pieces: readonly Piece[], indirect?: Indirection): void {
    const { direct, inTable, inRing, write } = divided(pieces.length, indirect, this.#indirect)
    const descriptors = this.#pool.take(inRing)
    const buffers = pieces.map((piece) => this.#placeBuffer(id, piece))
    const flagged = buffers.map((region) => ({ region, flags: region.owner === 'device' ? VIRTQ_DESC_F_WRITE : 0 }))
    const table = inTable === 0 ? [] : [this.#placeTable(id, flagged.slice(direct))]
    const last = table.map((region) => ({
      region,
      flags: VIRTQ_DESC_F_INDIRECT | (write ? VIRTQ_DESC_F_WRITE : 0),
    }))
    for (const [nth, link] of [...flagged.slice(0, direct), ...last].entries()) {
      this.#describe(descriptors[nth], { ...link, next: descriptors[nth + 1] })
    }
    const head = descriptors[0]
    if (head === undefined) throw new RangeError(`chain ${id} has no buffer`)
    this.#outstanding.set(head, { id, buffers: [...buffers, ...table], descriptors })
    const { driver, size } = this.placement
    this.#arena.write16(driver + availableEntryOffset(slotOf(this.#available, size)), head)
    this.#available = advance(this.#available, 1)
    this.#arena.write16(driver + virtqAvail.idx, this.#available)
  }

  corrupt(id: ChainId, how: Corruption, side: Side): (() => void) | undefined {
    const entries = entriesFor(how, this.#pool.count, false)
    const hasRoom = this.#pool.count >= entries && this.#arena.fits(placesOfMaterials)
    if (this.#isBroken || !canBreak(how, false) || !hasRoom) return undefined
    this.#isBroken = true
    const { driver, size, descriptors } = this.placement
    const indices = this.#pool.take(entries)
    const regions = placeMaterials(this.#arena, this.#ownership, { queue: this.queue, chain: id })
    const { readable, writable, table } = regions
    const materials = { readable: readable.address, writable: writable.address, table: table.address, entries }
    const chain = brokenSplit(how, side, materials, { indices, size })
    const describe = (nth: number, bytes: Uint8Array): void =>
      this.#arena.write(descriptors + descriptorOffset(indices[nth] ?? 0), bytes)
    this.#arena.write(table.address, chain.table)
    for (const [nth, bytes] of chain.descriptors.entries()) describe(nth, bytes)
    if (how === 'events') this.#asksNonsense()
    this.#outstanding.set(chain.head, { id, buffers: [readable, writable, table], descriptors: indices })
    this.#arena.write16(driver + availableEntryOffset(slotOf(this.#available, size)), chain.head)
    this.#arena.write16(driver + virtqAvail.idx, advance(this.#available, chain.moves))
    const { later } = chain
    return () => {
      if (later !== undefined) describe(0, later)
    }
  }

  /** Every flag but the one that there is, and a position that is half a lap away. */
  #asksNonsense(): void {
    const { driver, size } = this.placement
    this.#arena.write16(driver + virtqAvail.flags, 0xffff & ~VIRTQ_AVAIL_F_NO_INTERRUPT)
    this.#arena.write16(driver + usedEventOffset(size), advance(this.#available, 0x8000))
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

  /** Places a table of descriptors, linked in an order of their own unless IN_ORDER forbids that. @clause split.indirect.def.1 split.indirect.driver.5 */
  #placeTable(chain: ChainId, links: readonly Omit<Link, 'next'>[]): Region {
    const places = this.#ring.inOrder ? links.map((_, nth) => nth) : tableOrder(links.length)
    const table = new Uint8Array(links.length * virtqDesc.size)
    for (const [nth, link] of links.entries()) {
      table.set(encoded({ ...link, next: places[nth + 1] }), descriptorOffset(places[nth] ?? 0))
    }
    const address = this.#arena.place(table.length, virtqDesc.align, table)
    return this.#ownership.add({ address, length: table.length, queue: this.queue, chain, owner: 'device-readable' })
  }

  #describe(index: number | undefined, link: Link): void {
    if (index === undefined) throw new Error('fault: a buffer without a descriptor')
    this.#arena.write(this.placement.descriptors + descriptorOffset(index), encoded(link))
  }

  /** Of the used ring, which is the device's, what was seen as used must not change; entries ahead of its index may. */
  inspect(): readonly DeviceScribbles[] {
    const { device, size } = this.placement
    const ring = this.#arena.memory.read(device + usedElementOffset(0), size * virtqUsedElem.size)
    const next = slotOf(this.#used, size)
    const isAhead = (slot: number): boolean => (slot - next + size) % size < this.outstanding
    const { queue } = this
    return this.#watch.inspect(ring, isAhead) ? [{ kind: 'device.scribbles', on: 'used-ring', queue }] : []
  }

  /**
   * Whether the device asks to be notified of what was made available since this was asked last.
   *
   * @clause split.notify.driver.9 split.notify.driver.11
   */
  wantsNotification(): boolean {
    const { device, size } = this.placement
    const { memory } = this.#arena
    const news = this.#available - this.#told
    this.#told = this.#available
    if (!this.#ring.eventIdx) return (memory.read16(device + virtqUsed.flags) & VIRTQ_USED_F_NO_NOTIFY) === 0
    const event = memory.read16(device + availEventOffset(size))
    return ((this.#available - 1 - event) & 0xffff) < (news & 0xffff)
  }

  /** Asks for used buffer notifications, or to be spared them. @clause split.notify.driver.2 */
  notifications(on: boolean): void {
    this.#arena.write16(this.placement.driver + virtqAvail.flags, on ? 0 : VIRTQ_AVAIL_F_NO_INTERRUPT)
  }

  /** Asks for the notification of one entry of the used ring, counted from where it began. @clause split.notify.driver.4 */
  awaits(event: number): void {
    const { driver, size } = this.placement
    this.#arena.write16(driver + usedEventOffset(size), advance(this.#begin, event))
  }

  /** `used.flags`, if they changed since the last look. */
  asks(): readonly DeviceAsks[] {
    const flags = this.#arena.memory.read16(this.placement.device + virtqUsed.flags)
    if (flags === this.#asked) return []
    this.#asked = flags
    return [{ kind: 'device.asks', queue: this.queue, flags }]
  }

  /**
   * What the used ring holds since the last look. An index that ran past what is outstanding gives one stray for all that is
   * too much. With IN_ORDER an entry may name the last of a batch: then every chain before it comes back too.
   *
   * @clause core.inorder.device.1
   */
  poll(): readonly Completion[] {
    const { device } = this.placement
    const used = ringPosition(this.#arena.memory.read16(device + virtqUsed.idx))
    const news = (used - this.#used) & 0xffff
    const seen: Completion[] = []
    const last = this.outstanding + 1
    for (let nth = 0; nth < Math.min(news, last); ) {
      const { chains, completions } = this.#completion(advance(this.#used, nth), news - nth)
      seen.push(...completions)
      nth += chains
    }
    this.#used = used
    if (news >= last) this.#watch.forget()
    return seen
  }

  /** What a used entry says, of as many chains as it covers; at most `news` of them were used. */
  #completion(position: RingPosition, news: number): { chains: number; completions: readonly Completion[] } {
    const { device, size } = this.placement
    const element = device + usedElementOffset(slotOf(position, size))
    this.#watch.saw(slotOf(position, size), this.#arena.memory.read(element, virtqUsedElem.size))
    const head = this.#arena.memory.read32(element + virtqUsedElem.id)
    const length = this.#arena.memory.read32(element + virtqUsedElem.len)
    const { queue } = this
    const skipped = this.#skippedBefore(head, news)
    const completions = skipped.flatMap((other) => this.#returned(other, undefined))
    const own = this.#outstanding.has(head)
      ? this.#returned(head, length)
      : ([{ kind: 'device.strays', queue, head, length }] as const)
    return { chains: skipped.length + 1, completions: [...completions, ...own] }
  }

  /** With IN_ORDER the heads that stand before this one: an entry that names the last of a batch covers them all. */
  #skippedBefore(head: number, news: number): readonly number[] {
    if (!this.#ring.inOrder || !this.#outstanding.has(head)) return []
    const heads = [...this.#outstanding.keys()]
    const place = heads.indexOf(head)
    return place < news ? heads.slice(0, place) : []
  }

  /** A chain that came back, with this length; without one where a batch skipped it, for then it was used completely. */
  #returned(head: number, stated: number | undefined): readonly Completion[] {
    const chain = this.#outstanding.get(head)
    if (chain === undefined) throw new Error(`fault: head ${head} is not outstanding`)
    this.#outstanding.delete(head)
    this.#pool.giveBack(chain.descriptors)
    const { written, scribbles } = takeBack(chain, this.#arena)
    const length = stated ?? written.length / 2
    const { queue } = this
    return [...scribbles, { kind: this.#completes, queue, chain: chain.id, length, bytes: sliceOf(written, 0, length) }]
  }
}

/** The bytes of a descriptor. */
function encoded({ region, flags, next }: Link): Uint8Array {
  return encodeDescriptor({
    addr: BigInt(region.address),
    len: region.length,
    flags: flags | (next === undefined ? 0 : VIRTQ_DESC_F_NEXT),
    next: next ?? 0,
  })
}
