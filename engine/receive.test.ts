import { describe, expect, it } from 'vitest'
import type { FeatureSet } from '../model/kernel/bits.ts'
import { HandDriver } from './driver.fixture.ts'
import { features } from './feature.ts'
import { ethernet, ipv4, tcp } from './frame.fixture.ts'
import { type EngineConfig, open } from './index.ts'
import { msKey } from './ms-rss.fixture.ts'

const plain = features('VERSION_1')
const hashed = features('VERSION_1', 'CTRL_VQ', 'HASH_REPORT')
const at = 0x3_0000

function driver(accepted: FeatureSet = plain, options: Partial<EngineConfig> = {}, ring = {}): HandDriver {
  const hand = new HandDriver(open({ memorySize: 0x4_0000, maxFrame: 200, ...options }), ring).start(accepted)
  hand.device.memory.guest.fill(0xff, at - 64, at + 512)
  return hand
}

const frame = ethernet('1234', '00'.repeat(46).replace('00', 'ab'))
const frameHex = Buffer.from(frame).toString('hex')
const plainHeader = '00000000 00000000 0000 0100'.replaceAll(' ', '')
const noneHeader = `${plainHeader}0000000000000000`

describe('a frame in a receive buffer', () => {
  it('stands behind a header of 12 bytes with num_buffers 1', () => {
    const hand = driver()
    hand.buffer(0, at, [100])
    expect(hand.device.deliver(frame)).toBe(true)
    expect(hand.device.run(1)).toBe(1)
    expect(hand.hex(at - 2, 76)).toBe(`ffff${plainHeader}${frameHex}ffff`)
    expect([hand.usedIndex(0), hand.usedEntry(0, 0)]).toEqual([1, [0, 72]])
    expect(hand.device.layout.framesDone[0]).toBe(1)
  })
  it('stands behind a header of 20 bytes with HASH_REPORT, NONE until it is configured', () => {
    const hand = driver(hashed)
    hand.buffer(0, at, [100])
    hand.device.deliver(frame)
    hand.device.run(1)
    expect(hand.hex(at, 82)).toBe(`${noneHeader}${frameHex}ffff`)
    expect(hand.usedEntry(0, 0)).toEqual([0, 80])
  })
  it('reports hash and type once they are configured', () => {
    const hand = driver(hashed)
    const types = '07000000 0000000000000000 28'.replaceAll(' ', '')
    const config = Buffer.from(`0402${types}${Buffer.from(msKey).toString('hex')}`, 'hex')
    expect(hand.command(2, config)).toBe(0)
    const flow = { source: '420995bb', destination: 'a18e6450', protocol: 6, payload: tcp(2794, 1766) }
    hand.buffer(0, at, [100])
    hand.device.deliver(ethernet('0800', ipv4(flow)))
    hand.device.run(1)
    expect(hand.hex(at, 20)).toBe(`${plainHeader}78c1cc5102000000`)
  })
  it.each([[[12, 60]], [[5, 7, 60]], [[13, 1, 1, 57]], [[0, 72]], [[1, 1, 1, 1, 1, 1, 66]], [[71, 1, 9]], [[5, 100]]])(
    'is the same bytes in descriptors of %j',
    (lengths) => {
      const hand = driver()
      hand.buffer(0, at, lengths)
      hand.device.deliver(frame)
      hand.device.run(1)
      expect(hand.hex(at, 74)).toBe(`${plainHeader}${frameHex}ffff`)
      expect(hand.usedEntry(0, 0)).toEqual([0, 72])
    },
  )
  it('touches no descriptor that it does not need', () => {
    const hand = driver()
    hand.chain(0, [
      { at, length: 72, flags: 2 },
      { at: at + 200, length: 50, flags: 2 },
    ])
    hand.device.deliver(frame)
    hand.device.run(1)
    expect(hand.hex(at + 200, 50)).toBe('ff'.repeat(50))
  })
  it('goes on through positions that wrap, slot by slot', () => {
    const hand = driver(plain, {}, { position: 65530, size: 4 })
    for (let turn = 0; turn < 10; turn++) {
      hand.buffer(0, at, [80], turn % 4)
      hand.device.deliver(frame)
      expect(hand.device.run(9)).toBe(1)
      expect(hand.usedIndex(0)).toBe((65531 + turn) % 65536)
      expect(hand.usedEntry(0, (65530 + turn) % 4)).toEqual([turn % 4, 72])
    }
  })
})

