import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arrayOf, bytes, hexOf } from '../kernel/bytes.ts'
import { anyFrame } from './frame.fixture.ts'
import { decodeFrame, encodeFrame, type Frame } from './frame.ts'
import { ipv4Address, ipv6Address } from './ip-address.ts'
import { homeAddress, routingType2 } from './ipv6-extension.ts'
import { endsOf } from './ipv6-packet.ts'
import type { Transport } from './transport.ts'
import { protocolOf } from './transport.ts'

const hex = (text: string): Uint8Array => arrayOf(bytes(text.replaceAll(' ', '')))
const ethernet = { destination: bytes('525400123456'), source: bytes('020000000001'), tags: [] }
const udp: Transport = { kind: 'udp', header: { sourcePort: 0x0102, destinationPort: 0x0304 }, payload: bytes('1112') }
const fields = { identification: 0, dontFragment: true, moreFragments: false, fragmentOffset: 0 }
const ends4 = { source: ipv4Address('192.168.0.1'), destination: ipv4Address('192.168.0.199') }
const ipv4 = (transport: Transport): Frame => ({
  ethernet,
  packet: { kind: 'ipv4', header: { tos: 0, ...fields, ttl: 64, ...ends4, options: bytes('') }, transport },
  trailer: bytes(''),
})

test('a UDP datagram over IPv4, checked by hand', () => {
  // IPv4: b861 is the checksum for a total length of 0x73; it is 0x1e here. UDP: 0x153d of the test of UDP, and addresses.
  const ip = '4500 001e 0000 4000 4011 b8b6 c0a8 0001 c0a8 00c7'
  const checksum = 0xffff - ((0x153d + 0xc0a8 + 0x0001 + 0xc0a8 + 0x00c7) % 0xffff)
  const frame = hex(`525400123456 020000000001 0800 ${ip} 0102 0304 000a ${checksum.toString(16)} 1112`)
  expect(encodeFrame(ipv4(udp))).toEqual(frame)
  expect(decodeFrame(frame)).toEqual({ ok: true, value: ipv4(udp) })
})

test('decoding undoes encoding', () => {
  fc.assert(
    fc.property(anyFrame, (frame) => {
      expect(decodeFrame(encodeFrame(frame))).toEqual({ ok: true, value: frame })
    }),
    { numRuns: 400 },
  )
})
test('encoding undoes decoding of whatever decodes', () => {
  const damaged = fc.tuple(anyFrame, fc.nat(), fc.nat(255)).map(([frame, at, value]) => {
    const encoded = encodeFrame(frame)
    encoded[at % encoded.length] = value
    return encoded
  })
  fc.assert(
    fc.property(damaged, (input) => {
      const frame = decodeFrame(input)
      if (frame.ok) expect(hexOf(encodeFrame(frame.value))).toBe(hexOf(input))
      else expect(frame.at).toBeLessThanOrEqual(input.length)
    }),
    { numRuns: 400 },
  )
})
test('what is cut off never throws, and says so within the input', () => {
  fc.assert(
    fc.property(anyFrame, fc.nat(), (frame, length) => {
      const encoded = encodeFrame(frame)
      const cut = encoded.subarray(0, length % encoded.length)
      const result = decodeFrame(cut)
      if (!result.ok) expect(result.at).toBeLessThanOrEqual(cut.length)
    }),
  )
})

describe('malformed: the offset counts from the start of the frame', () => {
  const frame = encodeFrame(ipv4(udp))
  const patched = (input: Uint8Array, at: number, value: number) => Uint8Array.from(input).fill(value, at, at + 1)
  test.each([
    ['Ethernet', frame.subarray(0, 10), 10],
    ['IPv4', patched(frame, 14, 0x65), 14],
    ['IPv4 header checksum', patched(frame, 22, 65), 24],
    ['UDP length', patched(frame, 39, 11), 38],
    ['UDP checksum', patched(frame, 43, 0), 40],
  ])('%s', (_, input, at) => {
    expect(decodeFrame(input)).toMatchObject({ ok: false, at })
  })
  const ipv6: Frame = {
    ethernet: { ...ethernet, tags: [{ tpid: 0x8100, priority: 0, dropEligible: false, vlan: 1 }] },
    packet: {
      kind: 'ipv6',
      header: {
        trafficClass: 0,
        flowLabel: 0,
        hopLimit: 1,
        source: ipv6Address('::1'),
        destination: ipv6Address('::2'),
      },
      extensions: [homeAddress(ipv6Address('::3')), routingType2(ipv6Address('::4'))],
      transport: udp,
    },
    trailer: bytes('00'),
  }
  const tagged = encodeFrame(ipv6)
  test.each([
    ['IPv6', patched(tagged, 18, 0x40), 18],
    ['an option', patched(tagged, 18 + 40 + 7, 17), 18 + 40 + 24],
    ['an extension header', patched(tagged, 18 + 40 + 25, 200), 18 + 40 + 24 + 24 + 10],
    ['UDP checksum', patched(tagged, 18 + 40 + 48 + 7, 0), 18 + 40 + 48 + 6],
  ])('%s behind a tag', (_, input, at) => {
    expect(decodeFrame(input)).toMatchObject({ ok: false, at })
  })
})

describe('for whom TCP and UDP sum up', () => {
  const [source, destination, home, care] = ['::1', '::2', '::3', '::4'].map(ipv6Address)
  if (!source || !destination || !home || !care) throw new Error('four addresses')
  const header = { source, destination }
  test('the addresses of the header', () => expect(endsOf(header, [])).toEqual(header))
  test('the home address in place of the source', () => {
    expect(endsOf(header, [homeAddress(home)])).toEqual({ source: home, destination })
  })
  test('a type 2 routing header in place of the destination', () => {
    expect(endsOf(header, [routingType2(care)])).toEqual({ source, destination: care })
  })
  test('not one that has been used up, nor one of another type', () => {
    const data = bytes(`00000000${care}`)
    expect(endsOf(header, [{ kind: 'routing', type: 2, segmentsLeft: 0, data }])).toEqual(header)
    expect(endsOf(header, [{ kind: 'routing', type: 4, segmentsLeft: 1, data }])).toEqual(header)
  })
  test('other options change nothing', () => {
    expect(endsOf(header, [{ kind: 'destination', options: [{ type: 1, data: bytes('00000000') }] }])).toEqual(header)
    const inHopByHop = { ...homeAddress(home), kind: 'hop-by-hop' } as ReturnType<typeof homeAddress>
    expect(endsOf(header, [inHopByHop])).toEqual(header)
  })
})

test('protocol numbers follow from the transport', () => {
  expect(protocolOf(udp)).toBe(17)
  expect(protocolOf({ kind: 'other', protocol: 50, payload: bytes('') })).toBe(50)
})

test('a fragment holds bytes, whatever its protocol', () => {
  const whole = ipv4({ kind: 'other', protocol: 17, payload: bytes('0102') })
  if (whole.packet.kind !== 'ipv4') throw new Error('an IPv4 packet')
  const fragment = { ...whole, packet: { ...whole.packet, header: { ...whole.packet.header, moreFragments: true } } }
  expect(decodeFrame(encodeFrame(fragment))).toEqual({ ok: true, value: fragment })
  expect(decodeFrame(encodeFrame(whole))).toMatchObject({ ok: false, at: 36 })
})
