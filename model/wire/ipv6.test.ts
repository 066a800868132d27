import { expect, test } from 'vitest'
import { arrayOf, bytes } from '../kernel/bytes.ts'
import { ipv6Address } from './ip-address.ts'
import { decodeIpv6, encodeIpv6 } from './ipv6.ts'

const [source, destination] = [ipv6Address('2001:db8::1'), ipv6Address('ff02::2')]
const header = { trafficClass: 0x12, flowLabel: 0x34567, nextHeader: 0x89, hopLimit: 0xab, source, destination }
const encoded = arrayOf(bytes(`61234567000289ab${source}${destination}`))
const packet = Uint8Array.of(...encoded, 1, 2)

test('every field has its place', () => {
  expect(encodeIpv6(header, 2)).toEqual(encoded)
  expect(decodeIpv6(packet)).toEqual({ ok: true, value: { header, length: 40, payloadLength: 2 } })
})
test('the largest traffic class and flow label keep to their bits', () => {
  const largest = { ...header, trafficClass: 0xff, flowLabel: 0xfffff }
  expect(encodeIpv6(largest, 0).subarray(0, 4)).toEqual(Uint8Array.of(0x6f, 0xff, 0xff, 0xff))
  expect(decodeIpv6(encodeIpv6(largest, 0))).toEqual({
    ok: true,
    value: { header: largest, length: 40, payloadLength: 0 },
  })
})
test('bytes behind the packet are not looked at', () => {
  expect(decodeIpv6(Uint8Array.of(...packet, 3))).toMatchObject({ ok: true, value: { payloadLength: 2 } })
})
test.each([
  ['cut off in the header', packet.subarray(0, 39), 39, 'an IPv6 header needs 40 bytes at offset 0, but 39 are there'],
  ['version 14', Uint8Array.of(0xe1, ...packet.subarray(1)), 0, 'the version is 14, not 6'],
  [
    'cut off in the payload',
    packet.subarray(0, 41),
    41,
    'the payload of an IPv6 packet needs 2 bytes at offset 40, but 1 are there',
  ],
])('malformed: %s', (_, input, at, because) => {
  expect(decodeIpv6(input)).toEqual({ ok: false, at, because })
})
test.each([
  [{ trafficClass: 256 }, /^trafficClass/],
  [{ flowLabel: 0x100000 }, /^flowLabel/],
  [{ nextHeader: 256 }, /^nextHeader/],
  [{ hopLimit: 256 }, /^hopLimit/],
  [{ source: bytes('00') }, /^source must have 16 bytes/],
  [{ destination: bytes('00') }, /^destination must have 16 bytes/],
])('what does not fit is a fault: %o', (change, message) => {
  expect(() => encodeIpv6({ ...header, ...change }, 0)).toThrow(message)
})
test('a payload has at most 65535 bytes', () => {
  expect(() => encodeIpv6(header, 65536)).toThrow(/^the payload length/)
})
