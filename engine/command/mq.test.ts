import { describe, expect, it } from 'vitest'
import type { FeatureSet } from '../../model/kernel/bits.ts'
import { HandDriver } from '../driver.fixture.ts'
import { features } from '../feature.ts'
import { ethernet, ipv4, tcp } from '../frame.fixture.ts'
import { type EngineConfig, open } from '../index.ts'
import { msKey } from '../ms-rss.fixture.ts'

const both = features('VERSION_1', 'CTRL_VQ', 'MQ', 'RSS', 'HASH_REPORT')
const control = 8
const at = 0x3_0000

const driver = (accepted: FeatureSet = both, options: Partial<EngineConfig> = {}): HandDriver =>
  new HandDriver(open({ memorySize: 0x4_0000, ...options })).start(accepted)

const le16 = (value: number): number[] => [value & 0xff, value >> 8]
const le32 = (value: number): number[] => [...le16(value & 0xffff), ...le16(value >>> 16)]

interface Rss {
  readonly types?: number
  readonly mask?: number
  readonly unclassified?: number
  readonly table?: readonly number[]
  readonly maxTxVq?: number
  readonly key?: readonly number[]
  readonly keyLength?: number
  readonly tail?: readonly number[]
}
/** RSS_CONFIG, field by field. */
function rss(fields: Rss = {}): Uint8Array {
  const { types = 0x1ff, unclassified = 0, table = [1], maxTxVq = 4, key = [...msKey], tail = [] } = fields
  const { mask = table.length - 1, keyLength = key.length } = fields
  const start = [4, 1, ...le32(types), ...le16(mask), ...le16(unclassified), ...table.flatMap(le16)]
  return Uint8Array.of(...start, ...le16(maxTxVq), keyLength, ...key, ...tail)
}
/** HASH_CONFIG, field by field. */
function hashConfig(types: number, key: readonly number[] = [...msKey], reserved: readonly number[] = [0, 0, 0, 0]) {
  return Uint8Array.of(4, 2, ...le32(types), ...reserved.flatMap(le16), key.length, ...key)
}
const pairs = (count: number): Uint8Array => Uint8Array.of(4, 0, ...le16(count))

/** Everything that a command can set. */
function configuration({ device: { layout } }: HandDriver) {
  const { hashTypes, steersByTable, activePairs, tableMask, unclassifiedPair, table, hashTable } = layout
  const single = [hashTypes, steersByTable, activePairs, tableMask, unclassifiedPair].map(([value]) => value)
  return { single, table: [...table], hashTable: Buffer.from(hashTable.slice().buffer).toString('base64') }
}

/** Places a frame with one of the published flows, whose hash is 0x51ccc178; which receive queue took it, and its header. */
function placed(hand: HandDriver, first = 0) {
  const flow = { source: '420995bb', destination: 'a18e6450', protocol: 6, payload: tcp(2794, 1766) }
  const before = [0, 2, 4, 6].map((queue) => hand.usedIndex(queue))
  for (let queue = 0; queue < 8; queue += 2) hand.buffer(queue, at + 0x200 * queue, [200], first)
  hand.device.deliver(ethernet('0800', ipv4(flow)))
  hand.device.run(9)
  const queue = 2 * [0, 2, 4, 6].findIndex((one, index) => hand.usedIndex(one) !== before[index])
  return { queue, hash: hand.hex(at + 0x200 * queue + 12, 6) }
}
const reported = '78c1cc510200'

describe('VQ_PAIRS_SET', () => {
  it.each([1, 2, 3, 4])('%i: so many pairs, automatic steering', (count) => {
    const hand = driver()
    expect(hand.command(control, pairs(count))).toBe(0)
    expect(configuration(hand).single).toEqual([0, 0, count, 0, 0])
  })
  it.each([0, 5, 0x101, 0x8000, 0xffff])('%i is refused and changes nothing', (count) => {
    const hand = driver()
    hand.command(control, pairs(3))
    expect(hand.command(control, pairs(count))).toBe(1)
    expect(configuration(hand).single).toEqual([0, 0, 3, 0, 0])
  })
  it('is refused cut off, with more behind, and without MQ', () => {
    const hand = driver()
    expect(hand.command(control, Uint8Array.of(4, 0, 2))).toBe(1)
    expect(hand.command(control, Uint8Array.of(4, 0, 2, 0, 0))).toBe(1)
    expect(driver(features('VERSION_1', 'CTRL_VQ', 'RSS')).command(control, pairs(2))).toBe(1)
  })
  it('is refused while a receive queue of those pairs is not enabled', () => {
    const hand = new HandDriver(open({ memorySize: 0x4_0000 }))
    hand.negotiate(both)
    for (const queue of [0, 1, 2, 3, 5, 6, 7, 8]) expect(hand.enable(queue)).toBeUndefined()
    hand.device.writeStatus(15)
    expect(hand.command(control, pairs(2))).toBe(0)
    expect(hand.command(control, pairs(3))).toBe(1)
    expect(hand.command(control, rss({ table: [2] }))).toBe(1)
    expect(hand.command(control, rss({ table: [3] }))).toBe(0)
  })
  it('goes back to automatic steering, and keeps reporting by the configuration of RSS', () => {
    const hand = driver()
    hand.command(control, rss({ table: [2] }))
    expect(placed(hand)).toEqual({ queue: 4, hash: reported })
    expect(hand.command(control, pairs(1))).toBe(0)
    expect(placed(hand, 1)).toEqual({ queue: 0, hash: reported })
  })
})

