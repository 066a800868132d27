import { describe, expect, it } from 'vitest'
import type { FeatureName } from '../feature/table.ts'
import { bytes } from '../kernel/bytes.ts'
import { configured, following, live, multiqueue, plainFrame, rssConfig, tcpFrame, transmits } from './live.fixture.ts'
import { faultsOfSending, faultsOfTransmit, handedOver, leavingWith, left } from './transmission.ts'

const sends = (content: string) => ({ kind: 'device.sends', bytes: bytes(content) }) as const
const device = live({ features: multiqueue })
const pairs = (count: number) => configured(device, { name: 'VQ_PAIRS_SET', pairs: count })

describe('faultsOfTransmit', () => {
  it('allows transmitq1 only, before any command', () => {
    expect(faultsOfTransmit(device, transmits(1, 1, 1, tcpFrame))).toEqual([])
    expect(faultsOfTransmit(device, transmits(3, 1, 1, tcpFrame))).toEqual([
      {
        by: 'driver',
        clauses: ['net.mq.driver.5'],
        because: 'transmit queue 3 is beyond the 1 that may be used',
      },
    ])
  })

  it('allows as many as VQ_PAIRS_SET or max_tx_vq asked for', () => {
    expect(faultsOfTransmit(pairs(2), transmits(3, 1, 1, tcpFrame))).toEqual([])
    expect(faultsOfTransmit(pairs(2), transmits(5, 1, 1, tcpFrame))).toEqual([
      {
        by: 'driver',
        clauses: ['net.mq.driver.6'],
        because: 'transmit queue 5 is beyond the 2 that may be used',
      },
    ])
    const rss = configured(device, rssConfig([0], { maxTxVq: 3 }))
    expect(faultsOfTransmit(rss, transmits(5, 1, 1, tcpFrame))).toEqual([])
    expect(faultsOfTransmit(rss, transmits(7, 1, 1, tcpFrame))[0]?.clauses).toEqual(['net.mq.driver.6'])
  })
})

describe('handedOver', () => {
  it('puts a chain that the device may not write into on the queue, and the frame on its way', () => {
    const state = handedOver(device, transmits(1, 5, 9, tcpFrame))
    expect(state.queues[1]?.chains).toEqual([{ id: 5, room: 0, descriptors: 1, surely: false }])
    expect(state.leaving).toEqual([{ frame: 9, queue: 1, bytes: tcpFrame, chain: 5 }])
    const more = handedOver(state, transmits(1, 6, 10, plainFrame(1)))
    expect(more.leaving.map(({ frame }) => frame)).toEqual([9, 10])
  })
})

describe('a frame that leaves otherwise than its descriptors say', () => {
  const clauseOf = (features: readonly FeatureName[], cuts: readonly number[], content: string) => {
    const state = following(live({ features }), { ...transmits(1, 1, 1, tcpFrame), cuts })
    return faultsOfSending(state, sends(content))[0]?.clauses[0]
  }
  const swapped = tcpFrame.slice(40) + tcpFrame.slice(0, 40)

  it('is put down to them where there are several: pieces in another order, some of them, or the header too', () => {
    expect([swapped, tcpFrame.slice(40), `0000${tcpFrame}`].map((content) => clauseOf([], [12], content))).toEqual(
      new Array(3).fill('split.framing.device.1'),
    )
    expect(clauseOf(['VIRTIO_F_RING_PACKED'], [12], swapped)).toBe('packed.sg.device.1')
  })

  it('is none that was handed over where its chain was one piece, or nothing in it is alike', () => {
    expect(clauseOf([], [], swapped)).toBe('house.transmit.foreign')
    expect(clauseOf([], [12], plainFrame(9))).toBe('house.transmit.foreign')
  })
})

describe('leavingWith', () => {
  const short = plainFrame(7, 59)
  const whole = plainFrame(8, 60)
  const leaving = (pads: boolean) =>
    following(live({ traits: { pads } }), transmits(1, 1, 1, short), transmits(1, 2, 2, whole))

  it('finds a frame by its bytes', () => {
    expect(leavingWith(leaving(false), sends(short))?.frame).toBe(1)
    expect(leavingWith(leaving(false), sends(whole))?.frame).toBe(2)
    expect(leavingWith(leaving(false), sends(plainFrame(9)))).toBeUndefined()
  })

  it('finds a padded one only where the target pads, and only padded to 60 bytes with zeros', () => {
    expect(leavingWith(leaving(false), sends(`${short}00`))).toBeUndefined()
    expect(leavingWith(leaving(true), sends(`${short}00`))?.frame).toBe(1)
    expect(leavingWith(leaving(true), sends(`${short}0000`))).toBeUndefined()
    expect(leavingWith(leaving(true), sends(`${short}01`))).toBeUndefined()
    expect(leavingWith(leaving(true), sends(`${whole}00`))).toBeUndefined()
  })
})

describe('faultsOfSending and left', () => {
  const state = following(device, transmits(1, 1, 1, tcpFrame), transmits(1, 2, 2, plainFrame(2)))

  it('a frame leaves once', () => {
    expect(faultsOfSending(state, sends(tcpFrame))).toEqual([])
    const gone = left(state, sends(tcpFrame))
    expect(gone.leaving.map(({ frame }) => frame)).toEqual([2])
    expect(faultsOfSending(gone, sends(tcpFrame))).toEqual([
      {
        by: 'device',
        clauses: ['house.transmit.foreign'],
        because: 'a frame of 54 bytes leaves that was not handed over, or left before',
      },
    ])
  })

  it('a foreign frame changes nothing', () => {
    expect(left(state, sends(plainFrame(3)))).toBe(state)
  })
})
