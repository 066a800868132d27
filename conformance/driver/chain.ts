import { type Bytes, hexOf } from '../../model/kernel/bytes.ts'
import type { ChainId, DeviceScribbles } from '../../model/net/action.ts'
import type { Arena } from './arena.ts'
import { type Region, scribble } from './ownership.ts'

/** A chain that the driver made available: its buffers in order, and the descriptors that hold them. */
export interface Chain {
  readonly id: ChainId
  readonly buffers: readonly Region[]
  /** Indices into the descriptor table, the head first. */
  readonly descriptors: readonly number[]
}

/** What a chain was found to hold when it came back. */
export interface Returned {
  /** All of its device-writable part. */
  readonly written: Bytes
  /** Device-readable buffers that the device altered. */
  readonly scribbles: readonly DeviceScribbles[]
}

/** Takes a chain back from the device: reads what it wrote, and from now on watches every buffer of the chain. */
export function takeBack(chain: Chain, arena: Arena): Returned {
  const written: Bytes[] = []
  const scribbles: DeviceScribbles[] = []
  for (const buffer of chain.buffers) {
    const { address, length, owner } = buffer
    const before = owner === 'device' ? undefined : arena.image(address, length).slice()
    const now = arena.refresh(address, length)
    if (before === undefined) written.push(hexOf(now))
    else if (scribbles.length === 0 && Buffer.compare(before, now) !== 0)
      scribbles.push(scribble(buffer, 'device-readable'))
    buffer.owner = 'returned-buffer'
  }
  return { written: written.join('') as Bytes, scribbles } // hexadecimal digits side by side are hexadecimal digits
}
