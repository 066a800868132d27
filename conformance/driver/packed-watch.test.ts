import { describe, expect, test } from 'vitest'
import { queueIndex } from '../../model/kernel/brand.ts'
import { PackedCursor } from './packed-cursor.ts'
import { PackedWatch } from './packed-watch.ts'

const SIZE = 4
const AVAIL = 0x80
const USED = 0x8000

const descriptor = (flags: number, id = 0): Uint8Array =>
  Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, id, 0, flags & 0xff, flags >> 8)

/** A ring in which three descriptors were made available and the first of them used, of a list of `skipped`. */
function watched(skipped: number) {
  const ring = new Uint8Array(16 * SIZE)
  const watch = new PackedWatch(queueIndex(1), ring)
  for (const slot of [0, 1, 2]) {
    ring.set(descriptor(AVAIL), 16 * slot)
    watch.madeAvailable(slot, descriptor(AVAIL))
  }
  ring.set(descriptor(AVAIL | USED), 0)
  watch.markedUsed(0, descriptor(AVAIL | USED), skipped)
  const writes = (slot: number, flags: number, outstanding = 1) => {
    ring.set(descriptor(flags, 9), 16 * slot)
    return watch.inspect(ring, new PackedCursor(SIZE, skipped), outstanding)
  }
  return { ring, watch, writes }
}

const mark = (on: string, flags: number, skipped: number) => ({
  kind: 'device.marks',
  queue: 1,
  on,
  avail: (flags & AVAIL) !== 0,
  used: (flags & USED) !== 0,
  skipped,
})

describe('what a device writes into a packed ring', () => {
  test('is nothing, as long as only used descriptors came that were due', () => {
    const { ring, watch } = watched(1)
    expect(watch.inspect(ring, new PackedCursor(SIZE, 1), 2)).toEqual([])
  })

  test('where a used one is due, and not marked so', () => {
    expect(watched(1).writes(1, 0)).toEqual([mark('due', 0, 1)])
    expect(watched(1).writes(1, USED)).toEqual([mark('due', USED, 1)])
  })

  test('ahead of the one that is due: marked used, or available and skipped', () => {
    expect(watched(1).writes(2, AVAIL | USED)).toEqual([mark('ahead', AVAIL | USED, 1)])
    expect(watched(1).writes(3, AVAIL | USED)).toEqual([mark('ahead', AVAIL | USED, 1)])
    expect(watched(2).writes(1, AVAIL | USED, 0)).toEqual([mark('ahead', AVAIL | USED, 2)])
  })

  test('where it had marked one used before, or none was ever available', () => {
    expect(watched(1).writes(0, AVAIL | USED)).toEqual([mark('used', AVAIL | USED, 1)])
    expect(watched(1).writes(3, 0)).toEqual([mark('unavailable', 0, 1)])
  })

  test('is said once', () => {
    const { ring, watch, writes } = watched(1)
    expect(writes(3, 0)).toHaveLength(1)
    expect(watch.inspect(ring, new PackedCursor(SIZE, 1), 1)).toEqual([])
  })
})
