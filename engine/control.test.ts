import { describe, expect, it } from 'vitest'
import { HandDriver } from './driver.fixture.ts'
import { features } from './feature.ts'
import { open } from './index.ts'

const mq = features('VERSION_1', 'CTRL_VQ', 'MQ')
const control = 8
const at = 0x3_0000
const pairs = (count: number): Uint8Array => Uint8Array.of(4, 0, count & 0xff, count >> 8)

const driver = (ring = {}): HandDriver => new HandDriver(open({ memorySize: 0x4_0000 }), ring).start(mq)

describe('a control command', () => {
  it('is acknowledged in one byte, and used with length 1', () => {
    const hand = driver()
    expect(hand.command(control, pairs(2))).toBe(0)
    expect([hand.usedIndex(control), hand.usedEntry(control, 0)]).toEqual([1, [0, 1]])
    expect(hand.command(control, pairs(0))).toBe(1)
    expect(hand.usedEntry(control, 1)).toEqual([0, 1])
    expect(hand.device.layout.activePairs[0]).toBe(2)
  })
  it('is one work item', () => {
    const hand = driver()
    hand.device.memory.guest.set(pairs(3), at)
    for (const head of [0, 2]) {
      hand.chain(
        control,
        [
          { at, length: 4 },
          { at: at + 8, length: 1, flags: 2 },
        ],
        head,
      )
    }
    expect(hand.device.run(1)).toBe(1)
    expect(hand.usedIndex(control)).toBe(1)
    expect(hand.device.run(9)).toBe(1)
    expect(hand.usedIndex(control)).toBe(2)
  })
  it.each([[[1, 1, 1, 1]], [[2, 2]], [[0, 3, 1]], [[4]]])('is the same cut into %j', (lengths) => {
    const hand = driver()
    hand.device.memory.guest.set(pairs(3), at)
    let next = at
    const parts = lengths.map((length) => {
      next += length
      return { at: next - length, length }
    })
    hand.chain(control, [...parts, { at: at + 8, length: 1, flags: 2 }])
    hand.device.run(9)
    expect(hand.hex(at + 8, 1)).toBe('00')
    expect(hand.device.layout.activePairs[0]).toBe(3)
  })
  it('is acknowledged in the first byte there is to write, and nowhere else', () => {
    const hand = driver()
    hand.device.memory.guest.set(pairs(3), at)
    hand.device.memory.guest.fill(0xcc, at + 8, at + 40)
    hand.chain(control, [
      { at, length: 4 },
      { at: at + 8, length: 0, flags: 2 },
      { at: at + 16, length: 4, flags: 2 },
      { at: at + 24, length: 4, flags: 2 },
    ])
    hand.device.run(9)
    expect(hand.hex(at + 8, 24)).toBe(`${'cc'.repeat(8)}00${'cc'.repeat(15)}`)
    expect(hand.usedEntry(control, 0)).toEqual([0, 1])
  })
  it('takes effect before it is acknowledged, and is acknowledged before it is used', () => {
    const hand = driver()
    const { layout } = hand.device
    hand.device.memory.guest.set(pairs(4), at)
    hand.view.setUint8(at + 8, 0xee)
    hand.chain(control, [
      { at, length: 4 },
      { at: at + 8, length: 1, flags: 2 },
    ])
    const before = [layout.activePairs[0], hand.view.getUint8(at + 8), hand.usedIndex(control)]
    hand.device.run(1)
    const after = [layout.activePairs[0], hand.view.getUint8(at + 8), hand.usedIndex(control)]
    expect([before, after]).toEqual([
      [1, 0xee, 0],
      [4, 0, 1],
    ])
  })
})

describe('a command that cannot be one', () => {
  it('is acknowledged with VIRTIO_NET_ERR: nothing to read, or one byte', () => {
    const hand = driver()
    hand.view.setUint8(at + 8, 0xee)
    hand.chain(control, [{ at: at + 8, length: 1, flags: 2 }])
    hand.device.run(9)
    expect([hand.hex(at + 8, 1), hand.usedIndex(control)]).toEqual(['01', 1])
    expect(hand.command(control, Uint8Array.of(4))).toBe(1)
  })
  it('is acknowledged with VIRTIO_NET_ERR if it is longer than any there is', () => {
    const hand = driver()
    const longest = 2 + 8 + 2 * 128 + 3 + 40
    expect(hand.command(control, new Uint8Array(longest + 1))).toBe(1)
    expect(hand.command(control, new Uint8Array(60_000))).toBe(1)
    expect(hand.device.status()).toBe(15)
  })
  it('stops the queue if it has no room for the acknowledgement', () => {
    const hand = driver()
    hand.device.memory.guest.set(pairs(3), at)
    hand.chain(control, [
      { at, length: 4 },
      { at: at + 8, length: 0, flags: 2 },
    ])
    expect(hand.device.run(9)).toBe(1)
    expect([hand.usedIndex(control), hand.device.status()]).toEqual([0, 15 + 64])
    expect(hand.device.layout.activePairs[0]).toBe(1)
    expect(hand.device.diagnostics()).toBe('queue 8 stopped: control command without room for the acknowledgement')
  })
})
