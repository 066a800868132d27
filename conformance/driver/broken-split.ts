import type { Corruption } from '../../model/ring/corruption.ts'
import { join } from '../../model/wire/join.ts'
import { encodeDescriptor } from '../../model/wire/split-ring.ts'
import { type BrokenBuffer, brokenChain, far, flagsOf, type Materials, type Side } from './broken-chain.ts'

/** A broken chain as it stands in a split ring. */
export interface BrokenSplit {
  /** Its descriptors, the first at the first index that was taken, and so on. */
  readonly descriptors: readonly Uint8Array[]
  /** What the available ring names. */
  readonly head: number
  /** Entries by which the available index moves: 1 for a chain alone. */
  readonly moves: number
  /** What takes the place of the first descriptor once the device was notified. */
  readonly later?: Uint8Array
  /** What the table holds; no bytes where there is none. */
  readonly table: Uint8Array
}

/** Where a chain is put: free entries of the descriptor table, and how many it has altogether. */
export interface SplitPlaces {
  readonly indices: readonly number[]
  readonly size: number
}

/** Descriptors of buffers, linked in order, at these indices; `end` is what the last leads to, if anything. */
function linked(buffers: readonly BrokenBuffer[], indices: readonly number[], end: number | undefined): Uint8Array[] {
  return buffers.map((buffer, nth) => {
    const next = nth < buffers.length - 1 ? indices[nth + 1] : end
    const { address: addr, length: len } = buffer
    return encodeDescriptor({ addr, len, flags: flagsOf(buffer, next !== undefined), next: next ?? 0 })
  })
}

/** What the last descriptor of a table leads to. */
function endOfTable(how: Corruption, entries: number): number | undefined {
  if (how === 'table-beyond') return entries
  return how === 'table-loop' ? 0 : undefined
}

/** A chain that breaks a split ring in some way. */
export function brokenSplit(how: Corruption, side: Side, materials: Materials, places: SplitPlaces): BrokenSplit {
  const { indices, size } = places
  const { ring, table } = brokenChain(how, side, materials)
  const [first = 0] = indices
  const end = how === 'loop' ? first : how === 'next-beyond' ? size : undefined
  const descriptors = linked(ring, indices, end)
  const inTable = linked(table, [...table.keys()], endOfTable(how, table.length))
  const moves = how === 'ahead' ? size + 1 : how === 'stale' ? 2 : 1
  const chain = { descriptors, moves, head: how === 'head-beyond' ? size : first, table: join(...inTable) }
  const [later] = linked(
    ring.map((buffer) => ({ ...buffer, address: far })),
    indices,
    end,
  )
  return how === 'changed' && later !== undefined ? { ...chain, later } : chain
}
