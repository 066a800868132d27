import { describe, expect, it } from 'vitest'
import { without } from '../model/kernel/bits.ts'
import { HandDriver } from './driver.fixture.ts'
import { features, implemented } from './feature.ts'
import { open } from './index.ts'

const at = 0x3_0000
const control = 8
const wire = 9

/** A device with one frame to send on each of the queues 1 and 3, one command, and one frame from the wire. */
function busy(accepted = implemented): { hand: HandDriver; events: () => string } {
  const hand = new HandDriver(open({ memorySize: 0x4_0000 })).start(accepted)
  hand.send(1, at, new Uint8Array(40))
  hand.send(3, at, new Uint8Array(40))
  hand.device.memory.guest.set([4, 0, 1, 0], at + 0x100)
  hand.chain(control, [
    { at: at + 0x100, length: 4 },
    { at: at + 0x110, length: 1, flags: 2 },
  ])
  hand.buffer(0, at + 0x200, [200])
  hand.device.deliver(new Uint8Array(60))
  const events = (): string => [1, 3, control, 0].map((queue) => hand.usedIndex(queue)).join('')
  return { hand, events }
}

describe('the sources of work', () => {
  it('take turns: transmit queues, the control queue, the wire', () => {
    const { hand, events } = busy()
    const seen = [1, 2, 3, 4].map(() => {
      expect(hand.device.run(1)).toBe(1)
      return events()
    })
    expect(seen).toEqual(['1000', '1100', '1110', '1111'])
    expect(hand.device.run(1)).toBe(0)
  })
  it.each([
    [control, '0010'],
    [wire, '0001'],
    [2, '0100'],
    [4, '0010'],
    [0, '1000'],
    [10, '1000'],
  ])('begin with %d if told so', (start, expected) => {
    const { hand, events } = busy()
    expect(hand.device.run(1, start)).toBe(1)
    expect(events()).toBe(expected)
  })
  it('go on where the last run ended', () => {
    const { hand, events } = busy()
    hand.device.run(1, control)
    hand.device.run(1)
    expect(events()).toBe('0011')
    hand.device.run(1)
    expect(events()).toBe('1011')
  })
  it('begin anew after a reset', () => {
    const { hand } = busy()
    hand.device.run(1, control)
    hand.start(implemented)
    hand.send(1, at, new Uint8Array(40))
    hand.device.deliver(new Uint8Array(60))
    hand.device.run(1)
    expect(hand.usedIndex(1)).toBe(1)
  })
  it('take turns item by item', () => {
    const { hand } = busy(without(implemented, features('IN_ORDER')))
    hand.device.run(9)
    for (const first of [2, 3]) hand.send(1, at, new Uint8Array(40), [], first)
    hand.send(3, at, new Uint8Array(40), [], 2)
    hand.device.run(2, 1)
    expect([hand.usedIndex(1), hand.usedIndex(3)]).toEqual([2, 2])
  })
})

describe('a queue that ran dry', () => {
  it('is left alone until the driver notifies, and then served', () => {
    const { hand } = busy()
    expect(hand.device.run(9)).toBe(4)
    // The first chain once more, made available by hand: one entry and the index, no notification.
    const ring = hand.available(1)
    hand.view.setUint16(ring + 4 + 2, 0, true)
    hand.view.setUint16(ring + 2, 2, true)
    expect([hand.device.run(9), hand.usedIndex(1)]).toEqual([0, 1])
    hand.device.notify(1)
    expect([hand.device.run(9), hand.usedIndex(1)]).toEqual([1, 2])
  })
})

describe('a budget', () => {
  it('bounds the work, and tells when there is no more', () => {
    const { hand, events } = busy()
    expect(hand.device.run(0)).toBe(0)
    expect(events()).toBe('0000')
    expect(hand.device.run(3)).toBe(3)
    expect(hand.device.run(Number.POSITIVE_INFINITY)).toBe(1)
    expect(hand.device.run(5)).toBe(0)
    expect(events()).toBe('1111')
  })
})
