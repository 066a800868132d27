import { describe, expect, test } from 'vitest'
import { arrayOf, bytes } from '../kernel/bytes.ts'
import { decodeIpv6Packet, encodeIpv6Packet, type Ipv6Packet } from './ipv6-packet.ts'

const ends = { source: bytes(`${'00'.repeat(15)}01`), destination: bytes(`${'00'.repeat(15)}02`) }
const header = { trafficClass: 0, flowLabel: 0, hopLimit: 64, ...ends }
const packet = (more: Pick<Ipv6Packet, 'extensions' | 'transport'>): Ipv6Packet => ({ kind: 'ipv6', header, ...more })
const encoded = (payloadLength: string, nextHeader: string, payload: string): Uint8Array =>
  arrayOf(bytes(`60000000${payloadLength}${nextHeader}40${ends.source}${ends.destination}${payload}`))
const fragment = (offset: number, more: boolean) => ({ kind: 'fragment', offset, more, identification: 7 }) as const
const padded = { kind: 'destination', options: [{ type: 1, data: bytes('00000000') }] } as const

describe('what follows a fragment header (RFC 8200, 4.5)', () => {
  test.each([
    // The first eight bytes could be a destination options header, if they were a header.
    [
      'is the middle of a packet behind a later fragment',
      encoded('0010', '2c', '3c000009 00000007 1100010400000000'.replaceAll(' ', '')),
      packet({
        extensions: [fragment(1, true)],
        transport: { kind: 'other', protocol: 60, payload: bytes('1100010400000000') },
      }),
    ],
    [
      'are the other headers in the first fragment',
      encoded('0012', '2c', '3c000001 00000007 1100010400000000 0102'.replaceAll(' ', '')),
      packet({
        extensions: [fragment(0, true), padded],
        transport: { kind: 'other', protocol: 17, payload: bytes('0102') },
      }),
    ],
    [
      'is taken as it is, whatever its protocol',
      encoded('000a', '2c', '11000000 00000007 0102'.replaceAll(' ', '')),
      packet({
        extensions: [fragment(0, false)],
        transport: { kind: 'other', protocol: 17, payload: bytes('0102') },
      }),
    ],
  ])('%s', (_, input, value) => {
    expect(encodeIpv6Packet(value)).toEqual(input)
    expect(decodeIpv6Packet(input)).toEqual({ ok: true, value: { packet: value, length: input.length } })
  })
})

test('without a fragment header, headers follow until one is no extension', () => {
  const input = encoded('0012', '3c', '3c00010400000000 fd00010400000000 0102'.replaceAll(' ', ''))
  const value = packet({
    extensions: [padded, padded],
    transport: { kind: 'other', protocol: 0xfd, payload: bytes('0102') },
  })
  expect(encodeIpv6Packet(value)).toEqual(input)
  expect(decodeIpv6Packet(Uint8Array.of(...input, 9))).toEqual({ ok: true, value: { packet: value, length: 58 } })
})

test('UDP is not read as such in a fragment only', () => {
  const transport = { kind: 'udp', header: { sourcePort: 1, destinationPort: 2 }, payload: bytes('') } as const
  const whole = packet({ extensions: [], transport })
  expect(decodeIpv6Packet(encodeIpv6Packet(whole))).toEqual({ ok: true, value: { packet: whole, length: 48 } })
  // The pseudo-header of RFC 8200, 8.1: 1 + 2 + 8 + 17, and the datagram: 1 + 2 + 8; their sum is 0x27.
  const payload = bytes('000100020008ffd8')
  expect(encodeIpv6Packet(whole).subarray(40)).toEqual(arrayOf(payload))
  const cut = packet({ extensions: [fragment(0, true)], transport: { kind: 'other', protocol: 17, payload } })
  expect(decodeIpv6Packet(encodeIpv6Packet(cut))).toEqual({ ok: true, value: { packet: cut, length: 56 } })
})
