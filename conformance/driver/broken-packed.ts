import type { Corruption } from '../../model/ring/corruption.ts'
import { join } from '../../model/wire/join.ts'
import { encodePackedDescriptor } from '../../model/wire/packed-ring.ts'
import { type BrokenBuffer, brokenChain, flagsOf, type Materials, type Side } from './broken-chain.ts'

/** A descriptor of a broken list, with the flags that say nothing of being available. */
export interface BrokenElement extends Pick<BrokenBuffer, 'address' | 'length'> {
  readonly flags: number
}

/** A broken list as it stands in a packed ring. */
export interface BrokenPacked {
  readonly elements: readonly BrokenElement[]
  /** Descriptors that are left out before it. */
  readonly gap: number
  /** Whether it is marked available as in the lap before. */
  readonly unwrapped: boolean
  /** What becomes of the descriptor behind it: it is marked available as it stands, or bears the buffer id and is not. */
  readonly behind?: 'available' | 'unavailable'
  /** Whether its first address goes wrong once the device was notified. */
  readonly changes: boolean
  /** What the table holds; no bytes where there is none. */
  readonly table: Uint8Array
}

/** A list that breaks a packed ring in some way. */
export function brokenPacked(how: Corruption, side: Side, materials: Materials): BrokenPacked {
  const { ring, table } = brokenChain(how, side, materials)
  const [first] = ring
  const all = how === 'loop' && first !== undefined ? Array.from({ length: materials.entries }, () => first) : ring
  const goesOn = how === 'loop' || how === 'next-beyond'
  return {
    elements: all.map((buffer, nth) => {
      const { address, length } = buffer
      return { address, length, flags: flagsOf(buffer, goesOn || nth + 1 < all.length) }
    }),
    gap: how === 'ahead' ? 1 : 0,
    unwrapped: how === 'unwrapped',
    ...(how === 'stale' && { behind: 'available' }),
    ...(how === 'next-beyond' && { behind: 'unavailable' }),
    changes: how === 'changed',
    table: join(
      ...table.map((buffer) => {
        const { address: addr, length: len } = buffer
        return encodePackedDescriptor({ addr, len, id: 0, flags: flagsOf(buffer, false) })
      }),
    ),
  }
}
