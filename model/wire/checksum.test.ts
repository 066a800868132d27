import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arrayOf, bytes } from '../kernel/bytes.ts'
import { internetChecksum, pseudoHeader, transportChecksum } from './checksum.ts'
import { ipv4Address, ipv6Address } from './ip-address.ts'

const hex = (text: string): Uint8Array => arrayOf(bytes(text.replaceAll(' ', '')))

describe('the Internet checksum', () => {
  test('of the example of RFC 1071, whose sum is ddf2', () => {
    expect(internetChecksum(hex('0001 f203 f4f5 f6f7'))).toBe(0x220d)
  })
  test('counts a last odd byte as the upper half of a word', () => {
    expect(internetChecksum(hex('01'))).toBe(0xfeff)
    expect(internetChecksum(hex('0001 02'))).toBe(0xfdfe)
  })
  test('of nothing, of zeros and of ones', () => {
    expect(internetChecksum(hex(''))).toBe(0xffff)
    expect(internetChecksum(hex('0000'))).toBe(0xffff)
    expect(internetChecksum(hex('ffff ffff'))).toBe(0)
  })
  test('folds a carry that folding brings about', () => {
    expect(internetChecksum(hex('ffff 0001'))).toBe(0xfffe)
    expect(internetChecksum(new Uint8Array(0x20004).fill(0xff))).toBe(0)
  })
  test('is the complement of the remainder modulo 65535', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 2, maxLength: 64 }), (array) => {
        const even = array.subarray(0, array.length & ~1)
        const remainder = Number(BigInt(`0x${Buffer.from(even).toString('hex')}`) % 65535n)
        expect((0xffff - internetChecksum(even)) % 65535).toBe(remainder)
      }),
    )
  })
})

describe('the pseudo-header', () => {
  test('of IPv4: addresses, zero, protocol, 16 bits of length', () => {
    const ends = { source: ipv4Address('1.2.3.4'), destination: ipv4Address('5.6.7.8') }
    expect(pseudoHeader(ends, 17, 0x0102)).toEqual(hex('01020304 05060708 00 11 0102'))
  })
  test('of IPv6: addresses, 32 bits of length, three zeros, protocol', () => {
    const ends = { source: ipv6Address('::1'), destination: ipv6Address('::2') }
    const addresses = `${'00'.repeat(15)}01${'00'.repeat(15)}02`
    expect(pseudoHeader(ends, 6, 0x01020304)).toEqual(hex(`${addresses} 01020304 000000 06`))
  })
})

test('a transport checksum covers pseudo-header and segment', () => {
  const ends = { source: bytes('00000000'), destination: bytes('00000000') }
  // 17 + 8 (length) + 1 + 2 + 8 (length again) = 0x24
  expect(transportChecksum(ends, 17, hex('0001 0002 0008 0000'))).toBe(0xffff - 0x24)
})
