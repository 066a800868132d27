import type { QueueIndex } from '../../model/kernel/brand.ts'
import type { ChainId, DeviceScribbles } from '../../model/net/action.ts'
import type { Arena } from './arena.ts'

/** What the bytes of a region are to the device: its own to write, or not. */
export type Owner = 'device' | Exclude<DeviceScribbles['on'], 'foreign-memory'>

/** Bytes that were placed for a purpose. */
export interface Region {
  readonly address: number
  /** In bytes. */
  readonly length: number
  readonly queue: QueueIndex
  /** The chain that a buffer belongs to; a ring belongs to none. */
  readonly chain?: ChainId
  owner: Owner
}

/**
 * Who may write which bytes. Regions are those of the queues in use; whatever lies between them (guard zones, and all that was
 * in use before a reset) is foreign to the device.
 *
 * @clause house.memory.foreign house.buffer.returned
 */
export class Ownership {
  readonly #arena: Arena
  readonly #regions: Region[] = []

  constructor(arena: Arena) {
    this.#arena = arena
  }

  /** Takes in a region that was placed behind all others. */
  add(region: Region): Region {
    this.#regions.push(region)
    return region
  }

  /** Gives regions up, those of one queue or all: the device may write none of them any more. */
  revoke(queue?: QueueIndex): void {
    const kept = queue === undefined ? [] : this.#regions.filter((region) => region.queue !== queue)
    this.#regions.splice(0, Number.POSITIVE_INFINITY, ...kept)
  }

  /**
   * What the device wrote, since the last call, where it must not: each place once. Memory is read at once and compared with
   * the image after the device's own bytes were copied over, since that is far cheaper than to read the parts.
   */
  scribbles(): readonly DeviceScribbles[] {
    const arena = this.#arena
    const { base } = arena.memory
    const image = arena.image(base, arena.used)
    const actual = arena.snapshot()
    for (const { owner, address, length } of this.#regions) {
      if (owner === 'device') image.set(actual.subarray(address - base, address - base + length), address - base)
    }
    if (Buffer.compare(actual, image) === 0) return []
    const found = [...this.#differences(actual, image)]
    image.set(actual)
    return withoutRepetition(found)
  }

  /** The places where two views of the memory in use differ, in the order of their addresses. */
  *#differences(actual: Uint8Array, image: Uint8Array): Generator<DeviceScribbles> {
    const differ = (start: number, end: number): boolean =>
      Buffer.compare(actual.subarray(start, end), image.subarray(start, end)) !== 0
    let end = 0
    for (const region of this.#regions) {
      const start = region.address - this.#arena.memory.base
      if (differ(end, start)) yield foreign
      end = start + region.length
      if (region.owner !== 'device' && differ(start, end)) yield scribble(region, region.owner)
    }
    if (differ(end, actual.length)) yield foreign
  }
}

const foreign: DeviceScribbles = { kind: 'device.scribbles', on: 'foreign-memory' }

/** The observation that the device wrote into a region. */
export function scribble(region: Region, on: DeviceScribbles['on']): DeviceScribbles {
  const { queue, chain } = region
  return { kind: 'device.scribbles', on, queue, ...(chain !== undefined && { chain }) }
}

function withoutRepetition(all: readonly DeviceScribbles[]): readonly DeviceScribbles[] {
  const byPlace = new Map(all.map((one) => [`${one.on} ${one.queue} ${one.chain}`, one]))
  return [...byPlace.values()]
}
