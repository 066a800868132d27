import { describe, expect, it } from 'vitest'
import { type FeatureSet, without } from '../model/kernel/bits.ts'
import { HandDriver } from './driver.fixture.ts'
import { features, implemented } from './feature.ts'
import { open } from './index.ts'
import { segmentsPerStep } from './segment.ts'

const at = 0x3_0000

/** All that the engine implements, but for what makes the header longer: UDP tunnels. */
const untunnelled = without(
  implemented,
  features('GUEST_UDP_TUNNEL_GSO', 'GUEST_UDP_TUNNEL_GSO_CSUM', 'HOST_UDP_TUNNEL_GSO', 'HOST_UDP_TUNNEL_GSO_CSUM'),
)

function driver(accepted: FeatureSet = untunnelled) {
  const sent: Uint8Array[] = []
  const sink = (bytes: Uint8Array, offset: number, length: number): void => {
    sent.push(bytes.slice(offset, offset + length))
  }
  const device = open({ memorySize: 0x8_0000, sink })
  return { hand: new HandDriver(device, { size: 4 }).start(accepted), sent }
}

interface Asked {
  readonly flags?: number
  readonly type?: number
  readonly size?: number
  readonly start?: number
  readonly offset?: number
}

/** A header of 20 bytes, and a frame behind it. */
function asking({ flags = 1, type = 0, size = 0, start = 34, offset = 16 }: Asked, frame: Uint8Array): Uint8Array {
  const packet = new Uint8Array(20 + frame.length)
  const view = new DataView(packet.buffer)
  view.setUint8(0, flags)
  view.setUint8(1, type)
  view.setUint16(4, size, true)
  view.setUint16(6, start, true)
  view.setUint16(8, offset, true)
  packet.set(frame, 20)
  return packet
}

const word = (bytes: Uint8Array, place: number): number => new DataView(bytes.buffer).getUint16(place)

/** Adds up 16-bit words as RFC 1071 says, byte for byte. */
function sumOf(bytes: Uint8Array, from: number, to = bytes.length): number {
  let [high, low] = [0, 0]
  for (let place = from; place < to; place++) {
    if ((place - from) % 2 === 0) high += bytes[place] ?? 0
    else low += bytes[place] ?? 0
  }
  let sum = high * 256 + low
  while (sum > 0xffff) sum = (sum % 0x1_0000) + Math.floor(sum / 0x1_0000)
  return sum
}

/** A packet of TCP or UDP over IPv4, the sum of its pseudo header in the place of its checksum. */
function prepared(protocol: 6 | 17, payload: number, flags = 0x18): Uint8Array {
  const header = protocol === 6 ? 20 : 8
  const frame = new Uint8Array(34 + header + payload)
  const view = new DataView(frame.buffer)
  view.setUint16(12, 0x0800)
  frame.set([0x45, 0, 0, 0, 0, 9, 0x40, 0, 64, protocol, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2], 14)
  view.setUint16(16, frame.length - 14)
  view.setUint16(24, 0xffff - sumOf(frame, 14, 34))
  if (protocol === 6) {
    view.setUint32(38, 1000)
    frame.set([0x50, flags], 46)
  } else view.setUint16(38, frame.length - 34)
  for (let place = 0; place < payload; place++) frame[34 + header + place] = place % 251
  const pseudo = new Uint8Array(4)
  new DataView(pseudo.buffer).setUint16(2, frame.length - 34)
  view.setUint16(protocol === 6 ? 50 : 40, (0x0a00 + 1 + 0x0a00 + 2 + protocol + sumOf(pseudo, 0)) % 0xffff)
  return frame
}

describe('one checksum', () => {
  it('makes the sum from csum_start on what it should be', () => {
    const { hand, sent } = driver()
    hand.send(1, at, asking({}, prepared(6, 7)))
    hand.device.run(9)
    const [frame = new Uint8Array()] = sent
    expect((sumOf(frame, 34) + 0x1403 + 6 + frame.length - 34) % 0xffff).toBe(0)
    expect(hand.usedEntry(1, 0)).toEqual([0, 0])
  })
  it.each([[60], [61], [0xffff]])('that would stand at %i of 61 bytes is let be', (start) => {
    const { hand, sent } = driver()
    const frame = prepared(6, 7)
    hand.send(1, at, asking({ start, offset: 0 }, frame))
    hand.device.run(9)
    expect(sent).toEqual([frame])
  })
  it('is not asked for without CSUM, nor by other flags', () => {
    for (const [accepted, flags] of [
      [features('VERSION_1', 'HASH_REPORT'), 1],
      [untunnelled, 0x80],
    ] as const) {
      const { hand, sent } = driver(accepted)
      const frame = prepared(6, 7)
      hand.send(1, at, asking({ flags }, frame))
      hand.device.run(9)
      expect(sent).toEqual([frame])
    }
  })
})

