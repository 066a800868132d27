import { type QueueIndex, ringPosition } from '../../model/kernel/brand.ts'
import { lengthOf as lengthOfBytes, sliceOf } from '../../model/kernel/bytes.ts'
import type { ChainId, DeviceAsks, DeviceMarks, DeviceUses, Indirection } from '../../model/net/action.ts'
import { type Corruption, canBreak, clauseOfUnavailable } from '../../model/ring/corruption.ts'
import { plainRing, type RingTerms } from '../../model/ring/terms.ts'
import { encodePackedDescriptor } from '../../model/wire/packed-ring.ts'
import {
  pvirtqDesc,
  pvirtqEventSuppress,
  RING_EVENT_FLAGS_DESC,
  RING_EVENT_FLAGS_DISABLE,
  RING_EVENT_FLAGS_ENABLE,
  VIRTQ_DESC_F_AVAIL,
  VIRTQ_DESC_F_USED,
} from '../../model/wire/packed-ring-layout.ts'
import { VIRTQ_DESC_F_INDIRECT, VIRTQ_DESC_F_NEXT, VIRTQ_DESC_F_WRITE } from '../../model/wire/split-ring-layout.ts'
import type { Arena } from './arena.ts'
import { entriesFor, far, placeMaterials, placesOfMaterials, type Side } from './broken-chain.ts'
import { type BrokenPacked, brokenPacked } from './broken-packed.ts'
import { type Chain, takeBack } from './chain.ts'
import { DescriptorPool } from './descriptor-pool.ts'
import type { Completion, DriverQueue, QueueOptions } from './driver-queue.ts'
import { type Division, divided } from './indirect-table.ts'
import type { QueuePlacement } from './memory-device.ts'
import type { Owner, Ownership, Region } from './ownership.ts'
import { PackedCursor } from './packed-cursor.ts'
import { PackedWatch } from './packed-watch.ts'
import { lengthOf, type Piece } from './piece.ts'

/** What a descriptor is to hold but for AVAIL and USED. */
interface Element {
  readonly region: Region
  readonly flags: number
}

/** The driver's side of one packed virtqueue, of any number of entries. */
export class PackedQueue implements DriverQueue {
  readonly queue: QueueIndex
  readonly placement: QueuePlacement
  readonly #completes: QueueOptions['completes']
  readonly #indirect: boolean
  readonly #ring: RingTerms
  readonly #arena: Arena
  readonly #ownership: Ownership
  /** Buffer ids, in an order that no device may rely on. */
  readonly #ids: DescriptorPool
  /** Chains the device has, by their buffer id, in the order in which they were made available. `descriptors` are slots. */
  readonly #outstanding = new Map<number, Chain>()
  readonly #watch: PackedWatch
  /** Where the next descriptor is made available. */
  readonly #available: PackedCursor
  /** Up to where the device was told, or asked not to be: a position as of {@link PackedCursor}. */
  #told: number
  /** Where the next used descriptor is due. */
  readonly #used: PackedCursor
  #free: number
  #isBroken = false
  #isVague = false
  /** `flags` of the device event suppression structure at the last look. */
  #asked = 0

