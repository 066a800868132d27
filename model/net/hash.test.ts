import { describe, expect, test } from 'vitest'
import { type Bytes, bytes, hexOf, lengthOf, sliceOf } from '../kernel/bytes.ts'
import { encodeFrame, type Frame } from '../wire/frame.ts'
import { allHashTypes } from '../wire/hash-report.ts'
import { ipv4Address, ipv6Address } from '../wire/ip-address.ts'
import { homeAddress, type Ipv6Extension, routingType2 } from '../wire/ipv6-extension.ts'
import type { Transport } from '../wire/transport.ts'
import { readingsOf } from './frame-reading.ts'
import { hashesOf } from './hash.ts'

const IPv4 = 1
const TCPv4 = 2
const UDPv4 = 4
const IPv6 = 8
const TCPv6 = 16
const UDPv6 = 32
const IP_EX = 64
const TCP_EX = 128
const UDP_EX = 256

const [a4, b4] = [ipv4Address('66.9.149.187'), ipv4Address('161.142.100.80')]
const [a6, b6] = [ipv6Address('2001:db8::1'), ipv6Address('2001:db8::2')]
const [home, routed] = [ipv6Address('2001:db8:1::a'), ipv6Address('2001:db8:1::b')]
const ports = '0aea06e6'
const payload = bytes('00000001aabb')
const tcpHeader = {
  sourcePort: 0x0aea,
  destinationPort: 0x06e6,
  sequence: 1,
  acknowledgment: 2,
  flags: 16,
  window: 3,
  urgent: 0,
}
const tcp: Transport = { kind: 'tcp', header: { ...tcpHeader, options: bytes('') }, payload }
const udp: Transport = { kind: 'udp', header: { sourcePort: 0x0aea, destinationPort: 0x06e6 }, payload }
const other: Transport = { kind: 'other', protocol: 50 + 203, payload: bytes('0aea06e600000001') }
const ethernet = { destination: bytes('020000000001'), source: bytes('020000000002'), tags: [] }

function ipv4(transport: Transport, options = bytes('')): Frame {
  const fragmentation = { identification: 1, dontFragment: false, moreFragments: false, fragmentOffset: 0 }
  const header = { tos: 0, ...fragmentation, ttl: 64, source: a4, destination: b4, options }
  return { ethernet, packet: { kind: 'ipv4', header, transport }, trailer: bytes('') }
}
function ipv6(transport: Transport, extensions: readonly Ipv6Extension[] = []): Frame {
  const header = { trafficClass: 0, flowLabel: 0, hopLimit: 64, source: a6, destination: b6 }
  return { ethernet, packet: { kind: 'ipv6', header, extensions, transport }, trailer: bytes('') }
}
const onWire = (frame: Frame): Bytes => hexOf(encodeFrame(frame))
const none = { report: 0 }
const hash = (report: number, input: string) => ({ report, input })
/** The frame with the bytes from `at` on replaced. */
const patched = (frame: Bytes, at: number, by: string): Bytes =>
  bytes(sliceOf(frame, 0, at) + by + sliceOf(frame, at + by.length / 2))
const cut = (frame: Bytes, length: number): Bytes => sliceOf(frame, 0, length)

const addresses4 = a4 + b4
const addresses6 = a6 + b6

