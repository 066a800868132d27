import { describe, expect, it } from 'vitest'
import { afterUse, atRest, isWithin, type Notifying, rewritten, settled } from './suppression.ts'

const lap = 0x1_0000
const span = (from: number, to: number) => ({ from, to })
const flags = (on: boolean, more: Partial<Notifying> = {}): Notifying => ({ on, heeds: 'flags', quiet: false, ...more })
const event = (at: number, more: Partial<Notifying> = {}): Notifying => ({
  on: true,
  event: at,
  heeds: 'event',
  quiet: true,
  ...more,
})

describe('isWithin', () => {
  it('counts the first of a span and not its end', () => {
    expect([4, 5, 6, 7].map((position) => isWithin(position, span(5, 7), lap))).toEqual([false, true, true, false])
  })

  it('goes round the end of the lap, of 16 bits or of a packed ring', () => {
    expect([65534, 65535, 0, 1, 2].map((at) => isWithin(at, span(65535, 1), lap))).toEqual([
      false,
      true,
      true,
      false,
      false,
    ])
    expect([4, 5, 0, 1].map((at) => isWithin(at, span(5, 1), 6))).toEqual([false, true, true, false])
  })
})

describe('afterUse', () => {
  it('owes every entry where all are asked for, and goes on with a debt', () => {
    const once = afterUse(flags(true), span(0, 1), lap)
    expect(once).toEqual(flags(true, { owed: span(0, 1) }))
    expect(afterUse(once, span(1, 2), lap).owed).toEqual(span(0, 2))
    expect(afterUse(flags(false), span(0, 1), lap)).toEqual(flags(false))
  })

  it('owes the entry at used_event alone', () => {
    expect(afterUse(event(5), span(4, 5), lap)).toEqual(event(5))
    expect(afterUse(event(5), span(5, 6), lap)).toEqual(event(5, { quiet: false, owed: span(5, 6) }))
    expect(afterUse(event(65535), span(65535, 0), lap).owed).toEqual(span(65535, 0))
  })

  it('owes a descriptor in the middle of a list as its list', () => {
    expect(afterUse(event(6), span(5, 1), 8).owed).toEqual(span(6, 7))
  })

  it('keeps an older debt', () => {
    expect(afterUse(event(9, { owed: span(5, 6) }), span(9, 10), lap).owed).toEqual(span(5, 6))
  })
})

describe('rewritten', () => {
  const progress = { lap, position: 7, calm: 5 }

  it('keeps a debt that both the old and the new ask for', () => {
    const owing = flags(true, { owed: span(5, 7) })
    expect(rewritten(owing, flags(true, { owed: span(5, 7) }), progress).owed).toEqual(span(5, 7))
    expect(rewritten(owing, flags(false, { owed: span(5, 7) }), progress).owed).toBeUndefined()
    expect(rewritten(owing, event(6, { owed: span(5, 7) }), progress).owed).toEqual(span(6, 7))
    expect(rewritten(owing, event(7, { owed: span(5, 7) }), progress).owed).toBeUndefined()
    expect(rewritten(event(6, { owed: span(6, 7) }), flags(true, { owed: span(6, 7) }), progress).owed).toEqual(
      span(6, 7),
    )
  })

  it('allows a notification of what was used since the last rest, which the device may look for only now', () => {
    const quietly = (now: Notifying) => rewritten(event(0), now, progress).quiet
    expect([4, 5, 6, 7].map((at) => quietly(event(at)))).toEqual([true, false, false, true])
    expect([quietly(flags(true)), quietly(flags(false))]).toEqual([false, true])
    expect(rewritten(event(0), event(7), { lap, position: 7, calm: 7 }).quiet).toBe(true)
    expect(rewritten(event(0, { quiet: false }), event(9), progress).quiet).toBe(false)
  })
})

describe('atRest and settled', () => {
  it('leaves quiet all but those who ask for everything', () => {
    expect([flags(true), flags(false), event(1)].map(atRest)).toEqual([false, true, true])
    expect(settled(flags(true, { owed: span(0, 1) }))).toEqual(flags(true))
  })
})