describe('RSS_CONFIG', () => {
  it('sets table, mask, unclassified queue, types and key', () => {
    const hand = driver()
    // 0x51ccc178 & 3 is 0, & 15 is 8.
    expect(hand.command(control, rss({ table: [3, 0, 1, 2] }))).toBe(0)
    expect(placed(hand)).toEqual({ queue: 6, hash: reported })
    const table = Array.from({ length: 16 }, (_, entry) => (entry === 8 ? 2 : 1))
    expect(hand.command(control, rss({ table }))).toBe(0)
    expect(placed(hand, 1)).toEqual({ queue: 4, hash: reported })
    expect(hand.command(control, rss({ table, types: 0x1f8, unclassified: 3 }))).toBe(0)
    expect(placed(hand, 2)).toEqual({ queue: 6, hash: '000000000000' })
  })
  it('uses table entries above max_tx_vq, which bounds transmit queues only', () => {
    const hand = driver()
    expect(hand.command(control, rss({ table: [3], unclassified: 3, maxTxVq: 1 }))).toBe(0)
    expect(placed(hand).queue).toBe(6)
  })
  it('takes a table of one entry and one of the greatest length', () => {
    const hand = driver()
    expect(hand.command(control, rss({ table: [3] }))).toBe(0)
    expect(configuration(hand).single).toEqual([0x1ff, 1, 1, 0, 0])
    expect(hand.command(control, rss({ table: Array.from({ length: 128 }, (_, entry) => entry % 4) }))).toBe(0)
    expect(configuration(hand).table).toEqual(Array.from({ length: 128 }, (_, entry) => entry % 4))
    expect(configuration(hand).single).toEqual([0x1ff, 1, 1, 127, 0])
  })
  it('changes no entry behind the table it is given', () => {
    const hand = driver()
    expect(hand.command(control, rss({ table: new Array(128).fill(3) }))).toBe(0)
    expect(hand.command(control, rss({ table: [2, 1], maxTxVq: 4 }))).toBe(0)
    expect(configuration(hand).table).toEqual([2, 1, ...new Array(126).fill(3)])
  })
  it('refuses a table above the greatest length even where a long key would leave room for it', () => {
    const hand = driver(both, { maxTableLength: 200, maxKeySize: 255 })
    expect(hand.command(control, rss({ table: new Array(256).fill(2) }))).toBe(1)
    expect(configuration(hand).single).toEqual([0, 0, 1, 0, 0])
    expect(hand.command(control, rss({ table: new Array(128).fill(2) }))).toBe(0)
  })
  it('takes no types without a key, and any key up to the greatest length', () => {
    const hand = driver()
    expect(hand.command(control, rss({ types: 0, key: [] }))).toBe(0)
    expect(hand.command(control, rss({ key: [1] }))).toBe(0)
    expect(hand.command(control, rss({ key: new Array(40).fill(7) }))).toBe(0)
    expect(driver(both, { maxKeySize: 52 }).command(control, rss({ key: new Array(52).fill(7) }))).toBe(0)
  })

  const refused: readonly (readonly [string, Uint8Array])[] = [
    ['a table of three entries', rss({ table: [0, 1, 2] })],
    ['a mask that is no power of two less one, with entries to match', rss({ table: [0, 1, 2, 3, 0, 1], mask: 5 })],
    ['a table longer than the greatest', rss({ table: new Array(256).fill(0) })],
    ['a mask of 0xffff', rss({ mask: 0xffff })],
    ['a mask for more entries than there are', rss({ table: [0, 1], mask: 3 })],
    ['a mask for fewer entries than there are', rss({ table: [0, 1, 2, 3], mask: 1 })],
    ['a pair that there is not, in the table', rss({ table: [0, 4] })],
    ['a pair that there is not, for unclassified frames', rss({ unclassified: 4 })],
    ['the reserved bit of a table entry', rss({ table: [0x8001, 0] })],
    ['the reserved bit of the unclassified queue', rss({ unclassified: 0x8000 })],
    ['a hash type that is not supported', rss({ types: 0x201 })],
    ['the highest bit of the hash types', rss({ types: 0x80000001 })],
    ['a key longer than the greatest', rss({ key: new Array(41).fill(7) })],
    ['types without a key', rss({ types: 1, key: [] })],
    ['a key that is cut off', rss({ keyLength: 40, key: new Array(39).fill(7) })],
    ['bytes behind the key', rss({ tail: [0] })],
    ['no transmit queue', rss({ maxTxVq: 0 })],
    ['more transmit queues than there are', rss({ maxTxVq: 5 })],
    ['nothing behind the table', rss().subarray(0, 2 + 10)],
    ['nothing behind max_tx_vq', rss().subarray(0, 2 + 12)],
    ['no table', rss().subarray(0, 2 + 8)],
    ['half a header', rss().subarray(0, 2 + 7)],
    ['nothing', rss().subarray(0, 2)],
  ]
  it.each(refused)('with %s is refused and leaves the old one whole', (_, bytes) => {
    const hand = driver()
    expect(hand.command(control, rss({ types: 0x3f, table: [2, 1], unclassified: 3, key: [...msKey] }))).toBe(0)
    const before = configuration(hand)
    expect(hand.command(control, bytes)).toBe(1)
    expect(configuration(hand)).toEqual(before)
    expect(placed(hand)).toEqual({ queue: 4, hash: reported })
  })
  it('is refused with types the device does not support, and taken with those it does', () => {
    const hand = driver(both, { hashTypes: 0x3f })
    expect(hand.command(control, rss({ types: 0x40 }))).toBe(1)
    expect(hand.command(control, rss({ types: 0x3f }))).toBe(0)
  })
  it('is refused without RSS', () => {
    expect(driver(features('VERSION_1', 'CTRL_VQ', 'MQ')).command(control, rss())).toBe(1)
  })
  it('does without HASH_REPORT', () => {
    const hand = driver(features('VERSION_1', 'CTRL_VQ', 'RSS'))
    expect(hand.command(control, rss({ table: [0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0] }))).toBe(0)
    const { queue } = placed(hand)
    expect(queue).toBe(4)
    expect(hand.usedEntry(4, 0)).toEqual([0, 12 + 54])
  })
})

