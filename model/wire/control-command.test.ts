import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pairIndex } from '../kernel/brand.ts'
import { arrayOf, bytes, hexOf } from '../kernel/bytes.ts'
import * as constants from './control-class.ts'
import { type ControlCommand, decodeControlCommand, encodeControlCommand } from './control-command.ts'
import { someBytes, u8, u16, u32 } from './frame.fixture.ts'

const hex = (text: string): Uint8Array => arrayOf(bytes(text.replaceAll(' ', '')))
const pairs = { name: 'VQ_PAIRS_SET', pairs: 0x0102 } as const
const rss = {
  name: 'RSS_CONFIG',
  hashTypes: 0x01020304,
  mask: 1,
  unclassified: pairIndex(0x0506),
  table: [pairIndex(0x0708), pairIndex(0x7fff)],
  maxTxVq: 0x090a,
  key: bytes('aabbcc'),
} as const
const hash = { name: 'HASH_CONFIG', hashTypes: 0x01020304, key: bytes('aabb') } as const
const samples: readonly (readonly [string, ControlCommand, string])[] = [
  ['VQ_PAIRS_SET', pairs, '04 00 0201'],
  ['RSS_CONFIG', rss, '04 01 04030201 0100 0605 0807 ff7f 0a09 03 aabbcc'],
  ['HASH_CONFIG', hash, '04 02 04030201 0000000000000000 02 aabb'],
  ['PROMISC', { name: 'RX_MODE', mode: 'PROMISC', on: true }, '00 00 01'],
  ['NOBCAST', { name: 'RX_MODE', mode: 'NOBCAST', on: false }, '00 05 00'],
  [
    'MAC_TABLE_SET',
    {
      name: 'MAC_TABLE_SET',
      unicast: [bytes('020000000001')],
      multicast: [bytes('33330000aa01'), bytes('01005e0000fb')],
    },
    '01 00 01000000 020000000001 02000000 33330000aa01 01005e0000fb',
  ],
  ['MAC_TABLE_SET, empty', { name: 'MAC_TABLE_SET', unicast: [], multicast: [] }, '01 00 00000000 00000000'],
  ['MAC_ADDR_SET', { name: 'MAC_ADDR_SET', mac: bytes('020000000001') }, '01 01 020000000001'],
  ['VLAN_ADD', { name: 'VLAN_ADD', vlan: 0x0102 }, '02 00 0201'],
  ['VLAN_DEL', { name: 'VLAN_DEL', vlan: 7 }, '02 01 0700'],
  ['ANNOUNCE_ACK', { name: 'ANNOUNCE_ACK' }, '03 00'],
  ['RAW, a mode that is neither on nor off', { name: 'RAW', class: 0, command: 6, data: bytes('01') }, '00 06 01'],
  ['RAW', { name: 'RAW', class: 1, command: 2, data: bytes('0304') }, '01 02 0304'],
  ['RAW without data', { name: 'RAW', class: 3, command: 1, data: bytes('') }, '03 01'],
  ['RAW, an unknown command of MQ', { name: 'RAW', class: 4, command: 3, data: bytes('05') }, '04 03 05'],
]

