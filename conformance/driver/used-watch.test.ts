import { beforeEach, describe, expect, test } from 'vitest'
import { UsedWatch } from './used-watch.ts'

let watch: UsedWatch
const never = () => false
const entry = (id: number, len: number) => Uint8Array.of(id, 0, 0, 0, len, 0, 0, 0)
const ring = (...entries: readonly Uint8Array[]) => Uint8Array.from(entries.flatMap((one) => [...one]))

beforeEach(() => {
  watch = new UsedWatch()
  watch.saw(1, entry(3, 60))
})

describe('the watch over used entries', () => {
  test('sees the length of one that changes later, and tells it once', () => {
    expect(watch.inspect(ring(entry(0, 0), entry(3, 60)), never)).toBe(false)
    const later = ring(entry(0, 0), entry(3, 72))
    expect([watch.inspect(later, never), watch.inspect(later, never)]).toEqual([true, false])
  })

  test('does not look at entries that were not seen', () => {
    expect(watch.inspect(ring(entry(9, 9), entry(3, 60)), never)).toBe(false)
    watch.forget()
    expect(watch.inspect(ring(entry(9, 9), entry(9, 9)), never)).toBe(false)
  })

  test('lets the device prepare the next entry of a slot', () => {
    const ahead = ring(entry(0, 0), entry(2, 1))
    expect(watch.inspect(ahead, (slot) => slot === 1)).toBe(false)
    expect(watch.inspect(ahead, never)).toBe(false)
  })
})