describe('HASH_CONFIG', () => {
  const only = features('VERSION_1', 'CTRL_VQ', 'MQ', 'HASH_REPORT')

  it('sets types and key, and no steering', () => {
    const hand = driver(only)
    expect(hand.command(control, hashConfig(0x1ff))).toBe(0)
    expect(configuration(hand).single).toEqual([0x1ff, 0, 1, 0, 0])
    expect(placed(hand)).toEqual({ queue: 0, hash: reported })
    expect(hand.command(control, hashConfig(0x1))).toBe(0)
    expect(placed(hand, 1)).toEqual({ queue: 0, hash: 'c28f3e320100' })
    expect(hand.command(control, hashConfig(0, []))).toBe(0)
    expect(placed(hand, 2)).toEqual({ queue: 0, hash: '000000000000' })
  })

  const refused: readonly (readonly [string, Uint8Array])[] = [
    ['a hash type that is not supported', hashConfig(0x200)],
    ['the first reserved word', hashConfig(1, [...msKey], [1, 0, 0, 0])],
    ['the second reserved word', hashConfig(1, [...msKey], [0, 1, 0, 0])],
    ['the third reserved word', hashConfig(1, [...msKey], [0, 0, 1, 0])],
    ['the last reserved word', hashConfig(1, [...msKey], [0, 0, 0, 0x8000])],
    ['a key longer than the greatest', hashConfig(1, new Array(41).fill(7))],
    ['types without a key', hashConfig(1, [])],
    ['a key that is cut off', hashConfig(1).subarray(0, 2 + 13 + 39)],
    ['bytes behind the key', Uint8Array.of(...hashConfig(1), 0)],
    ['no key length', hashConfig(1).subarray(0, 2 + 12)],
    ['nothing', hashConfig(1).subarray(0, 2)],
  ]
  it.each(refused)('with %s is refused and leaves the old one whole', (_, bytes) => {
    const hand = driver(only)
    expect(hand.command(control, hashConfig(0x3f))).toBe(0)
    const before = configuration(hand)
    expect(hand.command(control, bytes)).toBe(1)
    expect(configuration(hand)).toEqual(before)
    expect(placed(hand)).toEqual({ queue: 0, hash: reported })
  })
  it('is refused without HASH_REPORT, and with RSS, whose own command sets types and key', () => {
    expect(driver(features('VERSION_1', 'CTRL_VQ', 'MQ')).command(control, hashConfig(1))).toBe(1)
    expect(driver().command(control, hashConfig(1))).toBe(1)
  })
})
