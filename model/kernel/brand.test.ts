import { describe, expect, it } from 'vitest'
import {
  advance,
  descriptorIndex,
  pairIndex,
  pairOf,
  queueIndex,
  receiveQueueOf,
  ringPosition,
  slotOf,
  transmitQueueOf,
} from './brand.ts'

describe.each([
  { name: 'a queue index', make: queueIndex, last: 65535 },
  { name: 'a pair index', make: pairIndex, last: 32767 },
  { name: 'a descriptor index', make: descriptorIndex, last: 65535 },
  { name: 'a ring position', make: ringPosition, last: 65535 },
])('$name', ({ name, make, last }) => {
  it(`is a whole number from 0 to ${last}`, () => {
    expect(make(0)).toBe(0)
    expect(make(last)).toBe(last)
  })

  it.each([-1, last + 1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('is not %s', (value) => {
    expect(() => make(value)).toThrow(new RangeError(`${name} must be a whole number from 0 to ${last}, not ${value}`))
  })
})

describe('queues of pairs', () => {
  it.each([
    [0, 0, 1],
    [1, 2, 3],
    [32767, 65534, 65535],
  ])('pair %i has receive queue %i and transmit queue %i', (pair, receive, transmit) => {
    expect(receiveQueueOf(pairIndex(pair))).toBe(receive)
    expect(transmitQueueOf(pairIndex(pair))).toBe(transmit)
    expect(pairOf(queueIndex(receive))).toBe(pair)
    expect(pairOf(queueIndex(transmit))).toBe(pair)
  })
})

describe('ring positions', () => {
  it('wrap at 2¹⁶, not at the ring size', () => {
    expect(advance(ringPosition(7), 1)).toBe(8)
    expect(advance(ringPosition(65530), 5)).toBe(65535)
    expect(advance(ringPosition(65535), 1)).toBe(0)
    expect(advance(ringPosition(65530), 10)).toBe(4)
    expect(advance(ringPosition(3), 0x1_0000)).toBe(3)
  })

  it('lie in the slot that is their remainder by the size', () => {
    expect(slotOf(ringPosition(0), 256)).toBe(0)
    expect(slotOf(ringPosition(255), 256)).toBe(255)
    expect(slotOf(ringPosition(256), 256)).toBe(0)
    expect(slotOf(ringPosition(65535), 64)).toBe(63)
  })
})
