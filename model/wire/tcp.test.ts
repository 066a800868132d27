import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arrayOf, bytes } from '../kernel/bytes.ts'
import { internetChecksum, pseudoHeader } from './checksum.ts'
import { someBytes, tcpHeader } from './frame.fixture.ts'
import { ipv4Address } from './ip-address.ts'
import { decodeTcp, encodeTcp, PROTOCOL_TCP, tcpFlag } from './tcp.ts'

const hex = (text: string): Uint8Array => arrayOf(bytes(text.replaceAll(' ', '')))
const ends = { source: ipv4Address('0.0.0.0'), destination: ipv4Address('0.0.0.0') }
const header = {
  sourcePort: 0x0102,
  destinationPort: 0x0304,
  sequence: 0x05060708,
  acknowledgment: 0x090a0b0c,
  flags: tcpFlag.ACK | tcpFlag.PSH,
  window: 0x0d0e,
  urgent: 0x0f10,
  options: bytes('01010101'),
}
const front = '0102 0304 05060708 090a0b0c 6018 0d0e'
const back = '0f10 01010101 1112'
/** The words of the pseudo-header (6 and 26 bytes) and of the segment without its checksum, added by hand. */
const sum =
  6 + 26 + 0x0102 + 0x0304 + 0x0506 + 0x0708 + 0x090a + 0x0b0c + 0x6018 + 0x0d0e + 0x0f10 + 0x0101 * 2 + 0x1112
const checksum = (0xffff - sum).toString(16)
const segment = hex(`${front} ${checksum} ${back}`)
const patched = (at: number, value: number): Uint8Array => Uint8Array.from(segment).fill(value, at, at + 1)

test('constants', () => {
  expect(PROTOCOL_TCP).toBe(6)
  expect(tcpFlag).toEqual({ FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16, URG: 32, ECE: 64, CWR: 128 })
})
test('every field has its place', () => {
  expect(sum).toBeLessThan(0x10000)
  expect(encodeTcp(header, hex('1112'), ends)).toEqual(segment)
  expect(decodeTcp(segment, ends)).toEqual({ ok: true, value: { header, length: 24 } })
})
test('all twelve bits of flags', () => {
  const full = { ...header, flags: 0xfff, options: bytes('') }
  const encoded = encodeTcp(full, hex(''), ends)
  expect(encoded.subarray(12, 14)).toEqual(hex('5fff'))
  expect(decodeTcp(encoded, ends)).toEqual({ ok: true, value: { header: full, length: 20 } })
})
test('decoding undoes encoding, and the checksum comes out as zero', () => {
  const between = fc.record({ source: someBytes(16), destination: someBytes(16) })
  fc.assert(
    fc.property(tcpHeader, someBytes(0, 33), between, (header, payload, ends) => {
      const encoded = encodeTcp(header, arrayOf(payload), ends)
      const summed = Uint8Array.of(...pseudoHeader(ends, 6, encoded.length), ...encoded)
      expect(internetChecksum(summed)).toBe(0)
      expect(decodeTcp(encoded, ends)).toEqual({ ok: true, value: { header, length: 20 + header.options.length / 2 } })
    }),
  )
})
describe('malformed', () => {
  test.each([
    ['19 bytes', segment.subarray(0, 19), 19, 'a TCP header needs 20 bytes at offset 0, but 19 are there'],
    ['a small data offset', patched(12, 0x40), 12, 'a header of 16 bytes is shorter than 20'],
    [
      'a large data offset',
      patched(12, 0x70),
      26,
      'a TCP header with its options needs 28 bytes at offset 0, but 26 are there',
    ],
    ['a changed payload', patched(25, 0x13), 16, 'the TCP checksum is wrong'],
  ])('%s', (_, input, at, because) => {
    expect(decodeTcp(input, ends)).toEqual({ ok: false, at, because })
  })
  test('the checksum of other ends', () => {
    const others = { ...ends, source: ipv4Address('0.0.0.1') }
    expect(decodeTcp(segment, others)).toMatchObject({ ok: false, at: 16 })
  })
})
test.each([
  [{ sourcePort: 0x10000 }, /^sourcePort/],
  [{ destinationPort: 0x10000 }, /^destinationPort/],
  [{ sequence: 2 ** 32 }, /^sequence/],
  [{ acknowledgment: 2 ** 32 }, /^acknowledgment/],
  [{ flags: 0x1000 }, /^flags/],
  [{ window: 0x10000 }, /^window/],
  [{ urgent: 0x10000 }, /^urgent/],
  [{ options: bytes('0000') }, /^options must have at most 40 bytes, a multiple of 4, not 2$/],
  [{ options: bytes('00'.repeat(44)) }, /^options must have at most 40 bytes, a multiple of 4, not 44$/],
])('what does not fit is a fault: %o', (change, message) => {
  expect(() => encodeTcp({ ...header, ...change }, hex(''), ends)).toThrow(message)
})
test('forty bytes of options fit', () => {
  expect(encodeTcp({ ...header, options: bytes('01'.repeat(40)) }, hex(''), ends)[12]).toBe(0xf0)
})