  /** Places a ring that holds what it would after `position` descriptors: zeros at first. */
  constructor(arena: Arena, ownership: Ownership, options: QueueOptions) {
    const { queue, size, position = ringPosition(0), completes, ring: terms = plainRing, indirect = false } = options
    this.queue = queue
    this.#completes = completes
    this.#indirect = indirect
    this.#ring = terms
    this.#arena = arena
    this.#ownership = ownership
    this.#ids = new DescriptorPool(size, position % size)
    this.#available = new PackedCursor(size, position)
    this.#used = new PackedCursor(size, position)
    this.#told = this.#available.position
    this.#free = size
    const ring = usedRing(size, position)
    const descriptors = this.#placeArea(ring, pvirtqDesc.align, 'device')
    const driver = this.#placeArea(
      new Uint8Array(pvirtqEventSuppress.size),
      pvirtqEventSuppress.align,
      'available-ring',
    )
    const device = this.#placeArea(new Uint8Array(pvirtqEventSuppress.size), pvirtqEventSuppress.align, 'device')
    this.placement = { size, descriptors, driver, device, ...(position !== 0 && { position }) }
    this.#watch = new PackedWatch(queue, ring)
  }

  #placeArea(contents: Uint8Array, alignment: number, owner: Owner): number {
    const { length } = contents
    const address = this.#arena.place(length, alignment, contents)
    this.#ownership.add({ address, length, queue: this.queue, owner })
    return address
  }

  get outstanding(): number {
    return this.#outstanding.size
  }

  hasRoomFor(pieces: readonly Piece[], indirect?: Indirection): boolean {
    const { inRing, inTable } = this.#divided(pieces, indirect)
    const isShort = pieces.length > 0 && pieces.length <= this.placement.size && inRing <= this.#free
    const tables = inTable === 0 ? [] : [inTable * pvirtqDesc.size + pvirtqDesc.align]
    return isShort && !this.#isBroken && this.#arena.fits([...pieces.map(lengthOf), ...tables])
  }

  /** A list may not hold both direct descriptors and one that refers to a table. @clause packed.indirect.driver.4 */
  #divided(pieces: readonly Piece[], indirect: Indirection | undefined): Division {
    return divided(pieces.length, indirect && { direct: 0 }, this.#indirect)
  }

  /** There is no index that could be moved back. */
  rewind(): boolean {
    return false
  }

  corrupt(id: ChainId, how: Corruption, side: Side): (() => void) | undefined {
    const entries = entriesFor(how, this.#free, true)
    // Beside the list a descriptor is left out, or is to be one that nobody made available.
    const hasRoom = this.#free >= entries + (how === 'loop' ? 0 : 1) && this.#arena.fits(placesOfMaterials)
    if (this.#isBroken || !canBreak(how, true) || !hasRoom || entries === 0) return undefined
    this.#isBroken = true
    this.#isVague = clauseOfUnavailable(how, true) === undefined
    const regions = placeMaterials(this.#arena, this.#ownership, { queue: this.queue, chain: id })
    const { readable, writable, table } = regions
    const materials = { readable: readable.address, writable: writable.address, table: table.address, entries }
    const list = brokenPacked(how, side, materials)
    this.#arena.write(table.address, list.table)
    if (how === 'events') this.#asksNonsense()
    const [taken = 0] = this.#ids.take(1)
    const buffer = how === 'head-beyond' ? this.placement.size : taken
    const slots = this.#writeBroken(list, buffer)
    this.#free -= slots.length
    this.#outstanding.set(buffer, { id, buffers: [readable, writable, table], descriptors: slots })
    return () => {
      if (list.changes) this.#misplace(slots[0] ?? 0)
    }
  }

  /** Writes a broken list where it is due, or beside it; its slots. */
  #writeBroken({ elements, gap, unwrapped, behind }: BrokenPacked, buffer: number): readonly number[] {
    const cursor = this.#available
    cursor.pass(gap)
    const available = (): number => (cursor.wrap === unwrapped ? VIRTQ_DESC_F_USED : VIRTQ_DESC_F_AVAIL)
    const list = elements.map(({ address: addr, length: len, flags }) => {
      const { slot } = cursor
      const bytes = encodePackedDescriptor({ addr, len, id: buffer, flags: flags | available() })
      cursor.pass(1)
      return { slot, bytes }
    })
    if (behind === 'available') this.#write(cursor.slot, this.#restated(cursor.slot, { available: available() }))
    if (behind === 'unavailable') this.#write(cursor.slot, this.#restated(cursor.slot, { buffer }))
    for (const { slot, bytes } of [...list].reverse()) this.#write(slot, bytes)
    return list.map(({ slot }) => slot)
  }

  /** A descriptor as it stands, but available, or with another buffer id. */
  #restated(slot: number, { available, buffer }: { available?: number; buffer?: number }): Uint8Array {
    const bytes = this.#arena.image(this.placement.descriptors + slot * pvirtqDesc.size, pvirtqDesc.size).slice()
    const view = new DataView(bytes.buffer, bytes.byteOffset)
    const flags = view.getUint16(pvirtqDesc.flags, true)
    const marks = VIRTQ_DESC_F_AVAIL | VIRTQ_DESC_F_USED
    view.setUint16(pvirtqDesc.flags, available === undefined ? flags : (flags & ~marks) | available, true)
    if (buffer !== undefined) view.setUint16(pvirtqDesc.id, buffer, true)
    return bytes
  }

  /** The address of a descriptor that the device may have seen already, and may have marked used, goes wrong. */
  #misplace(slot: number): void {
    const address = new Uint8Array(pvirtqDesc.len)
    new DataView(address.buffer).setBigUint64(0, far, true)
    this.#arena.write(this.placement.descriptors + slot * pvirtqDesc.size, address)
    this.#watch.misplaced(slot, address)
  }

  /** A reserved value, and a position that the ring does not have. */
  #asksNonsense(): void {
    const { driver } = this.placement
    this.#arena.write16(driver + pvirtqEventSuppress.desc, 0xffff)
    this.#arena.write16(driver + pvirtqEventSuppress.flags, 0xffff)
  }

  /** Makes a list available, its first descriptor last. @clause packed.sg.driver.6 packed.desc.def.1 */
  publish(id: ChainId, pieces: readonly Piece[], indirect?: Indirection): void {
    const { inTable, inRing } = this.#divided(pieces, indirect)
    const buffers = pieces.map((piece) => this.#placeBuffer(id, piece))
    const elements = buffers.map((region) => ({ region, flags: region.owner === 'device' ? VIRTQ_DESC_F_WRITE : 0 }))
    const table = inTable === 0 ? [] : [this.#placeTable(id, elements)]
    const inTheRing = table.length === 0 ? elements : table.map((region) => ({ region, flags: VIRTQ_DESC_F_INDIRECT }))
    const [buffer] = this.#ids.take(1)
    if (buffer === undefined || inTheRing.length === 0) throw new RangeError(`chain ${id} has no buffer, or no id`)
    const cursor = this.#available
    const descriptors = inTheRing.map(({ region, flags }, nth) => {
      const { slot, wrap } = cursor
      cursor.pass(1)
      const isLast = nth + 1 === inRing
      const rest = (isLast ? 0 : VIRTQ_DESC_F_NEXT) | (wrap ? VIRTQ_DESC_F_AVAIL : VIRTQ_DESC_F_USED)
      // Only the last descriptor has the buffer id: the others have one that belongs to no chain.
      const idField = isLast ? buffer : 0xffff - buffer
      const { address, length } = region
      return {
        slot,
        bytes: encodePackedDescriptor({ addr: BigInt(address), len: length, id: idField, flags: flags | rest }),
      }
    })
    for (const { slot, bytes } of [...descriptors].reverse()) this.#write(slot, bytes)
    this.#free -= inRing
    this.#outstanding.set(buffer, {
      id,
      buffers: [...buffers, ...table],
      descriptors: descriptors.map(({ slot }) => slot),
    })
  }

  /** Writes a descriptor, its flags last. */
  #write(slot: number, bytes: Uint8Array): void {
    const at = this.placement.descriptors + slot * pvirtqDesc.size
    const flags = (bytes[pvirtqDesc.flags] ?? 0) | ((bytes[pvirtqDesc.flags + 1] ?? 0) << 8)
    this.#arena.write(at, bytes.subarray(0, pvirtqDesc.flags))
    this.#arena.write16(at + pvirtqDesc.flags, flags)
    this.#watch.madeAvailable(slot, bytes)
  }

  #placeBuffer(chain: ChainId, piece: Piece): Region {
    const length = lengthOf(piece)
    const readable = 'reads' in piece
    const address = this.#arena.place(length, 1, readable ? piece.reads : undefined)
    const owner = readable ? 'device-readable' : 'device'
    return this.#ownership.add({ address, length, queue: this.queue, chain, owner })
  }

  /** Places a table of descriptors, one behind the other; nothing but WRITE counts there. @clause packed.indirect.driver.2 */
  #placeTable(chain: ChainId, elements: readonly Element[]): Region {
    const table = new Uint8Array(elements.length * pvirtqDesc.size)
    for (const [nth, { region, flags }] of elements.entries()) {
      const { address, length } = region
      table.set(encodePackedDescriptor({ addr: BigInt(address), len: length, id: 0, flags }), nth * pvirtqDesc.size)
    }
    const address = this.#arena.place(table.length, pvirtqDesc.align, table)
    return this.#ownership.add({ address, length: table.length, queue: this.queue, chain, owner: 'device-readable' })
  }

  /** Whether the device asks to be notified of what was made available since this was asked last. @clause packed.event.def.1 */
  wantsNotification(): boolean {
    const { device, size } = this.placement
    const flags = this.#arena.memory.read16(device + pvirtqEventSuppress.flags) & 3
    const event = this.#arena.memory.read16(device + pvirtqEventSuppress.desc)
    const told = this.#told
    this.#told = this.#available.position
    if (flags !== RING_EVENT_FLAGS_DESC || !this.#ring.eventIdx) return flags !== RING_EVENT_FLAGS_DISABLE
    const asked = (event & 0x7fff) + ((event & 0x8000) === 0 ? size : 0)
    const distance = (to: number): number => (to - told + 2 * size) % (2 * size)
    return distance(asked) < distance(this.#told)
  }

  notifications(on: boolean): void {
    const flags = on ? RING_EVENT_FLAGS_ENABLE : RING_EVENT_FLAGS_DISABLE
    this.#arena.write16(this.placement.driver + pvirtqEventSuppress.flags, flags)
  }

  /** Asks for the notification of one descriptor. @clause packed.event.def.1 */
  awaits(event: number): void {
    const { driver, size, position = 0 } = this.placement
    const { slot, wrap } = new PackedCursor(size, position + event)
    this.#arena.write16(driver + pvirtqEventSuppress.desc, slot | (wrap ? 0x8000 : 0))
    this.#arena.write16(driver + pvirtqEventSuppress.flags, RING_EVENT_FLAGS_DESC)
  }

  asks(): readonly DeviceAsks[] {
    const flags = this.#arena.memory.read16(this.placement.device + pvirtqEventSuppress.flags)
    if (flags === this.#asked) return []
    this.#asked = flags
    return [{ kind: 'device.asks', queue: this.queue, flags }]
  }

  /**
   * The used descriptors since the last look. After one that names no chain the ring cannot be followed any further than by a
   * descriptor at a time. With IN_ORDER one may name the last of a batch: then every chain before it comes back too.
   *
   * @clause packed.wrap.def.3 packed.desc.def.2 packed.inorder.def.1
   */
  poll(): readonly Completion[] {
    const seen: Completion[] = []
    for (let left = this.outstanding + 1; left > 0 && this.#isUsed(); left--) seen.push(...this.#completion())
    return seen
  }

  #isUsed(): boolean {
    const { slot, wrap } = this.#used
    const flags = this.#arena.memory.read16(this.placement.descriptors + slot * pvirtqDesc.size + pvirtqDesc.flags)
    const both = VIRTQ_DESC_F_AVAIL | VIRTQ_DESC_F_USED
    return (flags & both) === (wrap ? both : 0)
  }

  #completion(): readonly Completion[] {
    const { queue } = this
    const { slot } = this.#used
    const bytes = this.#arena.refresh(this.placement.descriptors + slot * pvirtqDesc.size, pvirtqDesc.size)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const length = view.getUint32(pvirtqDesc.len, true)
    const buffer = view.getUint16(pvirtqDesc.id, true)
    const inner = this.#listWith(buffer)
    const named = inner ?? buffer
    const batch = this.#batchUpTo(named)
    const skipped = batch.reduce((sum, [, { descriptors }]) => sum + descriptors.length, 0)
    this.#watch.markedUsed(slot, bytes, Math.max(skipped, 1))
    this.#used.pass(Math.max(skipped, 1))
    if (batch.length === 0) return [{ kind: 'device.strays', queue, head: buffer, length }]
    const wrote = (view.getUint16(pvirtqDesc.flags, true) & VIRTQ_DESC_F_WRITE) !== 0
    const said = { length, wrote, ...(inner !== undefined && { inner: true as const }) }
    return batch.flatMap(([id, chain]) => this.#returned(id, chain, id === named ? said : undefined))
  }

  /** The chain with this buffer id; with IN_ORDER those before it too, which it stands for. Nothing where there is no such chain. */
  #batchUpTo(buffer: number): readonly (readonly [number, Chain])[] {
    const chain = this.#outstanding.get(buffer)
    if (chain === undefined) return []
    if (!this.#ring.inOrder) return [[buffer, chain]]
    const all = [...this.#outstanding]
    return all.slice(0, all.findIndex(([id]) => id === buffer) + 1)
  }

  /** The buffer id of the outstanding list in which an id stands that is not its last. */
  #listWith(id: number): number | undefined {
    const buffer = 0xffff - id
    return (this.#outstanding.get(buffer)?.descriptors.length ?? 0) > 1 ? buffer : undefined
  }

  /** A chain that came back as its used descriptor says; without one where a batch skipped it, for then it was used completely. */
  #returned(
    buffer: number,
    chain: Chain,
    said: Pick<DeviceUses, 'length' | 'wrote' | 'inner'> | undefined,
  ): readonly Completion[] {
    this.#outstanding.delete(buffer)
    this.#ids.giveBack([buffer])
    this.#free += chain.descriptors.length
    const { written, scribbles } = takeBack(chain, this.#arena)
    const { queue } = this
    const stated = said ?? { length: lengthOfBytes(written) }
    const bytes = sliceOf(written, 0, stated.length)
    return [...scribbles, { kind: this.#completes, queue, chain: chain.id, ...stated, bytes }]
  }

  /** How far a list reaches that the driver broke a device may see otherwise: then nothing is said of the ring. */
  inspect(): readonly DeviceMarks[] {
    if (this.#isVague) return []
    const { size, descriptors } = this.placement
    return this.#watch.inspect(this.#arena.image(descriptors, size * pvirtqDesc.size), this.#used, this.outstanding)
  }
}

/** A ring as so many descriptors that were made available and used leave it: each with the flags of its last lap. */
function usedRing(size: number, position: number): Uint8Array {
  const ring = new Uint8Array(size * pvirtqDesc.size)
  const view = new DataView(ring.buffer)
  for (let slot = 0; slot < size; slot++) {
    const laps = Math.floor(position / size) + (slot < position % size ? 1 : 0)
    const flags = laps % 2 === 1 ? VIRTQ_DESC_F_AVAIL | VIRTQ_DESC_F_USED : 0
    view.setUint16(slot * pvirtqDesc.size + pvirtqDesc.flags, flags, true)
  }
  return ring
}
