import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arrayOf, bytes } from '../kernel/bytes.ts'
import { internetChecksum, pseudoHeader } from './checksum.ts'
import { someBytes, udpHeader } from './frame.fixture.ts'
import { ipv4Address, ipv6Address } from './ip-address.ts'
import { decodeUdp, encodeUdp, PROTOCOL_UDP } from './udp.ts'

const hex = (text: string): Uint8Array => arrayOf(bytes(text.replaceAll(' ', '')))
const ends = { source: ipv4Address('0.0.0.0'), destination: ipv4Address('0.0.0.0') }
const ends6 = { source: ipv6Address('::'), destination: ipv6Address('::') }
const header = { sourcePort: 0x0102, destinationPort: 0x0304 }
/** Pseudo-header (17 and 10 bytes), ports, length, payload: 0x11 + 0x0a + 0x0102 + 0x0304 + 0x0a + 0x1112 = 0x153d. */
const datagram = hex('0102 0304 000a eac2 1112')
const patched = (at: number, ...values: number[]): Uint8Array => {
  const copy = Uint8Array.from(datagram)
  copy.set(values, at)
  return copy
}

test('the protocol number', () => expect(PROTOCOL_UDP).toBe(17))
test('every field has its place', () => {
  expect(encodeUdp(header, hex('1112'), ends)).toEqual(datagram)
  expect(decodeUdp(datagram, ends)).toEqual({ ok: true, value: { header, length: 8 } })
})
test('a checksum of zero is sent as ffff', () => {
  // Without payload: 0x11 + 0x08 + 0x0102 + 0x0304 + 0x08 = 0x0427; a payload of 0xfbd4 makes it 0xffff + 2 + 2.
  const encoded = encodeUdp(header, hex('fbd4'), ends)
  expect(encoded.subarray(6, 8)).toEqual(hex('ffff'))
  expect(decodeUdp(encoded, ends)).toEqual({ ok: true, value: { header, length: 8 } })
})
test('without a checksum, over IPv4', () => {
  const unchecked = { ...header, unchecked: true as const }
  const encoded = hex('0102 0304 000a 0000 1112')
  expect(encodeUdp(unchecked, hex('1112'), ends)).toEqual(encoded)
  expect(decodeUdp(encoded, ends)).toEqual({ ok: true, value: { header: unchecked, length: 8 } })
})
test('never without a checksum, over IPv6', () => {
  expect(() => encodeUdp({ ...header, unchecked: true }, hex(''), ends6)).toThrow(
    new RangeError('over IPv6, UDP is not sent without a checksum'),
  )
  expect(decodeUdp(patched(6, 0, 0), ends6)).toEqual({ ok: false, at: 6, because: 'over IPv6, UDP has a checksum' })
})
test('decoding undoes encoding, and the checksum comes out as zero', () => {
  const between = fc.record({ source: someBytes(16), destination: someBytes(16) })
  fc.assert(
    fc.property(udpHeader, someBytes(0, 33), between, (header, payload, ends) => {
      const encoded = encodeUdp(header, arrayOf(payload), ends)
      expect(internetChecksum(Uint8Array.of(...pseudoHeader(ends, 17, encoded.length), ...encoded))).toBe(0)
      expect(decodeUdp(encoded, ends)).toEqual({ ok: true, value: { header, length: 8 } })
    }),
  )
})
describe('malformed', () => {
  test.each([
    ['7 bytes', datagram.subarray(0, 7), 7, 'a UDP header needs 8 bytes at offset 0, but 7 are there'],
    ['a length too small', patched(5, 9), 4, 'the length is 9, but 10 bytes are there'],
    ['a length too large', patched(5, 11), 4, 'the length is 11, but 10 bytes are there'],
    ['a changed payload', patched(9, 0x13), 6, 'the UDP checksum is wrong'],
  ])('%s', (_, input, at, because) => {
    expect(decodeUdp(input, ends)).toEqual({ ok: false, at, because })
  })
})
test.each([
  [{ sourcePort: 0x10000 }, /^sourcePort/],
  [{ destinationPort: 0x10000 }, /^destinationPort/],
])('what does not fit is a fault: %o', (change, message) => {
  expect(() => encodeUdp({ ...header, ...change }, hex(''), ends)).toThrow(message)
})
test('a datagram has at most 65535 bytes', () => {
  expect(() => encodeUdp(header, new Uint8Array(65528), ends)).toThrow(/^the length/)
})
