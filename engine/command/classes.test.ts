import { describe, expect, it } from 'vitest'
import { HandDriver } from '../driver.fixture.ts'
import { features, implemented } from '../feature.ts'
import { open } from '../index.ts'
import { createCoalescingCommands } from './coalescing.ts'
import { createOffloads } from './offloads.ts'
import { createRssContexts } from './rss-context.ts'
import { createStats, longestStatsReply, wrapped } from './stats.ts'
import { createTunnelCommands } from './tunnel.ts'

const control = 8
const driver = (accepted = implemented): HandDriver => new HandDriver(open({ memorySize: 0x4_0000 })).start(accepted)
const le16 = (value: number): number[] => [value & 0xff, value >> 8]
const le32 = (value: number): number[] => [...le16(value & 0xffff), ...le16(value >>> 16)]
const bytes = (...all: readonly number[]): Uint8Array => Uint8Array.from(all)

it('every class has a maker', () => {
  for (const make of [createCoalescingCommands, createOffloads, createRssContexts, createStats, createTunnelCommands])
    expect(make).toBeTypeOf('function')
})

describe('receive offloads', () => {
  it('are only those negotiated, in a word of eight bytes', () => {
    const hand = driver()
    expect(hand.command(control, bytes(5, 0, 0, 0, 0, 0, 0, 0, 0, 0))).toBe(0)
    expect(hand.command(control, bytes(5, 0, 0, 0, 0, 0, 0, 0x20, 0, 0))).toBe(1)
    expect(hand.command(control, bytes(5, 0, 0, 0, 0, 0, 0, 0, 0))).toBe(1)
    expect(hand.command(control, bytes(5, 1, 0, 0, 0, 0, 0, 0, 0, 0))).toBe(1)
    expect(driver(features('VERSION_1', 'CTRL_VQ', 'MQ')).command(control, bytes(5, 0, 0, 0, 0, 0, 0, 0, 0, 0))).toBe(1)
  })
})

describe('coalescing', () => {
  it('is set for a side and for a queue, reserved bits or not', () => {
    const hand = driver()
    const { coalescedPackets, coalescedUsecs } = hand.device.layout
    expect(hand.command(control, bytes(6, 0, ...le32(5), ...le32(6)))).toBe(0)
    expect(hand.command(control, bytes(6, 2, ...le16(3), 0xff, 0xff, ...le32(7), ...le32(8)))).toBe(0)
    expect([...coalescedPackets]).toEqual([0, 5, 0, 7, 0, 5, 0, 5, 0])
    expect([...coalescedUsecs]).toEqual([0, 6, 0, 8, 0, 6, 0, 6, 0])
    expect(hand.command(control, bytes(6, 1, ...le32(1), ...le32(2)))).toBe(0)
    expect([...coalescedPackets]).toEqual([1, 5, 1, 7, 1, 5, 1, 5, 0])
  })

  it.each([8, 9, 0xffff])('is refused for queue %i', (queue) => {
    const hand = driver()
    expect(hand.command(control, bytes(6, 2, ...le16(queue), 0, 0, ...le32(7), ...le32(8)))).toBe(1)
    expect(hand.command(control, bytes(6, 3, ...le16(queue), 0, 0))).toBe(1)
  })

  it('is refused cut off, and without its features', () => {
    const hand = driver()
    expect(hand.command(control, bytes(6, 0, ...le32(5)))).toBe(1)
    expect(hand.command(control, bytes(6, 3, 0, 0))).toBe(1)
    expect(hand.command(control, bytes(6, 4, 0, 0, 0, 0))).toBe(1)
    const without = driver(features('VERSION_1', 'CTRL_VQ', 'MQ'))
    expect(without.command(control, bytes(6, 0, ...le32(5), ...le32(6)))).toBe(1)
    expect(without.command(control, bytes(6, 3, 0, 0, 0, 0))).toBe(1)
  })
})

it('tunnel types are supported ones', () => {
  const hand = driver()
  expect(hand.command(control, bytes(7, 0, ...le32(0x1ff)))).toBe(0)
  expect(hand.device.layout.tunnelTypes[0]).toBe(0x1ff)
  expect(hand.command(control, bytes(7, 0, ...le32(0x200)))).toBe(1)
  expect(hand.command(control, bytes(7, 0, 0, 0))).toBe(1)
  expect(hand.device.layout.tunnelTypes[0]).toBe(0x1ff)
})

describe('statistics', () => {
  const request = (queue: number, bit: number): number[] => {
    const types = [0, 0, 0, 0, 0, 0, 0, 0]
    types[bit >> 3] = 1 << (bit & 7)
    return [...le16(queue), 0, 0, 0, 0, 0, 0, ...types]
  }

  it('are asked for by the type of each queue', () => {
    const hand = driver()
    expect(hand.command(control, bytes(8, 0))).toBe(0)
    expect(hand.command(control, bytes(8, 1, ...request(0, 0), ...request(1, 16), ...request(8, 32)))).toBe(0)
    for (const bad of [request(9, 0), request(0, 16), request(1, 0), request(0, 1), request(0, 40), [0]]) {
      expect(hand.command(control, bytes(8, 1, ...bad))).toBe(1)
    }
    expect(hand.command(control, bytes(8, 1))).toBe(1)
    expect(hand.command(control, bytes(8, 0, 0))).toBe(1)
    expect([...hand.device.layout.commandsDone, ...hand.device.layout.commandsAccepted]).toEqual([10, 2])
  })

  it('wrap at 64 bits', () => {
    expect(wrapped(2 ** 64)).toBe(0n)
    expect(wrapped(7)).toBe(7n)
  })

  it('find room for every queue', () => {
    const limits = { maxPairs: 2, maxKeySize: 40, maxTableLength: 128, hashTypes: 0, tunnelTypes: 0, maxRssContexts: 1 }
    expect(longestStatsReply(limits)).toBe(5 * 56)
  })
})

describe('RSS contexts', () => {
  const rss = [...le32(0), 0, 0, 0, 0, 0, 0, 1, 0, 0]
  const set = (command: number, id: number): Uint8Array => bytes(9, command, ...le16(id), 1, 2, 3, 4, 5, 6, ...rss)

  it('are added, changed and deleted by their ids', () => {
    const hand = driver()
    expect(hand.command(control, bytes(9, 0))).toBe(0)
    expect(
      [set(2, 1), set(1, 1), set(1, 1), set(2, 1), set(1, 0), set(1, 5)].map((one) => hand.command(control, one)),
    ).toEqual([1, 0, 1, 0, 1, 1])
    expect(hand.command(control, bytes(9, 3, 1, 0))).toBe(0)
    expect(hand.command(control, bytes(9, 3, 1, 0))).toBe(1)
    expect(hand.command(control, bytes(9, 3, 1))).toBe(1)
    expect(hand.command(control, bytes(9, 1, 1, 0))).toBe(1)
    expect(hand.command(control, bytes(9, 4))).toBe(1)
  })
})