describe('IPv4: the most specific enabled type', () => {
  const every = IPv4 | TCPv4 | UDPv4
  test.each([
    ['TCP', tcp, every, hash(2, addresses4 + ports)],
    ['TCP', tcp, TCPv4, hash(2, addresses4 + ports)],
    ['TCP', tcp, UDPv4 | IPv4, hash(1, addresses4)],
    ['TCP', tcp, UDPv4, none],
    ['UDP', udp, every, hash(3, addresses4 + ports)],
    ['UDP', udp, UDPv4, hash(3, addresses4 + ports)],
    ['UDP', udp, TCPv4 | IPv4, hash(1, addresses4)],
    ['UDP', udp, TCPv4, none],
    ['another protocol', other, every, hash(1, addresses4)],
    ['another protocol', other, TCPv4 | UDPv4, none],
    ['TCP', tcp, 0, none],
    ['TCP', tcp, allHashTypes & ~every, none],
    ['TCP', tcp, 0x200, none],
  ])('%s under %#', (_, transport, types, expected) => {
    expect(hashesOf(onWire(ipv4(transport)), types)).toEqual([expected])
  })
  test('options leave nothing open', () => {
    expect(hashesOf(onWire(ipv4(tcp, bytes('94040000'))), every)).toEqual([hash(2, addresses4 + ports)])
    expect(hashesOf(onWire(ipv4(udp, bytes('01'.repeat(40)))), every)).toEqual([hash(3, addresses4 + ports)])
  })
  test('padding and a wrong checksum leave nothing open', () => {
    const frame = patched(onWire({ ...ipv4(udp), trailer: bytes('00'.repeat(12)) }), 24, 'dead')
    expect(hashesOf(frame, every)).toEqual([hash(3, addresses4 + ports)])
  })
})

describe('IPv6 without extension headers: the most specific enabled type', () => {
  const every = IPv6 | TCPv6 | UDPv6
  test.each([
    ['TCP', tcp, every, hash(5, addresses6 + ports)],
    ['TCP', tcp, UDPv6 | IPv6, hash(4, addresses6)],
    ['TCP', tcp, UDPv6, none],
    ['UDP', udp, every, hash(6, addresses6 + ports)],
    ['UDP', udp, TCPv6 | IPv6, hash(4, addresses6)],
    ['UDP', udp, TCPv6, none],
    ['another protocol', other, every, hash(4, addresses6)],
    ['TCP', tcp, IP_EX | TCP_EX | UDP_EX, none],
    ['TCP', tcp, allHashTypes & ~every, none],
    ['TCP', tcp, allHashTypes, hash(5, addresses6 + ports)],
  ])('%s under %#', (_, transport, types, expected) => {
    expect(hashesOf(onWire(ipv6(transport)), types)).toEqual([expected])
  })
})

