import type { Corruption } from '../../model/net/corruption.ts'
import { encodeDescriptor } from '../../model/wire/split-ring.ts'
import { VIRTQ_DESC_F_INDIRECT, VIRTQ_DESC_F_NEXT, VIRTQ_DESC_F_WRITE } from '../../model/wire/split-ring-layout.ts'

/** What a queue is for. */
export type Side = 'receive' | 'transmit' | 'control'

/** A buffer of the broken chain, in bytes. */
interface Buffer {
  readonly address: bigint
  readonly length: number
  readonly write: boolean
}

/** A chain as it is written: its descriptors, each with flags and `next`, the head that the ring names, and how far the index moves. */
export interface BrokenChain {
  /** As they stand in the table: the first at the first index that was taken, and so on. */
  readonly descriptors: readonly Uint8Array[]
  readonly head: number
  /** Entries by which the available index moves: 1 for a chain alone. */
  readonly moves: number
  /** What takes the place of the first descriptor once the device was notified. */
  readonly later?: Uint8Array
  /** What the readable buffer is to hold first. */
  readonly table?: Uint8Array
}

/** What a broken chain is made of. */
export interface Materials {
  /** Where a device-readable and a device-writable buffer lie, {@link bufferLength} bytes each. */
  readonly readable: number
  readonly writable: number
  /** Free entries of the descriptor table. */
  readonly indices: readonly number[]
  /** Entries of the ring. */
  readonly size: number
}

/** Bytes of each buffer. */
export const bufferLength = 2048
/** Entries of the table that a broken chain takes: of a long one as many as there are. */
export const entriesFor = (how: Corruption, free: number): number => (how === 'long' ? Math.min(free, 34) : 4)

/** An address that no machine under test has. */
const far = 0x7fff_ffff_f000n
const inUpperHalf = 1n << 40n

const flip = (buffer: Buffer): Buffer => ({ ...buffer, write: !buffer.write })

/** The buffers of a chain as it should be, and what breaks them. */
function buffersOf(how: Corruption, side: Side, { readable, writable, indices }: Materials): readonly Buffer[] {
  const reads: Buffer = { address: BigInt(readable), length: 64, write: false }
  const writes: Buffer = { address: BigInt(writable), length: side === 'control' ? 1 : bufferLength, write: true }
  const good = { receive: [writes], transmit: [reads], control: [reads, writes] }[side]
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
      return good.map(flip)
    case 'mixed':
      return [reads, writes, writes]
    case 'disordered':
      return [writes, reads]
    case 'empty':
      return good.map((buffer) => ({ ...buffer, length: 0 }))
    case 'short':
      return [{ ...first, length: side === 'control' ? 1 : 5 }, ...others]
    case 'long':
      return [
        ...Array.from({ length: indices.length - others.length }, () => ({ ...first, length: bufferLength })),
        ...others,
      ]
    case 'overlapping':
      return [first, first, ...others]
    default:
      return good
  }
}

/** The descriptors of buffers, linked in order, at these indices. */
function linked(
  buffers: readonly Buffer[],
  indices: readonly number[],
  end: number | undefined,
): readonly Uint8Array[] {
  return buffers.map(({ address, length, write }, nth) => {
    const next = nth < buffers.length - 1 ? indices[nth + 1] : end
    const flags = (write ? VIRTQ_DESC_F_WRITE : 0) | (next === undefined ? 0 : VIRTQ_DESC_F_NEXT)
    return encodeDescriptor({ addr: address, len: length, flags, next: next ?? 0 })
  })
}

/** A chain that breaks a split queue in some way. */
export function brokenChain(how: Corruption, side: Side, materials: Materials): BrokenChain {
  const { indices, size, readable } = materials
  const buffers = buffersOf(how, side, materials)
  const [first = 0] = indices
  const end = how === 'loop' ? first : how === 'next-beyond' ? size : undefined
  const chain = { descriptors: linked(buffers, indices, end), head: first, moves: 1 }
  switch (how) {
    case 'head-beyond':
      return { ...chain, head: size }
    case 'ahead':
      return { ...chain, moves: size + 1 }
    case 'stale':
      return { ...chain, moves: 2 }
    case 'changed': {
      const [changed] = linked(
        buffers.map((buffer) => ({ ...buffer, address: far })),
        indices,
        undefined,
      )
      return changed === undefined ? chain : { ...chain, later: changed }
    }
    case 'indirect': {
      const table = encodeDescriptor({ addr: BigInt(readable), len: 16, flags: VIRTQ_DESC_F_INDIRECT, next: 0 })
      return { ...chain, descriptors: [table], table }
    }
    default:
      return chain
  }
}
