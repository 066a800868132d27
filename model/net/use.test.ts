import { describe, expect, it } from 'vitest'
import {
  ADDRESSES_HASH,
  arrives,
  commands,
  following,
  header12,
  header20,
  live,
  multiqueue,
  offers,
  plainFrame,
  refusalOf,
  reporting,
  tcpFrame,
  transmits,
  uses,
} from './live.fixture.ts'
import { standardRules } from './rules.ts'
import { faultsOfUse, offeredBuffer, usedBuffer } from './use.ts'

describe('offeredBuffer', () => {
  it('has the room of all its descriptors', () => {
    expect(offeredBuffer(live(), offers(0, 5, 12, 100, 1)).queues[0]?.chains).toEqual([
      { id: 5, room: 113, descriptors: 3, surely: false },
    ])
  })
})

describe('faultsOfUse', () => {
  const sent = following(live(), transmits(1, 1, 1, tcpFrame))

  it('wants len 0 of a transmitted chain', () => {
    expect(faultsOfUse(sent, uses(1, 1), standardRules)).toEqual([])
    expect(faultsOfUse(sent, uses(1, 1, '00'), standardRules)).toEqual([
      {
        by: 'device',
        clauses: ['split.used.device.2'],
        because: 'len 1 of transmitted chain 1, which nothing is written to',
      },
    ])
  })

  it('wants the chain outstanding before anything else', () => {
    expect(faultsOfUse(sent, uses(1, 2, '00'), standardRules).map((fault) => fault.clauses)).toEqual([
      ['house.chain.foreign'],
    ])
    expect(faultsOfUse(live(), uses(9, 2), standardRules)[0]?.clauses).toEqual(['house.chain.foreign'])
  })

  it('wants an acknowledgement of a command', () => {
    const commanded = following(live({ features: multiqueue }), commands(3, { name: 'VQ_PAIRS_SET', pairs: 2 }))
    expect(faultsOfUse(commanded, uses(8, 3), standardRules)).toEqual([
      { by: 'device', clauses: ['house.control.ack'], because: 'command 3 is used without an acknowledgement' },
    ])
  })

  it('judges a receive buffer by its frame', () => {
    const placed = following(live(), offers(0, 1), arrives(1, tcpFrame))
    expect(faultsOfUse(placed, uses(0, 1, header12 + tcpFrame), standardRules)).toEqual([])
    expect(faultsOfUse(placed, uses(0, 1, header12 + plainFrame(3)), standardRules)[0]?.clauses).toEqual([
      'house.frame.foreign',
    ])
  })
})

describe('usedBuffer', () => {
  const device = following(live(), offers(0, 1), offers(0, 2), arrives(1, tcpFrame), arrives(2, plainFrame(2)))

  it('gives the chain back, and the frame in it has arrived', () => {
    const placed = usedBuffer(device, uses(0, 2, header12 + plainFrame(2)))
    expect(placed.queues[0]?.chains.map(({ id }) => id)).toEqual([1])
    expect(placed.arriving.map(({ frame }) => frame)).toEqual([1])
  })

  it('takes one of two frames with the same bytes', () => {
    const twice = following(device, arrives(3, tcpFrame))
    expect(usedBuffer(twice, uses(0, 1, header12 + tcpFrame)).arriving.map(({ frame }) => frame)).toEqual([2, 3])
  })

  it('keeps every frame where the bytes are foreign', () => {
    expect(usedBuffer(device, uses(0, 2, header12 + plainFrame(9))).arriving).toBe(device.arriving)
  })

  it('places nothing from a transmit queue', () => {
    const sent = following(device, transmits(1, 3, 3, tcpFrame))
    const drained = usedBuffer(sent, uses(1, 3, header12 + tcpFrame))
    expect(drained.arriving).toBe(sent.arriving)
    expect(drained.queues[1]?.chains).toEqual([])
  })

  it('looks behind the header of 20 bytes', () => {
    const hashed = following(live({ features: reporting }), offers(0, 1), arrives(1, tcpFrame))
    expect(refusalOf(hashed, uses(0, 1, header20(1, ADDRESSES_HASH) + tcpFrame))?.clauses[0]).toBe(
      'net.hash-report.def.5',
    )
    expect(following(hashed, uses(0, 1, header20() + tcpFrame)).arriving).toEqual([])
  })
})