describe('IPv6 with extension headers', () => {
  const both = [routingType2(routed), homeAddress(home)]
  const pad = { kind: 'hop-by-hop' as const, options: [{ type: 1, data: bytes('00000000') }] }
  const ex = home + routed
  test.each([
    ['TCP', tcp, allHashTypes, hash(8, ex + ports)],
    ['TCP', tcp, IP_EX | TCPv6, hash(7, ex)],
    ['TCP', tcp, UDP_EX | TCPv6 | IPv6, hash(5, addresses6 + ports)],
    ['TCP', tcp, UDP_EX | IPv6, hash(4, addresses6)],
    ['TCP', tcp, UDP_EX | UDPv6, none],
    ['UDP', udp, allHashTypes, hash(9, ex + ports)],
    ['UDP', udp, IP_EX | UDPv6, hash(7, ex)],
    ['UDP', udp, TCP_EX | UDPv6, hash(6, addresses6 + ports)],
    ['another protocol', other, allHashTypes, hash(7, ex)],
    ['another protocol', other, TCP_EX | UDP_EX | IPv6, hash(4, addresses6)],
    ['another protocol', other, IPv4 | TCP_EX, none],
  ])('%s under %#', (_, transport, types, expected) => {
    expect(hashesOf(onWire(ipv6(transport, both)), types)).toEqual([expected])
  })
  test('the source where there is no home address', () => {
    expect(hashesOf(onWire(ipv6(tcp, [routingType2(routed)])), TCP_EX)).toEqual([hash(8, a6 + routed + ports)])
  })
  test('the destination where there is no type 2 routing header', () => {
    expect(hashesOf(onWire(ipv6(udp, [homeAddress(home)])), UDP_EX)).toEqual([hash(9, home + b6 + ports)])
  })
  test('headers without addresses count as extension headers too', () => {
    expect(hashesOf(onWire(ipv6(tcp, [pad])), allHashTypes)).toEqual([hash(8, addresses6 + ports)])
    expect(hashesOf(onWire(ipv6(other, [pad, { ...pad, kind: 'destination' }])), IP_EX)).toEqual([hash(7, addresses6)])
  })
  test('a home address in hop-by-hop options is none', () => {
    const wrong = { ...homeAddress(home), kind: 'hop-by-hop' as const } as Ipv6Extension
    expect(hashesOf(onWire(ipv6(other, [wrong])), IP_EX)).toEqual([hash(7, addresses6)])
  })
  test('a routing header of another type has no address that counts', () => {
    const type0 = { kind: 'routing' as const, type: 0, segmentsLeft: 1, data: bytes(`00000000${routed}`) }
    expect(hashesOf(onWire(ipv6(other, [type0])), IP_EX)).toEqual([hash(7, addresses6)])
  })
  test('the home address is found behind options of any length, Pad1 among them', () => {
    const options = [
      { type: 0, data: bytes('') },
      { type: 5, data: bytes('0001') },
      { type: 0, data: bytes('') },
      { type: 0xc9, data: home },
    ]
    const destination: Ipv6Extension = {
      kind: 'destination',
      options: [...options, { type: 1, data: bytes('00000000') }],
    }
    expect(hashesOf(onWire(ipv6(other, [destination])), IP_EX)).toEqual([hash(7, home + b6)])
  })
  test('an option of that type and another length is no home address', () => {
    const destination: Ipv6Extension = { kind: 'destination', options: [{ type: 0xc9, data: bytes('00'.repeat(12)) }] }
    expect(hashesOf(onWire(ipv6(other, [destination])), IP_EX)).toEqual([hash(7, addresses6)])
  })
  test.each([
    ['segments left', { segmentsLeft: 0, data: bytes(`00000000${routed}`) }],
    ['length', { segmentsLeft: 1, data: bytes(`00000000${routed}${'00'.repeat(8)}`) }],
  ])('a type 2 routing header with the wrong %s may be passed over', (_, fields) => {
    const routing = { kind: 'routing' as const, type: 2, ...fields }
    expect(hashesOf(onWire(ipv6(other, [routing])), IP_EX)).toEqual([hash(7, a6 + routed), hash(7, addresses6)])
  })
  test('two home addresses are two alternatives', () => {
    const frame = onWire(ipv6(other, [homeAddress(home), homeAddress(routed)]))
    expect(hashesOf(frame, IP_EX)).toEqual([hash(7, home + b6), hash(7, routed + b6)])
  })
})

describe('what is no IP has no hash', () => {
  test.each([
    ['another EtherType', { etherType: 0x88b5 }],
    ['a length', { etherType: 46 }],
    ['ARP', { etherType: 0x0806 }],
  ])('%s', (_, { etherType }) => {
    const packet = { kind: 'other' as const, etherType, payload: bytes('45'.repeat(46)) }
    expect(hashesOf(onWire({ ethernet, packet, trailer: bytes('') }), allHashTypes)).toEqual([none])
  })
  test.each([0, 13, 14, 33])('%d bytes of an IPv4 frame', (length) => {
    expect(hashesOf(cut(onWire(ipv4(tcp)), length), allHashTypes)).toEqual([none])
  })
  test.each([14, 53])('%d bytes of an IPv6 frame', (length) => {
    expect(hashesOf(cut(onWire(ipv6(tcp)), length), allHashTypes)).toEqual([none])
  })
})

