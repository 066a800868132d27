import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeNotificationData, encodeNotificationData, splitNotification } from './notification-data.ts'

describe('the word of a notification', () => {
  it('holds the queue in its low half, the offset above and the wrap in its highest bit', () => {
    expect(encodeNotificationData({ queue: 0x1234, nextOffset: 0, nextWrap: 0 })).toBe(0x1234)
    expect(encodeNotificationData({ queue: 0, nextOffset: 0x5678, nextWrap: 0 })).toBe(0x56780000)
    expect(encodeNotificationData({ queue: 0xffff, nextOffset: 0x7fff, nextWrap: 1 })).toBe(0xffffffff)
    expect(encodeNotificationData({ queue: 0, nextOffset: 0, nextWrap: 1 })).toBe(0x80000000)
  })

  it('is read as it was written', () => {
    const again = (word: number) => encodeNotificationData(decodeNotificationData(word))
    fc.assert(
      fc.property(fc.nat(0xffffffff), (word) => {
        expect(again(word)).toBe(word)
      }),
    )
  })

  it('splits the available index of a split ring', () => {
    expect(splitNotification(3, 0x8001)).toEqual({ queue: 3, nextOffset: 1, nextWrap: 1 })
    expect(splitNotification(3, 0x7fff)).toEqual({ queue: 3, nextOffset: 0x7fff, nextWrap: 0 })
    expect(encodeNotificationData(splitNotification(2, 0xfffe))).toBe(0xfffe0002)
  })

  it('takes no field that does not fit', () => {
    expect(() => encodeNotificationData({ queue: 0x10000, nextOffset: 0, nextWrap: 0 })).toThrow('vq_index')
    expect(() => encodeNotificationData({ queue: 0, nextOffset: 0x8000, nextWrap: 0 })).toThrow('next_off')
  })
})