it('has a header of zeros where a longer header stood before', () => {
  const hand = driver(hashed, { backlog: 1 })
  const types = '07000000 0000000000000000 28'.replaceAll(' ', '')
  hand.command(2, Buffer.from(`0402${types}${Buffer.from(msKey).toString('hex')}`, 'hex'))
  const flow = { source: '420995bb', destination: 'a18e6450', protocol: 6, payload: tcp(2794, 1766) }
  hand.buffer(0, at, [100])
  hand.device.deliver(ethernet('0800', ipv4(flow)))
  hand.device.run(1)
  hand.start(plain)
  hand.buffer(0, at, [100])
  hand.device.deliver(frame)
  hand.device.run(1)
  expect(hand.hex(at, 72)).toBe(plainHeader + frameHex)
})

describe('a frame that is dropped', () => {
  it('leaves a buffer that is too small by one byte, for a frame that fits', () => {
    const hand = driver()
    hand.buffer(0, at, [70, 1])
    hand.device.deliver(frame)
    hand.device.deliver(frame.subarray(0, 59))
    expect(hand.device.run(1)).toBe(1)
    expect([hand.usedIndex(0), hand.device.layout.dropsTooLarge[0]]).toEqual([0, 1])
    expect(hand.hex(at, 80)).toBe('ff'.repeat(80))
    expect(hand.device.run(5)).toBe(1)
    expect(hand.usedEntry(0, 0)).toEqual([0, 71])
    expect(hand.device.layout.framesDone[0]).toBe(1)
  })
  it('is counted where its queue has no buffer, and holds up none behind it', () => {
    const hand = driver()
    hand.device.deliver(frame)
    expect(hand.device.run(5)).toBe(1)
    expect(hand.device.layout.dropsNoBuffer[0]).toBe(1)
    hand.buffer(0, at, [100])
    expect(hand.device.run(5)).toBe(0)
    expect(hand.usedIndex(0)).toBe(0)
    hand.device.deliver(frame)
    expect(hand.device.run(5)).toBe(1)
    expect(hand.usedIndex(0)).toBe(1)
  })
  it('stops the queue where the buffer is not the device’s to write', () => {
    const hand = driver()
    hand.chain(0, [
      { at, length: 12 },
      { at: at + 12, length: 100, flags: 2 },
    ])
    hand.device.deliver(frame)
    expect(hand.device.run(5)).toBe(1)
    expect(hand.device.status()).toBe(15 + 64)
    expect(hand.usedIndex(0)).toBe(0)
    expect(hand.hex(at, 80)).toBe('ff'.repeat(80))
    expect(hand.device.diagnostics()).toBe('queue 0 stopped: descriptors in the wrong direction for this queue')
  })
})

describe('the backlog', () => {
  it('takes as many frames as it has places, in their order, over and over', () => {
    const hand = driver(plain, { backlog: 3 })
    for (let round = 0; round < 4; round++) {
      const taken = [1, 2, 3, 4, 5].map((mark) => hand.device.deliver(Uint8Array.of(round, mark, 9)))
      expect(taken).toEqual([true, true, true, false, false])
      for (const mark of [1, 2, 3]) {
        hand.buffer(0, at, [20], mark)
        hand.device.run(1)
        expect(hand.hex(at + 12, 4)).toBe(`0${round}0${mark}09ff`)
      }
      expect(hand.device.run(1)).toBe(0)
    }
    expect(hand.device.layout.dropsBacklog[0]).toBe(8)
  })
  it('takes a frame of the greatest length, and none longer', () => {
    const hand = driver(plain, { maxFrame: 60 })
    expect(hand.device.deliver(new Uint8Array(61))).toBe(false)
    expect(hand.device.deliver(frame)).toBe(true)
    expect(hand.device.layout.dropsBacklog[0]).toBe(1)
  })
  it('keeps two frames apart', () => {
    const hand = driver(plain, { maxFrame: 60 })
    hand.device.deliver(frame)
    hand.device.deliver(Uint8Array.from(frame).fill(0x11))
    hand.buffer(0, at, [72], 0)
    hand.buffer(0, at + 100, [72], 1)
    hand.device.run(2)
    expect(hand.hex(at, 72)).toBe(plainHeader + frameHex)
    expect(hand.hex(at + 100, 72)).toBe(plainHeader + '11'.repeat(60))
  })
  it('is closed before DRIVER_OK and emptied by a reset', () => {
    const hand = new HandDriver(open({ memorySize: 0x4_0000 }))
    expect(hand.device.deliver(frame)).toBe(false)
    hand.start(plain)
    hand.device.deliver(frame)
    hand.start(plain)
    hand.buffer(0, at, [100])
    expect(hand.device.run(5)).toBe(0)
    expect(hand.usedIndex(0)).toBe(0)
  })
})

