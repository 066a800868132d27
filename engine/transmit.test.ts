import { describe, expect, it } from 'vitest'
import type { FeatureSet } from '../model/kernel/bits.ts'
import { HandDriver } from './driver.fixture.ts'
import { features } from './feature.ts'
import { ethernet, ipv4, tcp } from './frame.fixture.ts'
import { open } from './index.ts'

const plain = features('VERSION_1')
const hashed = features('VERSION_1', 'HASH_REPORT')
const at = 0x3_0000

function driver(accepted: FeatureSet = plain, ring = {}) {
  const sent: string[] = []
  const sink = (bytes: Uint8Array, offset: number, length: number): void => {
    sent.push(Buffer.from(bytes.slice(offset, offset + length)).toString('hex'))
  }
  const device = open({ memorySize: 0x4_0000, maxFrame: 100, sink })
  return { hand: new HandDriver(device, ring).start(accepted), sent }
}

const frame = ethernet('1234', 'c0ffee'.repeat(16))
const frameHex = Buffer.from(frame).toString('hex')
const behind = (header: number, bytes: Uint8Array = frame): Uint8Array =>
  Uint8Array.from([...new Uint8Array(header).fill(0x55), ...bytes])

describe('a frame to be sent', () => {
  it('leaves without its header of 12 bytes, and its chain is used with length 0', () => {
    const { hand, sent } = driver()
    hand.send(1, at, behind(12))
    expect(sent).toEqual([])
    expect(hand.device.run(1)).toBe(1)
    expect(sent).toEqual([frameHex])
    expect([hand.usedIndex(1), hand.usedEntry(1, 0)]).toEqual([1, [0, 0]])
    expect(hand.device.layout.framesDone[1]).toBe(1)
  })
  it('leaves without its header of 20 bytes with HASH_REPORT', () => {
    const { hand, sent } = driver(hashed)
    hand.send(1, at, behind(20))
    hand.device.run(1)
    expect(sent).toEqual([frameHex])
  })
  it.each([[[12]], [[5]], [[0, 12]], [[1, 1, 10, 20]], [[30, 0, 1]], [[73]]])('is the same cut into %j', (cuts) => {
    const { hand, sent } = driver()
    hand.send(1, at, behind(12), cuts)
    hand.device.run(1)
    expect(sent).toEqual([frameHex])
  })
  it('leaves in the order of the ring, through positions that wrap', () => {
    const { hand, sent } = driver(plain, { position: 65533, size: 4 })
    for (let turn = 0; turn < 4; turn++) {
      hand.send(1, at + 100 * turn, behind(12, Uint8Array.of(turn, 7)), [], turn)
    }
    expect(hand.device.run(9)).toBe(4)
    expect(sent).toEqual(['0007', '0107', '0207', '0307'])
    expect(hand.usedIndex(1)).toBe(1)
    expect([0, 1, 2, 3].map((slot) => hand.usedEntry(1, slot))).toEqual([
      [3, 0],
      [0, 0],
      [1, 0],
      [2, 0],
    ])
  })
  it('may be one byte, and as long as the device takes', () => {
    const { hand, sent } = driver()
    hand.send(1, at, behind(12, Uint8Array.of(9)))
    hand.send(1, at + 100, behind(12, new Uint8Array(100).fill(3)), [], 2)
    hand.device.run(9)
    expect(sent).toEqual(['09', '03'.repeat(100)])
  })
  it('is dropped and used if it is longer, and the next one leaves', () => {
    const { hand, sent } = driver()
    hand.send(1, at, behind(12, new Uint8Array(101)))
    hand.send(1, at + 200, behind(12), [], 2)
    expect(hand.device.run(9)).toBe(2)
    expect(sent).toEqual([frameHex])
    expect(hand.usedIndex(1)).toBe(2)
    expect(hand.device.layout.dropsTooLarge[1]).toBe(1)
    expect(hand.device.layout.framesDone[1]).toBe(1)
    expect(hand.device.status()).toBe(15)
  })
  it('is seen by the wire before it is used', () => {
    const seen: number[] = []
    const device = open({ memorySize: 0x4_0000, sink: () => seen.push(hand.usedIndex(1)) })
    const hand = new HandDriver(device).start(plain)
    hand.send(1, at, behind(12))
    device.run(1)
    expect([...seen, hand.usedIndex(1)]).toEqual([0, 1])
  })
})

describe('a driver that breaks the rules', () => {
  it.each([
    [plain, 12],
    [hashed, 20],
  ])('sends a header and nothing else: the queue stops', (accepted, header) => {
    const { hand, sent } = driver(accepted)
    hand.send(1, at, new Uint8Array(header))
    expect(hand.device.run(9)).toBe(1)
    expect([hand.usedIndex(1), hand.device.status(), sent.length]).toEqual([0, 15 + 64, 0])
    expect(hand.device.diagnostics()).toBe('queue 1 stopped: frame shorter than its header')
  })
  it('lets the device write: the queue stops', () => {
    const { hand, sent } = driver()
    hand.chain(1, [
      { at, length: 50 },
      { at: at + 50, length: 1, flags: 2 },
    ])
    expect(hand.device.run(9)).toBe(1)
    expect([hand.usedIndex(1), hand.device.status(), sent.length]).toEqual([0, 15 + 64, 0])
    expect(hand.device.diagnostics()).toBe('queue 1 stopped: descriptors in the wrong direction for this queue')
  })
})

describe('automatic receive steering', () => {
  const mq = features('VERSION_1', 'CTRL_VQ', 'MQ')
  const out = { source: '0a000001', destination: '0a000002', protocol: 6, payload: tcp(1000, 80) }
  const back = { source: '0a000002', destination: '0a000001', protocol: 6, payload: tcp(80, 1000) }

  it.each([0, 1, 2, 3])('brings a flow back to the pair %i that it was last sent on', (pair) => {
    const { hand } = driver(mq)
    expect(hand.command(8, Uint8Array.of(4, 0, 4, 0))).toBe(0)
    const other = (pair + 1) % 4
    hand.send(2 * other + 1, at, behind(12, ethernet('0800', ipv4(out))))
    hand.device.run(9)
    hand.send(2 * pair + 1, at, behind(12, ethernet('0800', ipv4(out))))
    hand.device.run(9)
    for (let queue = 0; queue < 8; queue += 2) hand.buffer(queue, at, [200], 0)
    hand.device.deliver(ethernet('0800', ipv4(back)))
    hand.device.run(9)
    expect([0, 2, 4, 6].map((queue) => hand.usedIndex(queue))).toEqual([0, 1, 2, 3].map((p) => (p === pair ? 1 : 0)))
  })
  it('is not learnt for without MQ', () => {
    const { hand } = driver(plain)
    hand.send(1, at, behind(12, ethernet('0800', ipv4(out))))
    hand.device.run(9)
    expect([...hand.device.layout.flowPair].some((entry) => entry !== 0)).toBe(false)
  })
})