describe('where the text is silent', () => {
  const l4 = hash(2, addresses4 + ports)
  const l3 = hash(1, addresses4)
  const tagged = (tpid: 0x8100 | 0x88a8) => ({ tpid, priority: 0, dropEligible: false, vlan: 5 })

  test.each([[[0x8100]], [[0x88a8, 0x8100]]] as const)('tags %j: the packet inside, or nothing', (tpids) => {
    const frame = { ...ipv4(tcp), ethernet: { ...ethernet, tags: tpids.map(tagged) } }
    expect(hashesOf(onWire(frame), allHashTypes)).toEqual([l4, none])
  })
  test('a tag with the old number', () => {
    const frame = onWire({ ...ipv4(tcp), ethernet: { ...ethernet, tags: [tagged(0x8100)] } })
    expect(hashesOf(patched(frame, 12, '9100'), allHashTypes)).toEqual([l4, none])
  })
  test('nothing is open where both alternatives come to the same', () => {
    const frame = { ...ipv4(tcp), ethernet: { ...ethernet, tags: [tagged(0x8100)] } }
    expect(hashesOf(onWire(frame), UDPv4)).toEqual([none])
  })
  test('the first fragment of TCP: its addresses, its ports, or nothing', () => {
    expect(hashesOf(patched(onWire(ipv4(tcp)), 20, '2000'), allHashTypes)).toEqual([l3, l4, none])
  })
  test.each(['0001', '2001', '1000'])('a later fragment (%s) has no ports', (flags) => {
    expect(hashesOf(patched(onWire(ipv4(tcp)), 20, flags), allHashTypes)).toEqual([l3, none])
  })
  test('DF and the reserved bit make no fragment', () => {
    expect(hashesOf(patched(onWire(ipv4(tcp)), 20, 'c000'), allHashTypes)).toEqual([l4])
  })
  test('a fragment of another protocol', () => {
    expect(hashesOf(patched(onWire(ipv4(other)), 20, '2000'), allHashTypes)).toEqual([l3, none])
  })
  test('a whole TCP header is enough, whatever its payload', () => {
    const empty = onWire(ipv4({ ...tcp, payload: bytes('') }))
    expect(hashesOf(empty, allHashTypes)).toEqual([l4])
  })
  test.each([
    ['19 bytes of TCP', '0027', [l3, l4, none]],
    ['4 bytes of TCP', '0018', [l3, l4, none]],
    ['3 bytes of TCP', '0017', [l3, none]],
    ['no bytes of TCP', '0014', [l3, none]],
    ['a total length shorter than the header', '0013', [l3, l4, none]],
    ['a total length of 0', '0000', [l3, l4, none]],
    ['a total length beyond the frame', '00ff', [l3, l4, none]],
  ])('%s', (_, total, expected) => {
    expect(hashesOf(patched(onWire(ipv4(tcp)), 16, total), allHashTypes)).toEqual(expected)
  })
  test('7 bytes of UDP', () => {
    const udp4 = hash(3, addresses4 + ports)
    expect(hashesOf(patched(onWire(ipv4(udp)), 16, '001c'), allHashTypes)).toEqual([udp4])
    expect(hashesOf(patched(onWire(ipv4(udp)), 16, '001b'), allHashTypes)).toEqual([l3, udp4, none])
  })
  test.each([
    ['46', [l3, l4, none]], // offset 4: 16 bytes
    ['f0', [l3, l4, none]], // 60 bytes, of which 26 are there
    ['60', [l4]], // 24 bytes
  ])('a TCP data offset of %s', (offset, expected) => {
    expect(hashesOf(patched(onWire(ipv4(tcp)), 46, offset), allHashTypes)).toEqual(expected)
  })
  test.each([
    ['a version of 6', '65'],
    ['a header length of 16', '44'],
    ['a header length beyond the packet', '4f'],
  ])('IPv4 with %s', (_, first) => {
    expect(hashesOf(patched(onWire(ipv4(udp)), 14, first), allHashTypes)).toEqual([l3, none])
  })
  test('IPv6 with a version of 4', () => {
    expect(hashesOf(patched(onWire(ipv6(udp)), 14, '40'), allHashTypes)).toEqual([hash(4, addresses6), none])
  })
})

