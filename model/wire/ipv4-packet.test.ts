import { expect, test } from 'vitest'
import { bytes } from '../kernel/bytes.ts'
import { decodeIpv4Packet, encodeIpv4Packet, type Ipv4Packet } from './ipv4-packet.ts'

test('the protocol and the total length follow from what is carried', () => {
  const fields = { tos: 0, identification: 0, dontFragment: false, moreFragments: false, fragmentOffset: 0, ttl: 1 }
  const ends = { source: bytes('0a000001'), destination: bytes('0a000002') }
  const transport = { kind: 'other' as const, protocol: 0xfd, payload: bytes('0102') }
  const packet: Ipv4Packet = { kind: 'ipv4', header: { ...fields, ...ends, options: bytes('') }, transport }
  const encoded = encodeIpv4Packet(packet)
  expect([encoded[3], encoded[9], encoded.length]).toEqual([22, 0xfd, 22])
  expect(decodeIpv4Packet(Uint8Array.of(...encoded, 9))).toEqual({ ok: true, value: { packet, length: 22 } })
})
