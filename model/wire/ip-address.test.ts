import { describe, expect, test } from 'vitest'
import { ipv4Address, ipv6Address } from './ip-address.ts'

describe('IPv4', () => {
  test.each([
    ['66.9.149.187', '420995bb'],
    ['0.0.0.0', '00000000'],
    ['255.255.255.255', 'ffffffff'],
  ])('%s', (text, expected) => expect(ipv4Address(text)).toBe(expected))
  test.each(['', '1.2.3', '1.2.3.4.5', '256.1.1.1', '1.2.3.x', '1..2.3', ' 1.2.3.4', '1.2.3.4 '])(
    '%j is none',
    (text) => {
      expect(() => ipv4Address(text)).toThrow(new RangeError(`not an IPv4 address: ${text}`))
    },
  )
})

describe('IPv6', () => {
  test.each([
    ['3ffe:2501:200:1fff::7', '3ffe2501020 01fff 0000 0000 0000 0007'],
    ['::', '00'.repeat(16)],
    ['::1', `${'00'.repeat(15)}01`],
    ['fe80::', `fe80${'00'.repeat(14)}`],
    ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
    ['1::3:4:5:6:7:8', '00010000000300040005000600070008'],
  ])('%s', (text, expected) => expect(ipv6Address(text)).toBe(expected.replaceAll(' ', '')))
  test.each([
    '',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '1::2::3',
    '12345::',
    'g::',
    ':1:2:3:4:5:6:7',
    '1:2:3::4:5:6:7:8',
    'ABCD::',
  ])('%j is none', (text) => {
    expect(() => ipv6Address(text)).toThrow(new RangeError(`not an IPv6 address: ${text}`))
  })
})
