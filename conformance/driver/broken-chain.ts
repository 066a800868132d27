import type { QueueIndex } from '../../model/kernel/brand.ts'
import type { ChainId } from '../../model/net/action.ts'
import {
  bufferLength,
  type Corruption,
  filling,
  isOfTable,
  longChain,
  readableLength,
} from '../../model/ring/corruption.ts'
import {
  VIRTQ_DESC_F_INDIRECT,
  VIRTQ_DESC_F_NEXT,
  VIRTQ_DESC_F_WRITE,
  virtqDesc,
} from '../../model/wire/split-ring-layout.ts'
import type { Arena } from './arena.ts'
import type { Ownership, Region } from './ownership.ts'

/** What a queue is for. */
export type Side = 'receive' | 'transmit' | 'control'

/** What a descriptor of a broken chain refers to, in bytes. */
export interface BrokenBuffer {
  readonly address: bigint
  readonly length: number
  readonly write: boolean
  /** It refers to a table of descriptors. */
  readonly isTable?: true
}

/** A broken chain as either format writes it: what stands in the ring, and what in the table. */
export interface BrokenChain {
  readonly ring: readonly BrokenBuffer[]
  readonly table: readonly BrokenBuffer[]
}

/** What a broken chain is made of: addresses of bytes to read, of bytes to write, and of a table of descriptors. */
export interface Materials {
  readonly readable: number
  readonly writable: number
  readonly table: number
  /** Entries of the ring that it takes. */
  readonly entries: number
}

/** An address that no machine under test has. */
export const far = 0x7fff_ffff_f000n
const inUpperHalf = 1n << 40n
/** Bytes of the place where a table lies: more than any table here needs. */
const tablePlace = 128
/** Bytes that placing the materials takes, without what separates them. */
export const placesOfMaterials: readonly number[] = [bufferLength, bufferLength, tablePlace + virtqDesc.align]

/** Entries of the ring that a broken chain takes of those that are free: of a long one as many as there are, of others enough. */
export function entriesFor(how: Corruption, free: number, packed: boolean): number {
  if (how === 'long') return Math.min(free, longChain)
  return how === 'loop' && packed ? free : 3
}

/** Places what a broken chain of a queue is made of. */
export function placeMaterials(
  arena: Arena,
  ownership: Ownership,
  { queue, chain }: { readonly queue: QueueIndex; readonly chain: ChainId },
): { readonly readable: Region; readonly writable: Region; readonly table: Region } {
  const full = (length: number): Uint8Array => new Uint8Array(length).fill(filling)
  const place = (length: number, owner: 'device' | 'device-readable', alignment = 1): Region => {
    const address = arena.place(length, alignment, owner === 'device' ? undefined : full(length))
    return ownership.add({ address, length, queue, chain, owner })
  }
  const readable = place(bufferLength, 'device-readable')
  const writable = place(bufferLength, 'device')
  return { readable, writable, table: place(tablePlace, 'device-readable', virtqDesc.align) }
}

/** The buffers of a chain as it should be. */
function goodBuffers(side: Side, { readable, writable }: Materials) {
  const reads: BrokenBuffer = { address: BigInt(readable), length: readableLength, write: false }
  const writes: BrokenBuffer = {
    address: BigInt(writable),
    length: side === 'control' ? 1 : bufferLength,
    write: true,
  }
  const good = { receive: [writes], transmit: [reads], control: [reads, writes] }[side]
  return { reads, writes, good }
}

/** The same, broken in a way that has nothing to do with links. */
function brokenBuffers(how: Corruption, side: Side, materials: Materials): readonly BrokenBuffer[] {
  const { reads, writes, good } = goodBuffers(side, materials)
  const [first = reads, ...others] = good
  switch (how) {
    case 'far':
      return [{ ...first, address: far }, ...others]
    case 'wraps':
      return [{ ...first, address: (1n << 64n) - 16n }, ...others]
    case 'huge':
      return [{ ...first, length: 0xffff_ffff }, ...others]
    case 'truncated':
      return [{ ...first, address: reads.address | inUpperHalf }, ...others]
    case 'wrong-way':
      // What is said to be read only must not be written to, and lies where that is noticed.
      if (side === 'control') return [reads, { ...reads, length: 1 }]
      return good.map(({ length, write }) => ({ ...(write ? reads : writes), length }))
    case 'mixed':
      return [reads, writes, writes]
    case 'disordered':
      return [writes, reads]
    case 'empty':
      return good.map((buffer) => ({ ...buffer, length: 0 }))
    case 'short':
      return [{ ...first, length: side === 'control' ? 1 : 5 }, ...others]
    case 'long':
      return [...repeated({ ...first, length: bufferLength }, materials.entries - others.length), ...others]
    case 'overlapping':
      return [first, first, ...others]
    default:
      return good
  }
}

const repeated = (buffer: BrokenBuffer, count: number): readonly BrokenBuffer[] =>
  Array.from({ length: count }, () => buffer)

/** What a chain that is broken in some way is made of, whatever the format. */
export function brokenChain(how: Corruption, side: Side, materials: Materials): BrokenChain {
  return isOfTable(how) ? chainOfTable(how, side, materials) : { ring: brokenBuffers(how, side, materials), table: [] }
}

function chainOfTable(how: Corruption, side: Side, materials: Materials): BrokenChain {
  const { writes, good } = goodBuffers(side, materials)
  const [first = writes, ...others] = good
  const last = good.at(-1) ?? writes
  const refer = (table: readonly BrokenBuffer[]): BrokenBuffer => ({
    address: how === 'table-far' ? far : BigInt(materials.table),
    length: lengthOfTable(how, table.length * virtqDesc.size),
    write: false,
    isTable: true,
  })
  switch (how) {
    case 'indirect': {
      const itself = refer([writes])
      return { ring: [itself], table: [itself] }
    }
    case 'table-next':
      return { ring: [refer(good), last], table: good }
    case 'table-behind': {
      const rest = others.length === 0 ? good : others
      return { ring: [first, refer(rest)], table: rest }
    }
    default:
      return { ring: [refer(good)], table: good }
  }
}

/** The length that is stated of a table. */
function lengthOfTable(how: Corruption, length: number): number {
  if (how === 'table-none') return 0
  if (how === 'table-huge') return 0xffff_fff0
  return how === 'table-odd' ? length + virtqDesc.size / 2 : length
}

/** The flags of a descriptor that are the same in either format. */
export const flagsOf = ({ write, isTable }: BrokenBuffer, next: boolean): number =>
  (write ? VIRTQ_DESC_F_WRITE : 0) | (isTable === true ? VIRTQ_DESC_F_INDIRECT : 0) | (next ? VIRTQ_DESC_F_NEXT : 0)