test('classes and commands are those of the specification', () => {
  expect({ ...constants }).toEqual({
    VIRTIO_NET_OK: 0,
    VIRTIO_NET_ERR: 1,
    VIRTIO_NET_CTRL_RX: 0,
    VIRTIO_NET_CTRL_RX_PROMISC: 0,
    VIRTIO_NET_CTRL_RX_ALLMULTI: 1,
    VIRTIO_NET_CTRL_RX_ALLUNI: 2,
    VIRTIO_NET_CTRL_RX_NOMULTI: 3,
    VIRTIO_NET_CTRL_RX_NOUNI: 4,
    VIRTIO_NET_CTRL_RX_NOBCAST: 5,
    VIRTIO_NET_CTRL_MAC: 1,
    VIRTIO_NET_CTRL_MAC_TABLE_SET: 0,
    VIRTIO_NET_CTRL_MAC_ADDR_SET: 1,
    VIRTIO_NET_CTRL_VLAN: 2,
    VIRTIO_NET_CTRL_VLAN_ADD: 0,
    VIRTIO_NET_CTRL_VLAN_DEL: 1,
    VIRTIO_NET_CTRL_ANNOUNCE: 3,
    VIRTIO_NET_CTRL_ANNOUNCE_ACK: 0,
    VIRTIO_NET_CTRL_MQ: 4,
    VIRTIO_NET_CTRL_MQ_VQ_PAIRS_SET: 0,
    VIRTIO_NET_CTRL_MQ_RSS_CONFIG: 1,
    VIRTIO_NET_CTRL_MQ_HASH_CONFIG: 2,
    VIRTIO_NET_CTRL_MQ_VQ_PAIRS_MIN: 1,
    VIRTIO_NET_CTRL_MQ_VQ_PAIRS_MAX: 0x8000,
    VIRTIO_NET_CTRL_GUEST_OFFLOADS: 5,
    VIRTIO_NET_CTRL_GUEST_OFFLOADS_SET: 0,
    VIRTIO_NET_CTRL_NOTF_COAL: 6,
    VIRTIO_NET_CTRL_NOTF_COAL_TX_SET: 0,
    VIRTIO_NET_CTRL_NOTF_COAL_RX_SET: 1,
    VIRTIO_NET_CTRL_NOTF_COAL_VQ_SET: 2,
    VIRTIO_NET_CTRL_NOTF_COAL_VQ_GET: 3,
    VIRTIO_NET_CTRL_HASH_TUNNEL: 7,
    VIRTIO_NET_CTRL_HASH_TUNNEL_SET: 0,
    VIRTIO_NET_CTRL_STATS: 8,
    VIRTIO_NET_CTRL_STATS_QUERY: 0,
    VIRTIO_NET_CTRL_STATS_GET: 1,
    VIRTNET_RSS_CTX_CTRL: 9,
    VIRTNET_RSS_CTX_CTRL_CAP_GET: 0,
    VIRTNET_RSS_CTX_CTRL_ADD: 1,
    VIRTNET_RSS_CTX_CTRL_MOD: 2,
    VIRTNET_RSS_CTX_CTRL_DEL: 3,
    CONTROL_HEADER_SIZE: 2,
  })
})

test.each(samples)('%s', (_, command, text) => {
  expect(encodeControlCommand(command)).toEqual(hex(text))
  expect(decodeControlCommand(hex(text))).toEqual({ ok: true, value: { command } })
})
test('decoding reads a view into a larger buffer', () => {
  const within = Uint8Array.of(9, 9, 9, ...encodeControlCommand(pairs))
  expect(decodeControlCommand(within.subarray(3))).toEqual({ ok: true, value: { command: pairs } })
})

describe('a command that is not well-formed is RAW, and says why', () => {
  const rssFront = '04030201 0100 0605'
  test.each([
    ['pairs cut off', 0, '01', 3, 'virtqueue_pairs needs 2 bytes at offset 0, but 1 are there'],
    ['pairs too long', 0, '0100 0000', 4, '2 bytes too many after virtqueue_pairs'],
    [
      'an RSS configuration cut off',
      1,
      '04030201 0100 06',
      9,
      'the start of a virtio_net_rss_config needs 8 bytes at offset 0, but 7 are there',
    ],
    [
      'an RSS table cut off',
      1,
      `${rssFront} 0807 ff7f 0a09`,
      16,
      'a virtio_net_rss_config with 2 table entries needs 15 bytes at offset 0, but 14 are there',
    ],
    [
      'an RSS key cut off',
      1,
      `${rssFront} 0807 ff7f 0a09 03 aabb`,
      19,
      'the hash key needs 3 bytes at offset 15, but 2 are there',
    ],
    ['bytes after an RSS key', 1, `${rssFront} 0807 ff7f 0a09 01 aabb`, 18, '1 bytes too many after the hash key'],
    [
      'a reserved bit of unclassified_queue',
      1,
      '04030201 0100 0685 0807 ff7f 0a09 00',
      9,
      'bit 15 of an rss_rq_id is reserved and must be zero',
    ],
    [
      'a reserved bit of the last entry',
      1,
      `${rssFront} 0807 ffff 0a09 00`,
      13,
      'bit 15 of an rss_rq_id is reserved and must be zero',
    ],
    [
      'a hash configuration cut off',
      2,
      '04030201 0000000000000000',
      14,
      'a virtio_net_hash_config needs 13 bytes at offset 0, but 12 are there',
    ],
    ['the first reserved byte', 2, '04030201 0100000000000000 00', 6, 'the reserved words must be zero'],
    ['the last reserved byte', 2, '04030201 0000000000000001 00', 13, 'the reserved words must be zero'],
    [
      'a hash key cut off',
      2,
      '04030201 0000000000000000 02 aa',
      16,
      'the hash key needs 2 bytes at offset 13, but 1 are there',
    ],
    ['bytes after a hash key', 2, '04030201 0000000000000000 01 aabbcc', 16, '2 bytes too many after the hash key'],
  ])('%s', (_, number, text, at, because) => {
    const data = hexOf(hex(text))
    const command = { name: 'RAW', class: 4, command: number, data }
    expect(decodeControlCommand(Uint8Array.of(4, number, ...hex(text)))).toEqual({
      ok: true,
      value: { command, defect: { ok: false, at, because } },
    })
  })
  test('a mask that does not fit its table', () => {
    const encoded = encodeControlCommand({ ...rss, mask: 3 })
    expect(encoded).toEqual(hex('04 01 04030201 0300 0605 0807 ff7f 0a09 03 aabbcc'))
    expect(decodeControlCommand(encoded)).toMatchObject({ value: { command: { name: 'RAW' }, defect: { at: 20 } } })
  })
})

