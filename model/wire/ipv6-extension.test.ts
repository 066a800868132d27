import { describe, expect, test } from 'vitest'
import { arrayOf, bytes } from '../kernel/bytes.ts'
import { ipv6Address } from './ip-address.ts'
import {
  decodeExtension,
  encodeExtension,
  extensionSize,
  homeAddress,
  type Ipv6Extension,
  isExtensionNumber,
  routingType2,
} from './ipv6-extension.ts'

const hex = (text: string): Uint8Array => arrayOf(bytes(text.replaceAll(' ', '')))
const home = ipv6Address('2001:db8::a')
const samples: readonly (readonly [string, number, Ipv6Extension, string])[] = [
  ['a home address at offset 6 (8n + 6)', 60, homeAddress(home), `06 02 0102 0000 c910 ${home}`],
  ['a type 2 routing header', 43, routingType2(home), `06 02 02 01 00000000 ${home}`],
  [
    'hop-by-hop options, Pad1 among them',
    0,
    {
      kind: 'hop-by-hop',
      options: [
        { type: 0, data: bytes('') },
        { type: 5, data: bytes('0007') },
        { type: 0, data: bytes('') },
      ],
    },
    '06 00 00 0502 0007 00',
  ],
  [
    'an option without data',
    60,
    {
      kind: 'destination',
      options: [
        { type: 5, data: bytes('') },
        { type: 1, data: bytes('0000') },
      ],
    },
    '06 00 0500 0102 0000',
  ],
  [
    'a fragment header',
    44,
    { kind: 'fragment', offset: 0x1234, more: true, identification: 0x55667788 },
    '06 00 91a1 55667788',
  ],
  ['the last fragment', 44, { kind: 'fragment', offset: 1, more: false, identification: 1 }, '06 00 0008 00000001'],
  [
    'another routing header',
    43,
    { kind: 'routing', type: 4, segmentsLeft: 3, data: bytes('01020304') },
    '06 00 04 03 01020304',
  ],
  [
    'an authentication header, whose length counts words, two fewer',
    51,
    { kind: 'authentication', data: bytes('00000100000000010102030405060708090a0b0c') },
    '06 04 0000 00000100 00000001 01020304 05060708 090a0b0c',
  ],
  [
    'the shortest authentication header',
    51,
    { kind: 'authentication', data: bytes('01020304') },
    '06 00 0000 01020304',
  ],
]

test.each(samples)('%s', (_, number, extension, text) => {
  const encoded = hex(text)
  expect(encodeExtension(extension, 6)).toEqual(encoded)
  expect(extensionSize(extension)).toBe(encoded.length)
  const value = { extension, nextHeader: 6, length: encoded.length }
  expect(decodeExtension(number, encoded)).toEqual({ ok: true, value })
  expect(decodeExtension(number, Uint8Array.of(...encoded, 9, 9))).toEqual({ ok: true, value })
})

test('the numbers of extension headers', () => {
  expect([0, 43, 44, 51, 60].every(isExtensionNumber)).toBe(true)
  expect([1, 6, 17, 50, 52, 59, 61].some(isExtensionNumber)).toBe(false)
  expect(() => decodeExtension(6, new Uint8Array(8))).toThrow(new RangeError('next header 6 is no extension header'))
})

describe('malformed', () => {
  test.each([
    ['no eight bytes', 60, '06 00 0104 000000', 7, 'a destination header needs 8 bytes at offset 0, but 7 are there'],
    [
      'cut off, with a length',
      60,
      '06 01 0104 000000',
      7,
      'a destination header needs 8 bytes at offset 0, but 7 are there',
    ],
    ['cut off', 43, '06 01 0201 00000000', 8, 'a routing header needs 16 bytes at offset 0, but 8 are there'],
    ['an option without a length', 60, '06 00 0103 000000 01', 7, 'an option has no length'],
    [
      'an option without its data',
      0,
      '06 00 0505 000000 00',
      8,
      'the data of option 5 needs 5 bytes at offset 4, but 4 are there',
    ],
    ['a reserved byte', 44, '06 01 0008 00000001', 1, 'the reserved byte of a fragment header must be zero'],
    ['a reserved bit', 44, '06 00 000a 00000001', 3, 'the reserved bits of a fragment header must be zero'],
    ['another reserved bit', 44, '06 00 000c 00000001', 3, 'the reserved bits of a fragment header must be zero'],
    ['reserved bytes', 51, '06 00 0001 00000001', 3, 'the reserved bytes of an authentication header must be zero'],
    [
      'an odd number of words',
      51,
      '06 01 0000 00000001 00000001',
      1,
      'an authentication header must have a multiple of 8 bytes, not 12',
    ],
    [
      'authentication cut off',
      51,
      '06 02 0000 00000001 00000001',
      12,
      'an authentication header needs 16 bytes at offset 0, but 12 are there',
    ],
  ])('%s', (_, number, text, at, because) => {
    expect(decodeExtension(number, hex(text))).toEqual({ ok: false, at, because })
  })
  test('a fragment header has no length field', () => {
    expect(decodeExtension(44, hex('06 05 0008 00000001 00'))).toMatchObject({ ok: false, at: 1 })
  })
})

describe('what does not fit is a fault', () => {
  const options = (size: number): Ipv6Extension => ({
    kind: 'destination',
    options: [{ type: 5, data: bytes('00'.repeat(size)) }],
  })
  test.each<readonly [Ipv6Extension, RegExp]>([
    [options(3), /^a destination header must have a multiple of 8 bytes, not 7$/],
    [options(256), /^the length of an option/],
    [{ kind: 'destination', options: [{ type: 256, data: bytes('00000000') }] }, /^type/],
    [
      { kind: 'destination', options: [{ type: 0, data: bytes('00') }] },
      /^option type 0 is Pad1, which has no data, not 1 bytes$/,
    ],
    [{ kind: 'routing', type: 256, segmentsLeft: 0, data: bytes('00000000') }, /^type/],
    [{ kind: 'routing', type: 2, segmentsLeft: 256, data: bytes('00000000') }, /^segmentsLeft/],
    [
      { kind: 'routing', type: 2, segmentsLeft: 0, data: bytes('00'.repeat(2052)) },
      /^the length of an extension header/,
    ],
    [
      { kind: 'authentication', data: bytes('00'.repeat(8)) },
      /^an authentication header must have a multiple of 8 bytes, not 12$/,
    ],
    [{ kind: 'fragment', offset: 0x2000, more: false, identification: 0 }, /^offset/],
    [{ kind: 'fragment', offset: 0, more: false, identification: 2 ** 32 }, /^identification/],
  ])('%#', (extension, message) => {
    expect(() => encodeExtension(extension, 6)).toThrow(message)
  })
  test('a home address has sixteen bytes', () => {
    expect(() => homeAddress(bytes('00'))).toThrow(/^home must have 16 bytes/)
    expect(() => routingType2(bytes('00'))).toThrow(/^home must have 16 bytes/)
  })
  test('a next header has eight bits', () => {
    expect(() => encodeExtension(homeAddress(home), 256)).toThrow(/^nextHeader/)
  })
})
