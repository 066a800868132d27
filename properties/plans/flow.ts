import fc from 'fast-check'
import { type Bytes, bytes, hexOf } from '../../model/kernel/bytes.ts'
import type { VlanTag } from '../../model/wire/ethernet.ts'
import { ipv4Address, ipv6Address } from '../../model/wire/ip-address.ts'
import { homeAddress, type Ipv6Extension, PAD_N, routingType2 } from '../../model/wire/ipv6-extension.ts'

/** What is rare in frames, and some of it wrong. */
export interface Oddities {
  /** VLAN tags, the outermost first. */
  readonly tags?: readonly VlanTag[]
  /** Of the transport `other`; a number for experiments unless said. */
  readonly protocol?: number
  /** What the transport `other` carries begins as an extension header before TCP would, or as TCP would. */
  readonly lure?: 'extension' | 'tcp'
  /** IPv4 only: the first fragment of a datagram, or a later one; IPv6 has an extension header for it. */
  readonly fragment?: 'first' | 'later'
  /** What the length field of the IP header promises: nothing, 8 bytes more than there are, or so many fewer than the headers. */
  readonly promises?: 'nothing' | 'more' | number
}

/** What the frames of a conversation have in common, in one direction. Plain data, so that it prints. */
export type Flow =
  | {
      readonly network: 'ipv4' | 'ipv6'
      readonly source: Bytes
      readonly destination: Bytes
      readonly transport: 'tcp' | 'udp' | 'other'
      /** 0 without TCP or UDP. */
      readonly sourcePort: number
      readonly destinationPort: number
      /** IPv6 only. */
      readonly extensions: readonly Ipv6Extension[]
      readonly oddities?: Oddities
    }
  | { readonly network: 'other' }

/** A flow over IP. */
export type IpFlow = Extract<Flow, { readonly network: 'ipv4' | 'ipv6' }>

/** The flow in the opposite direction. Extension headers speak of one direction, and are left out. */
export function reversed(flow: Flow): Flow {
  if (flow.network === 'other') return flow
  return {
    ...flow,
    source: flow.destination,
    destination: flow.source,
    sourcePort: flow.destinationPort,
    destinationPort: flow.sourcePort,
    extensions: [],
  }
}

/** Bytes, each equally likely. */
export const octets = (count: number): fc.Arbitrary<Bytes> =>
  fc.uint8Array({ minLength: count, maxLength: count }).map((array) => hexOf(array))

/** Unicast: 1 to 126, or 128 to 223, in front. */
export const ipv4: fc.Arbitrary<Bytes> = fc
  .tuple(fc.oneof(fc.integer({ min: 1, max: 126 }), fc.integer({ min: 128, max: 223 })), octets(3))
  .map(([first, rest]) => bytes(first.toString(16).padStart(2, '0') + rest))

/** Global unicast out of the range for documentation, or link-local. */
export const ipv6: fc.Arbitrary<Bytes> = fc
  .tuple(fc.constantFrom('20010db800000000', 'fe80000000000000'), octets(8))
  .map(([prefix, rest]) => bytes(prefix + rest))

const port = fc.integer({ min: 1, max: 0xffff })
const noPort = fc.constant(0)

/** Flows over IPv4 or IPv6 between such addresses. */
export function flowOver(
  network: IpFlow['network'],
  address: fc.Arbitrary<Bytes>,
  extensions: fc.Arbitrary<readonly Ipv6Extension[]>,
): fc.Arbitrary<IpFlow> {
  const withPorts = (transport: IpFlow['transport'], ports: fc.Arbitrary<number>): fc.Arbitrary<IpFlow> =>
    fc.record({
      network: fc.constant(network),
      source: address,
      destination: address,
      transport: fc.constant(transport),
      sourcePort: ports,
      destinationPort: ports,
      extensions,
    })
  return fc.oneof(
    { weight: 4, arbitrary: withPorts('tcp', port) },
    { weight: 4, arbitrary: withPorts('udp', port) },
    { weight: 2, arbitrary: withPorts('other', noPort) },
  )
}

const padding = { type: PAD_N, data: bytes('00000000') }

/** Extension headers with the addresses that count for a hash, and such as have none. */
const extensions: fc.Arbitrary<readonly Ipv6Extension[]> = fc.oneof(
  { weight: 3, arbitrary: ipv6.map((home) => [homeAddress(home)]) },
  { weight: 3, arbitrary: ipv6.map((home) => [routingType2(home)]) },
  { weight: 2, arbitrary: fc.tuple(ipv6, ipv6).map(([home, next]) => [routingType2(next), homeAddress(home)]) },
  { weight: 1, arbitrary: fc.constant([{ kind: 'hop-by-hop' as const, options: [padding] }]) },
  { weight: 1, arbitrary: fc.constant([{ kind: 'destination' as const, options: [padding] }]) },
)

function published(
  network: IpFlow['network'],
  [source, destination]: readonly [Bytes, Bytes],
  [sourcePort, destinationPort]: readonly [number, number],
): Flow {
  return { network, source, destination, transport: 'tcp', sourcePort, destinationPort, extensions: [] }
}

/** Flows of Microsoft's RSS verification suite, whose hashes are published. */
const microsoftFlow: fc.Arbitrary<Flow> = fc.constantFrom(
  published('ipv4', [ipv4Address('66.9.149.187'), ipv4Address('161.142.100.80')], [2794, 1766]),
  published('ipv4', [ipv4Address('199.92.111.2'), ipv4Address('65.69.140.83')], [14230, 4739]),
  published('ipv6', [ipv6Address('3ffe:2501:200:1fff::7'), ipv6Address('3ffe:2501:200:3::1')], [2794, 1766]),
)

/**
 * Flows: mostly TCP, UDP and others over IPv4 and IPv6, some over IPv6 with extension headers, a few that are no IP. Without VLAN
 * tags and fragments, of whose hash the specification says nothing.
 */
export const flow: fc.Arbitrary<Flow> = fc.oneof(
  { weight: 8, arbitrary: flowOver('ipv4', ipv4, fc.constant([])) },
  { weight: 6, arbitrary: flowOver('ipv6', ipv6, fc.constant([])) },
  { weight: 3, arbitrary: flowOver('ipv6', ipv6, extensions) },
  { weight: 1, arbitrary: microsoftFlow },
  { weight: 1, arbitrary: fc.constant<Flow>({ network: 'other' }) },
)

/** A few flows for a whole plan, so that frames of the same flow meet. */
export const flows: fc.Arbitrary<readonly Flow[]> = fc.array(flow, { minLength: 2, maxLength: 5 })