describe('where the text is silent, IPv6', () => {
  const fragment = (offset: number, more: boolean): Ipv6Extension => ({
    kind: 'fragment',
    offset,
    more,
    identification: 7,
  })
  const l4ex = hash(8, addresses6 + ports)
  const l3ex = hash(7, addresses6)
  test('a fragment that holds the transport header, a whole packet among them', () => {
    expect(hashesOf(onWire(ipv6(tcp, [fragment(0, true)])), allHashTypes)).toEqual([l3ex, l4ex, none])
    expect(hashesOf(onWire(ipv6(tcp, [fragment(0, false)])), allHashTypes)).toEqual([l3ex, l4ex, none])
  })
  test('a later fragment; what follows its header is no extension header either', () => {
    expect(hashesOf(onWire(ipv6(tcp, [fragment(1, false)])), allHashTypes)).toEqual([l3ex, none])
    const behind = [fragment(8191, true), homeAddress(home)]
    expect(hashesOf(onWire(ipv6(tcp, behind)), allHashTypes)).toEqual([l3ex, none])
  })
  test('an extension header before the fragment header keeps its address', () => {
    expect(hashesOf(onWire(ipv6(other, [homeAddress(home), fragment(0, true)])), IP_EX)).toEqual([
      hash(7, home + b6),
      none,
    ])
  })
  test('extension headers cut off', () => {
    const frame = onWire(ipv6(tcp, [homeAddress(home)]))
    const [l3] = hashesOf(frame, IPv6)
    expect(hashesOf(patched(frame, 18, '0017'), allHashTypes)).toEqual([l3ex, l3, none])
    expect(hashesOf(patched(frame, 18, '0007'), allHashTypes)).toEqual([l3ex, l3, none])
    expect(hashesOf(patched(frame, 18, '0018'), allHashTypes)).toEqual([hash(7, home + b6), none])
  })
  test('a payload cut off', () => {
    const frame = onWire(ipv6(tcp))
    expect(hashesOf(cut(frame, lengthOf(frame) - 1), allHashTypes)).toEqual([
      hash(4, addresses6),
      hash(5, addresses6 + ports),
      none,
    ])
  })
  /** An IPv6 packet whose next header is `protocol`, with a header of `header` before TCP. */
  const behind = (protocol: number, header: string): Bytes => {
    const plain = onWire(ipv6(tcp))
    const tail = sliceOf(plain, 54)
    const length = (lengthOf(tail) + header.length / 2).toString(16).padStart(4, '0')
    const front = patched(patched(sliceOf(plain, 0, 54), 18, length), 20, protocol.toString(16).padStart(2, '0'))
    return bytes(front + header + tail)
  }
  const everyAlternative = [
    hash(8, addresses6 + ports),
    hash(5, addresses6 + ports),
    hash(7, addresses6),
    hash(4, addresses6),
    none,
  ]
  test('an authentication header counts in units of four bytes', () => {
    expect(hashesOf(behind(51, `0604${'00'.repeat(22)}`), allHashTypes)).toEqual(everyAlternative)
  })
  test.each([135, 139, 140])('header %d, defined elsewhere', (protocol) => {
    expect(hashesOf(behind(protocol, `0601${'00'.repeat(14)}`), allHashTypes)).toEqual(everyAlternative)
  })
  test('nothing is seen behind ESP, which may be an extension header or not', () => {
    expect(hashesOf(behind(50, '0600000000000000'), allHashTypes)).toEqual([
      hash(7, addresses6),
      hash(4, addresses6),
      none,
    ])
  })
  test('no next header is no extension header', () => {
    expect(hashesOf(behind(59, ''), allHashTypes)).toEqual([hash(4, addresses6)])
  })
})

test('every frame has a reading', () => {
  const frame = onWire(ipv6(tcp, [routingType2(routed), homeAddress(home)]))
  for (let length = 0; length <= lengthOf(frame); length++)
    expect(readingsOf(cut(frame, length)).length).toBeGreaterThan(0)
})
