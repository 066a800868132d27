import fc from 'fast-check'
import { type Bytes, hexOf } from '../kernel/bytes.ts'
import type { VlanTag } from './ethernet.ts'
import type { Frame } from './frame.ts'
import { homeAddress, type Ipv6Extension, routingType2 } from './ipv6-extension.ts'
import type { Transport } from './transport.ts'

/** Any bytes, from `minLength` up to `maxLength` of them. */
export const someBytes = (minLength: number, maxLength = minLength): fc.Arbitrary<Bytes> =>
  fc.uint8Array({ minLength, maxLength }).map((array) => hexOf(array))

export const u8 = fc.nat(0xff)
export const u16 = fc.nat(0xffff)
export const u32 = fc.nat(0xffff_ffff)
const options = fc.nat(10).chain((words) => someBytes(words * 4))
const payload = someBytes(0, 40)

export const tcpHeader = fc.record({
  sourcePort: u16,
  destinationPort: u16,
  sequence: u32,
  acknowledgment: u32,
  flags: fc.nat(0xfff),
  window: u16,
  urgent: u16,
  options,
})
export const udpHeader = fc.record({ sourcePort: u16, destinationPort: u16 })
const tcp: fc.Arbitrary<Transport> = fc.record({ kind: fc.constant('tcp' as const), header: tcpHeader, payload })
const udp: fc.Arbitrary<Transport> = fc.record({ kind: fc.constant('udp' as const), header: udpHeader, payload })
const other: fc.Arbitrary<Transport> = fc.record({
  kind: fc.constant('other' as const),
  protocol: fc.integer({ min: 61, max: 255 }),
  payload,
})
const transport = fc.oneof(tcp, udp, other)

export const ipv4Header = fc.record({
  tos: u8,
  identification: u16,
  dontFragment: fc.boolean(),
  moreFragments: fc.constant(false),
  fragmentOffset: fc.constant(0),
  ttl: u8,
  source: someBytes(4),
  destination: someBytes(4),
  options,
})
export const ipv6Header = fc.record({
  trafficClass: u8,
  flowLabel: fc.nat(0xfffff),
  hopLimit: u8,
  source: someBytes(16),
  destination: someBytes(16),
})
const extension: fc.Arbitrary<Ipv6Extension> = fc.oneof(
  someBytes(16).map(homeAddress),
  someBytes(16).map(routingType2),
  someBytes(12).map((data): Ipv6Extension => ({ kind: 'hop-by-hop', options: [{ type: 5, data }] })),
  someBytes(12).map((data): Ipv6Extension => ({ kind: 'authentication', data })),
)
const fragment: fc.Arbitrary<Ipv6Extension> = fc.record({
  kind: fc.constant('fragment' as const),
  offset: fc.nat(0x1fff),
  more: fc.boolean(),
  identification: u32,
})

const packet: fc.Arbitrary<Frame['packet']> = fc.oneof(
  fc.record({ kind: fc.constant('ipv4' as const), header: ipv4Header, transport }),
  fc.record({
    kind: fc.constant('ipv4' as const),
    header: fc.tuple(ipv4Header, fc.integer({ min: 1, max: 0x1fff })).map(([header, fragmentOffset]) => ({
      ...header,
      moreFragments: fragmentOffset % 2 === 0,
      fragmentOffset,
    })),
    transport: other,
  }),
  fc.record({
    kind: fc.constant('ipv6' as const),
    header: ipv6Header,
    extensions: fc.array(extension, { maxLength: 3 }),
    transport,
  }),
  fc.record({
    kind: fc.constant('ipv6' as const),
    header: ipv6Header,
    extensions: fc.tuple(extension, fragment),
    transport: other,
  }),
  fc.record({
    kind: fc.constant('other' as const),
    etherType: fc.integer({ min: 0x88b5, max: 0x88b7 }),
    payload,
  }),
)
const tag: fc.Arbitrary<VlanTag> = fc.record({
  tpid: fc.constantFrom(0x8100 as const, 0x88a8 as const),
  priority: fc.nat(7),
  dropEligible: fc.boolean(),
  vlan: fc.nat(0xfff),
})

/** Any frame that can be built: tags, options, extension headers, fragments, padding. */
export const anyFrame: fc.Arbitrary<Frame> = fc
  .record({
    ethernet: fc.record({ destination: someBytes(6), source: someBytes(6), tags: fc.array(tag, { maxLength: 2 }) }),
    packet,
    trailer: someBytes(0, 8),
  })
  .map((frame) => (frame.packet.kind === 'other' ? { ...frame, trailer: hexOf(new Uint8Array()) } : frame))
