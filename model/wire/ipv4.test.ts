import { describe, expect, test } from 'vitest'
import { arrayOf, bytes } from '../kernel/bytes.ts'
import { ipv4Address } from './ip-address.ts'
import { decodeIpv4, encodeIpv4, isFragment } from './ipv4.ts'

const hex = (text: string): Uint8Array => arrayOf(bytes(text.replaceAll(' ', '')))
/** A header whose checksum is widely published: b861. */
const known = '4500 0073 0000 4000 4011 b861 c0a8 0001 c0a8 00c7'
const header = {
  tos: 0,
  identification: 0,
  dontFragment: true,
  moreFragments: false,
  fragmentOffset: 0,
  ttl: 64,
  protocol: 17,
  source: ipv4Address('192.168.0.1'),
  destination: ipv4Address('192.168.0.199'),
  options: bytes(''),
}
const payload = new Uint8Array(95)
const packet = Uint8Array.of(...hex(known), ...payload)
const patched = (at: number, ...values: number[]): Uint8Array => {
  const copy = Uint8Array.from(packet)
  copy.set(values, at)
  return copy
}

test('a published header', () => {
  expect(encodeIpv4(header, 95)).toEqual(hex(known))
  expect(decodeIpv4(packet)).toEqual({ ok: true, value: { header, length: 20, payloadLength: 95 } })
})
test('every field has its place', () => {
  const full = {
    ...header,
    tos: 0x12,
    identification: 0x3456,
    dontFragment: false,
    moreFragments: true,
    fragmentOffset: 0x1789,
    ttl: 0x9a,
    protocol: 0xbc,
    options: bytes('94040000'),
  }
  const encoded = encodeIpv4(full, 2)
  const checksum = encoded.subarray(10, 12)
  expect(encoded).toEqual(
    Uint8Array.of(...hex('4612 001a 3456 3789 9abc'), ...checksum, ...hex('c0a80001 c0a800c7 94040000')),
  )
  expect(decodeIpv4(Uint8Array.of(...encoded, 1, 2))).toEqual({
    ok: true,
    value: { header: full, length: 24, payloadLength: 2 },
  })
})
test('bytes behind the packet are not looked at', () => {
  expect(decodeIpv4(Uint8Array.of(...packet, 1, 2, 3))).toMatchObject({ ok: true, value: { payloadLength: 95 } })
})

describe('malformed', () => {
  test.each([
    [
      'cut off in the header',
      packet.subarray(0, 19),
      19,
      'an IPv4 header needs 20 bytes at offset 0, but 19 are there',
    ],
    ['version 6', patched(0, 0x65), 0, 'the version is 6, not 4'],
    ['a short header', patched(0, 0x44), 0, 'a header of 16 bytes is shorter than 20'],
    ['a short total length', patched(2, 0, 19), 2, 'a total length of 19 does not cover the header of 20 bytes'],
    [
      'cut off in the payload',
      packet.subarray(0, 114),
      114,
      'an IPv4 packet needs 115 bytes at offset 0, but 114 are there',
    ],
    ['the reserved flag', patched(6, 0xc0), 6, 'the reserved flag must be zero'],
    ['a wrong checksum', patched(11, 0x62), 10, 'the header checksum is wrong'],
  ])('%s', (_, input, at, because) => {
    expect(decodeIpv4(input)).toEqual({ ok: false, at, because })
  })
  test('a total length of the header alone is none', () => {
    const empty = encodeIpv4(header, 0)
    expect(decodeIpv4(empty)).toEqual({ ok: true, value: { header, length: 20, payloadLength: 0 } })
  })
})

test.each([
  [{ tos: 256 }, /^tos/],
  [{ identification: 0x10000 }, /^identification/],
  [{ fragmentOffset: 0x2000 }, /^fragmentOffset/],
  [{ ttl: 256 }, /^ttl/],
  [{ protocol: 256 }, /^protocol/],
  [{ source: bytes('00') }, /^source must have 4 bytes/],
  [{ destination: bytes('00') }, /^destination must have 4 bytes/],
  [{ options: bytes('000000') }, /^options must have at most 40 bytes, a multiple of 4, not 3$/],
  [{ options: bytes('00'.repeat(44)) }, /^options must have at most 40 bytes, a multiple of 4, not 44$/],
])('what does not fit is a fault: %o', (change, message) => {
  expect(() => encodeIpv4({ ...header, ...change }, 0)).toThrow(message)
})
test('forty bytes of options fit, and 65535 in all', () => {
  expect(encodeIpv4({ ...header, options: bytes('00'.repeat(40)) }, 0)[0]).toBe(0x4f)
  expect(encodeIpv4(header, 65515).subarray(2, 4)).toEqual(Uint8Array.of(255, 255))
  expect(() => encodeIpv4(header, 65516)).toThrow(/^the total length/)
})
test('a fragment has an offset, or more fragments behind it', () => {
  expect(isFragment({ moreFragments: false, fragmentOffset: 0 })).toBe(false)
  expect(isFragment({ moreFragments: true, fragmentOffset: 0 })).toBe(true)
  expect(isFragment({ moreFragments: false, fragmentOffset: 1 })).toBe(true)
})
