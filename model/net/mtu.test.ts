import { describe, expect, it } from 'vitest'
import type { Bytes } from '../kernel/bytes.ts'
import { bytes } from '../kernel/bytes.ts'
import { following, header12, live, offers, plainFrame, refusalOf, rests, transmits, uses } from './live.fixture.ts'
import { isBeyondMtu, isWithinMtu, mayBeTooLong } from './mtu.ts'
import type { NetState } from './state.ts'

const with1500 = (state: NetState): NetState => ({ ...state, config: { ...state.config, mtu: 1500 } })
const device = with1500(live({ features: ['VIRTIO_NET_F_MTU'] }))
const without = with1500(live())

/** A frame of some bytes with a tag, or two. */
const tagged = (size: number, tags: string): Bytes => bytes(`525400123456020000000001${tags}0800`.padEnd(size * 2, '0'))

describe('mtu', () => {
  it.each([
    [plainFrame(1, 1514), true, false],
    [plainFrame(1, 1515), false, true],
    [tagged(1514, '81000001'), true, false],
    [tagged(1515, '81000001'), false, false],
    [tagged(1518, '81000001'), false, false],
    [tagged(1519, '81000001'), false, true],
    [tagged(1522, '88a8000181000001'), false, false],
    [tagged(1523, '88a8000181000001'), false, true],
  ])('counts no Ethernet header, and leaves open whether it counts tags', (frame, within, beyond) => {
    expect([isWithinMtu(device, frame), isBeyondMtu(device, frame)]).toEqual([within, beyond])
    expect(mayBeTooLong(device, frame)).toBe(!within)
  })

  it('says nothing where it was not negotiated', () => {
    const long = plainFrame(1, 1515)
    expect([isWithinMtu, isBeyondMtu, mayBeTooLong].map((is) => is(without, long))).toEqual([false, false, false])
  })
})

describe('a frame from the wire', () => {
  const arrival = (state: NetState, size: number) =>
    following(state, offers(0, 1, 2048), rests, { kind: 'wire.arrives', frame: 1, bytes: plainFrame(1, size) })
  const placed = (size: number) => uses(0, 1, `${header12}${plainFrame(1, size)}`)

  it('must come up to mtu, and must not beyond', () => {
    expect(refusalOf(arrival(device, 1514), rests)?.clauses).toEqual(['house.frame.lost'])
    expect(refusalOf(arrival(device, 1514), placed(1514))).toBeUndefined()
    expect(refusalOf(arrival(device, 1515), rests)).toBeUndefined()
    expect(refusalOf(arrival(device, 1515), placed(1515))?.clauses).toEqual(['net.config.device.5'])
    expect(refusalOf(arrival(without, 1515), placed(1515))).toBeUndefined()
  })
})

describe('a frame from the driver', () => {
  const handed = (state: NetState, size: number) => following(state, transmits(1, 1, 1, plainFrame(1, size)))
  const emptied = (state: NetState) =>
    following(state, uses(1, 1), { kind: 'device.interrupts', queue: uses(1, 1).queue })

  it('must leave up to mtu, whole', () => {
    const clause = ['net.config.device.6']
    expect(refusalOf(emptied(handed(device, 1514)), rests)?.clauses).toEqual(clause)
    expect(refusalOf(emptied(handed(without, 1514)), rests)?.clauses).toEqual(['house.transmit.lost'])
    const half = { kind: 'device.sends', bytes: bytes(plainFrame(1, 1514).slice(1000)) } as const
    expect(refusalOf(handed(device, 1514), half)?.clauses).toEqual(clause)
    expect(refusalOf(handed(without, 1514), half)?.clauses).toEqual(['house.transmit.foreign'])
  })

  it('need not leave beyond, and should not have come', () => {
    expect(refusalOf(emptied(handed(device, 1515)), rests)).toBeUndefined()
    expect(refusalOf(emptied(handed(without, 1515)), rests)?.clauses).toEqual(['house.transmit.lost'])
  })
})