test.each([
  [new Uint8Array(0), 0, 'a control command needs 2 bytes at offset 0, but 0 are there'],
  [Uint8Array.of(4), 1, 'a control command needs 2 bytes at offset 0, but 1 are there'],
])('%j has no class and command', (input, at, because) => {
  expect(decodeControlCommand(input)).toEqual({ ok: false, at, because })
})

test('an RSS configuration has the layout of a hash configuration when its table has one entry', () => {
  const one = { ...rss, mask: 0, unclassified: pairIndex(0), table: [pairIndex(0)], maxTxVq: 0, key: hash.key }
  expect(encodeControlCommand(one).subarray(2)).toEqual(encodeControlCommand(hash).subarray(2))
})

test('encoding undoes decoding of any bytes', () => {
  const likely = fc
    .tuple(fc.constantFrom('0400', '0401', '0402', '0403', '0100'), someBytes(0, 40))
    .map(([head, data]) => hex(head + data))
  fc.assert(
    fc.property(likely, (input) => {
      const read = decodeControlCommand(input)
      if (!read.ok) throw new Error(read.because)
      expect(encodeControlCommand(read.value.command)).toEqual(input)
    }),
  )
})
test('decoding undoes encoding of well-formed commands', () => {
  const pair = fc.nat(0x7fff).map(pairIndex)
  const command: fc.Arbitrary<ControlCommand> = fc.oneof(
    fc.record({ name: fc.constant('VQ_PAIRS_SET' as const), pairs: u16 }),
    fc.record({ name: fc.constant('HASH_CONFIG' as const), hashTypes: u32, key: someBytes(0, 255) }),
    fc.record({
      name: fc.constant('RAW' as const),
      class: u8.filter((number) => number > 4),
      command: u8,
      data: someBytes(0, 9),
    }),
    fc.array(pair, { minLength: 1, maxLength: 130 }).chain((table) =>
      fc.record({
        name: fc.constant('RSS_CONFIG' as const),
        hashTypes: u32,
        mask: fc.constant(table.length - 1),
        unclassified: pair,
        table: fc.constant(table),
        maxTxVq: u16,
        key: someBytes(0, 255),
      }),
    ),
  )
  fc.assert(
    fc.property(command, (command) => {
      expect(decodeControlCommand(encodeControlCommand(command))).toEqual({ ok: true, value: { command } })
    }),
  )
})

test.each<readonly [ControlCommand, RegExp]>([
  [{ ...pairs, pairs: 0x10000 }, /^virtqueue_pairs/],
  [{ ...rss, hashTypes: 2 ** 32 }, /^hash_types/],
  [{ ...rss, mask: 0x10000 }, /^indirection_table_mask/],
  [{ ...rss, maxTxVq: 0x10000 }, /^max_tx_vq/],
  [{ ...rss, key: bytes('00'.repeat(256)) }, /^hash_key_length/],
  [{ ...hash, hashTypes: 2 ** 32 }, /^hash_types/],
  [{ ...hash, key: bytes('00'.repeat(256)) }, /^hash_key_length/],
  [{ name: 'RAW', class: 256, command: 0, data: bytes('') }, /^class/],
  [{ name: 'RAW', class: 0, command: 256, data: bytes('') }, /^command/],
])('what does not fit is a fault: %#', (command, message) => {
  expect(() => encodeControlCommand(command)).toThrow(message)
})