describe('segments', () => {
  it('of TCP have lengths, numbers and flags of their own', () => {
    const { hand, sent } = driver()
    hand.send(1, at, asking({ type: 1, size: 10 }, prepared(6, 25, 0x99)))
    hand.device.run(9)
    expect(sent.map(({ length }) => length)).toEqual([64, 64, 59])
    expect(sent.map((one) => word(one, 16))).toEqual([50, 50, 45])
    expect(sent.map((one) => word(one, 18))).toEqual([9, 10, 11])
    expect(sent.map((one) => word(one, 40))).toEqual([1000, 1010, 1020])
    expect(sent.map((one) => one[47])).toEqual([0x90, 0x10, 0x19])
    expect(sent.map((one) => sumOf(one, 14, 34))).toEqual([0xffff, 0xffff, 0xffff])
    expect(sent.map((one) => (sumOf(one, 34) + 0x1403 + 6 + one.length - 34) % 0xffff)).toEqual([0, 0, 0])
  })
  it('of UDP have lengths of their own', () => {
    const { hand, sent } = driver()
    hand.send(1, at, asking({ type: 5, size: 10, offset: 6 }, prepared(17, 15)))
    hand.device.run(9)
    expect(sent.map((one) => [word(one, 16), word(one, 38)])).toEqual([
      [38, 18],
      [33, 13],
    ])
    expect(sent.map((one) => (sumOf(one, 34) + 0x1403 + 17 + one.length - 34) % 0xffff)).toEqual([0, 0])
  })
  it('leave by so many a step, and the chain is used behind the last', () => {
    const { hand, sent } = driver()
    hand.send(1, at, asking({ type: 1, size: 1 }, prepared(6, segmentsPerStep + 1)))
    hand.device.run(1)
    expect([sent.length, hand.usedIndex(1)]).toEqual([segmentsPerStep, 0])
    hand.device.run(1)
    expect([sent.length, hand.usedIndex(1)]).toEqual([segmentsPerStep + 1, 1])
  })
  it('that nobody can make are counted, and the chain is used', () => {
    const cases: readonly Asked[] = [
      { type: 1, size: 0 },
      { type: 2, size: 9 },
      { type: 4, size: 9 },
      { type: 1, size: 9, flags: 0 },
      { type: 1, size: 9, offset: 6 },
      { type: 1, size: 9, start: 60 },
      { type: 1, size: 9, start: 33 },
      { type: 3, size: 7, offset: 6 },
    ]
    for (const [index, asked] of cases.entries()) {
      const { hand, sent } = driver()
      hand.send(1, at, asking(asked, prepared(asked.type === 3 ? 17 : 6, 25)))
      hand.device.run(9)
      expect([index, sent.length, hand.usedIndex(1), hand.device.layout.dropsImpossible[1]]).toEqual([index, 0, 1, 1])
    }
  })
})

describe('fragments', () => {
  it('have offsets in units of eight bytes, and say whether more follow', () => {
    const { hand, sent } = driver()
    hand.send(1, at, asking({ type: 3, size: 17, offset: 6 }, prepared(17, 25)))
    hand.device.run(9)
    expect(sent.map((one) => word(one, 20))).toEqual([0x2000, 0x2002, 4])
    expect(sent.map(({ length }) => length - 34)).toEqual([16, 16, 1])
    const datagram = Uint8Array.from(sent.flatMap((one) => [...one.subarray(34)]))
    expect((sumOf(datagram, 0) + 0x1403 + 17 + 33) % 0xffff).toBe(0)
  })
  it('are none where the datagram is small enough', () => {
    const { hand, sent } = driver()
    hand.send(1, at, asking({ type: 3, size: 25, offset: 6 }, prepared(17, 25)))
    hand.device.run(9)
    expect(sent.map(({ length }) => length)).toEqual([67])
  })
})