describe('a frame with MRG_RXBUF', () => {
  const merging = features('VERSION_1', 'MRG_RXBUF')
  const headerOf = (buffers: number): string => `${plainHeader.slice(0, -4)}0${buffers}00`
  /** Buffers of these lengths, each in one descriptor, 128 bytes apart, and one frame of 60 bytes. */
  function merged(...lengths: readonly number[]): HandDriver {
    const hand = driver(merging)
    lengths.forEach((length, nth) => {
      hand.buffer(0, at + 128 * nth, [length], nth)
    })
    hand.device.deliver(frame)
    hand.device.run(1)
    return hand
  }

  it('is in one buffer where it fits', () => {
    const hand = merged(72, 72)
    expect(hand.hex(at, 74)).toBe(`${plainHeader}${frameHex}ffff`)
    expect([hand.usedIndex(0), hand.usedEntry(0, 0)]).toEqual([1, [0, 72]])
  })
  it('fills every buffer but the last, behind one header that counts them', () => {
    const hand = merged(32, 20, 40)
    expect(hand.hex(at, 34)).toBe(`${headerOf(3)}${frameHex.slice(0, 40)}ffff`)
    expect(hand.hex(at + 128, 22)).toBe(`${frameHex.slice(40, 80)}ffff`)
    expect(hand.hex(at + 256, 22)).toBe(`${frameHex.slice(80)}ffff`)
    expect([hand.usedIndex(0), hand.usedEntry(0, 0), hand.usedEntry(0, 1), hand.usedEntry(0, 2)]).toEqual([
      3,
      [0, 32],
      [1, 20],
      [2, 20],
    ])
    expect([hand.device.layout.framesDone[0], hand.device.takeInterrupt(0)]).toEqual([1, true])
  })
  it('ends where its last buffer does', () => {
    const hand = merged(12, 60, 40)
    expect(hand.hex(at, 12)).toBe(headerOf(2))
    expect([hand.usedIndex(0), hand.usedEntry(0, 1)]).toEqual([2, [1, 60]])
  })
  it('takes no buffer where all together are too small, and those same ones once they suffice', () => {
    const hand = merged(32, 39)
    expect([hand.usedIndex(0), hand.device.layout.dropsNoBuffer[0]]).toEqual([0, 1])
    expect(hand.hex(at, 32)).toBe('ff'.repeat(32))
    hand.buffer(0, at + 256, [12], 2)
    hand.device.deliver(frame)
    hand.device.run(1)
    expect([hand.usedIndex(0), hand.usedEntry(0, 2)]).toEqual([3, [2, 1]])
  })
  it('stops a queue with a buffer that has no room for a header', () => {
    const hand = merged(32, 11)
    expect([hand.usedIndex(0), hand.device.status()]).toEqual([0, 79])
    expect(hand.device.diagnostics()).toBe('queue 0 stopped: receive buffer shorter than the header')
    expect(merged(11, 72).device.status()).toBe(79)
  })
  it('stops a queue with a buffer to be read', () => {
    const hand = driver(merging)
    hand.buffer(0, at, [32])
    hand.chain(0, [{ at: at + 128, length: 40 }], 1)
    hand.device.deliver(frame)
    hand.device.run(1)
    expect(hand.device.diagnostics()).toBe('queue 0 stopped: descriptors in the wrong direction for this queue')
  })
})
