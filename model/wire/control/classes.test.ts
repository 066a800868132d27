import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pairIndex } from '../../kernel/brand.ts'
import { arrayOf, bytes } from '../../kernel/bytes.ts'
import { type ControlCommand, decodeControlCommand, encodeControlCommand } from '../control-command.ts'
import { bitsOfWord, wordOfBits } from './bits64.ts'
import { decodeCoalescingParameters, encodeCoalescingParameters } from './coalescing.ts'
import { decodeFields, encodeFields } from './fields.ts'
import { decodeOffloads } from './offloads.ts'
import { decodeRssContext } from './rss-context.ts'
import { decodeStats, decodeStatsCapabilities, encodeStatsCapabilities } from './stats.ts'
import { decodeTunnel } from './tunnel.ts'

const hex = (text: string): Uint8Array => arrayOf(bytes(text.replaceAll(' ', '')))

/** By hand from the structures of the specification. */
const samples: readonly (readonly [ControlCommand, string])[] = [
  [{ name: 'GUEST_OFFLOADS_SET', offloads: [] }, '05 00 0000000000000000'],
  [{ name: 'GUEST_OFFLOADS_SET', offloads: [1, 7, 46, 55] }, '05 00 8200000000408000'],
  [{ name: 'NOTF_COAL_TX_SET', maxPackets: 0x01020304, maxUsecs: 5 }, '06 00 04030201 05000000'],
  [{ name: 'NOTF_COAL_RX_SET', maxPackets: 6, maxUsecs: 0xffff_ffff }, '06 01 06000000 ffffffff'],
  [
    { name: 'NOTF_COAL_VQ_SET', queue: 0x0102, reserved: 0x0304, maxPackets: 5, maxUsecs: 6 },
    '06 02 0201 0403 05000000 06000000',
  ],
  [{ name: 'NOTF_COAL_VQ_GET', queue: 0x0102, reserved: 0 }, '06 03 0201 0000'],
  [{ name: 'HASH_TUNNEL_SET', tunnels: 0x0102 }, '07 00 02010000'],
  [{ name: 'STATS_QUERY' }, '08 00'],
  [{ name: 'STATS_GET', requests: [{ queue: 1, types: [16, 32] }] }, '08 01 0100 000000000000 0000010001000000'],
  [{ name: 'RSS_CTX_CAP_GET' }, '09 00'],
  [
    {
      name: 'RSS_CTX_ADD',
      id: 0x0102,
      reserved: bytes('010203040506'),
      rss: { hashTypes: 1, mask: 0, unclassified: pairIndex(2), table: [pairIndex(3)], maxTxVq: 4, key: bytes('aa') },
    },
    '09 01 0201 010203040506 01000000 0000 0200 0300 0400 01 aa',
  ],
  [{ name: 'RSS_CTX_DEL', id: 3 }, '09 03 0300'],
]

test.each(samples)('%j', (command, text) => {
  expect(encodeControlCommand(command)).toEqual(hex(text))
  expect(decodeControlCommand(hex(text))).toEqual({ ok: true, value: { command } })
})

test('RSS_CTX_MOD is command 2 of its class', () => {
  const [, add] = samples[10] ?? ['', '']
  const data = hex(add).subarray(2)
  expect(decodeRssContext({ command: 2, data })).toMatchObject({ ok: true, value: { name: 'RSS_CTX_MOD', id: 0x0102 } })
})

describe('what is not well-formed is RAW', () => {
  test.each([
    ['an offloads word cut off', '05 00 00000000000000'],
    ['an offloads word too long', '05 00 000000000000000000'],
    ['coalescing parameters cut off', '06 00 00000000 000000'],
    ['coalescing parameters too long', '06 03 0000 0000 00'],
    ['tunnel types cut off', '07 00 000000'],
    ['a query with data', '08 00 00'],
    ['a request cut off', '08 01 0000 000000000000 00000000000000'],
    ['a reserved byte of a request', '08 01 0000 000000000001 0000000000000000'],
    ['a capability query with data', '09 00 00'],
    ['a context cut off', '09 01 0100 0000'],
    ['a context whose configuration is cut off', '09 02 0100 000000000000 0000'],
    ['a deletion cut off', '09 03 01'],
  ])('%s', (_, text) => {
    const read = decodeControlCommand(hex(text))
    expect(read).toMatchObject({ ok: true, value: { command: { name: 'RAW' }, defect: { ok: false } } })
  })

  test('as is a number that no class has', () => {
    const body = { command: 9, data: new Uint8Array(0) }
    expect([decodeOffloads(body), decodeTunnel(body), decodeStats(body), decodeRssContext(body)]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })
})

test('bits of a word and back', () => {
  expect(bitsOfWord(0x8000_0000_0000_0001n)).toEqual([0, 63])
  expect(wordOfBits([0, 63], 'offloads')).toBe(0x8000_0000_0000_0001n)
  expect(() => wordOfBits([64], 'offloads')).toThrow(new RangeError('offloads has no bit 64'))
  fc.assert(fc.property(fc.bigInt(0n, (1n << 64n) - 1n), (word) => wordOfBits(bitsOfWord(word), 'w') === word))
})

test('fields one behind another', () => {
  const fields = [
    ['a', 16],
    ['b', 32],
  ] as const
  expect(encodeFields(fields, { a: 0x0102, b: 0x03040506 })).toEqual(hex('0201 06050403'))
  expect(decodeFields(fields, hex('0201 06050403'), 'it')).toEqual({ ok: true, value: { a: 0x0102, b: 0x03040506 } })
  expect(decodeFields(fields, hex('0201 060504'), 'it')).toMatchObject({ ok: false, at: 5 })
  expect(decodeFields(fields, hex('0201 0605040300'), 'it')).toMatchObject({ ok: false, at: 6 })
  expect(() => encodeFields(fields, { a: 0x1_0000, b: 0 })).toThrow(RangeError)
})

test('replies', () => {
  expect(encodeCoalescingParameters({ maxPackets: 1, maxUsecs: 2 })).toEqual(hex('01000000 02000000'))
  expect(decodeCoalescingParameters(hex('01000000 02000000'))).toMatchObject({ value: { maxPackets: 1, maxUsecs: 2 } })
  expect(encodeStatsCapabilities([0, 16, 32])).toEqual(hex('0100010001000000'))
  expect(decodeStatsCapabilities(hex('0100010001000000'))).toEqual([0, 16, 32])
  expect(decodeStatsCapabilities(hex('01000100010000'))).toBeUndefined()
})
