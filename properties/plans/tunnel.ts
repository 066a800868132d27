import fc from 'fast-check'
import { type Bytes, hexOf, sliceOf } from '../../model/kernel/bytes.ts'
import { ETHERNET_HEADER_SIZE, ETHERTYPE_IPV4, ETHERTYPE_IPV6 } from '../../model/wire/ethernet.ts'
import { encodeFrame } from '../../model/wire/frame.ts'
import type { Transport } from '../../model/wire/transport.ts'
import { type Flow, flow, flowOver, type IpFlow, ipv4, ipv6 } from './flow.ts'
import { type FrameOptions, frameOf, PEER } from './frame.ts'
import type { FrameMaker } from './traffic.ts'

/** How an encapsulation looks: what carries it, the header before what is inside, and whether that is a frame or a packet. */
interface Form {
  /** The bit of VIRTIO_NET_HASH_TUNNEL_TYPE_* that frames of this form surely match. */
  readonly type: number
  /** Network of the outer header. */
  readonly over: 'ipv4' | 'ipv6'
  /** Destination port of UDP, or the protocol behind the IP header. */
  readonly port?: number
  readonly protocol?: number
  /** What is inside: a frame, or the packet of one over IPv4, IPv6, or either. */
  readonly inside: 'frame' | 'ipv4' | 'ipv6' | 'packet'
  /** The header of the encapsulation, in hexadecimal, before a packet of this EtherType. */
  readonly header: (etherType: string) => string
}

const gpe: Readonly<Record<string, string>> = { '0800': '01', '86dd': '02', '6558': '03' }
const ports = { gre: 4754, vxlan: 4789, gpe: 4790, geneve: 6081 } as const
const GRE = 47

/** Every form; those of the documents that speak of one thing stand side by side. */
const forms = {
  gre: { type: 0x001, over: 'ipv4', protocol: GRE, inside: 'ipv4', header: (kind) => `0000${kind}` },
  'gre with checksum': {
    ...{ type: 0x001, over: 'ipv4', protocol: GRE, inside: 'ipv4' },
    header: (kind) => `8000${kind}00000000`,
  },
  'gre with key': {
    ...{ type: 0x002, over: 'ipv4', protocol: GRE, inside: 'ipv4' },
    header: (kind) => `2000${kind}0000abcd`,
  },
  'gre with key and number': {
    ...{ type: 0x002, over: 'ipv4', protocol: GRE, inside: 'ipv4' },
    header: (kind) => `3000${kind}0000abcd00000007`,
  },
  'gre over ipv6': { type: 0x004, over: 'ipv6', protocol: GRE, inside: 'packet', header: (kind) => `0000${kind}` },
  'gre with ipv6': { type: 0x004, over: 'ipv4', protocol: GRE, inside: 'ipv6', header: (kind) => `0000${kind}` },
  'gre in udp': { type: 0x008, over: 'ipv4', port: ports.gre, inside: 'packet', header: (kind) => `0000${kind}` },
  vxlan: { type: 0x010, over: 'ipv4', port: ports.vxlan, inside: 'frame', header: () => '0800000000123400' },
  'vxlan over ipv6': {
    type: 0x010,
    over: 'ipv6',
    port: ports.vxlan,
    inside: 'frame',
    header: () => '0800000000123400',
  },
  'vxlan-gpe': {
    ...{ type: 0x020, over: 'ipv4', port: ports.gpe, inside: 'packet' },
    header: (kind) => `0c0000${gpe[kind]}00123400`,
  },
  'vxlan-gpe with frame': {
    ...{ type: 0x020, over: 'ipv4', port: ports.gpe, inside: 'frame' },
    header: (kind) => `0c0000${gpe[kind]}00123400`,
  },
  geneve: { type: 0x040, over: 'ipv4', port: ports.geneve, inside: 'frame', header: (kind) => `0000${kind}00123400` },
  'geneve with options': {
    ...{ type: 0x040, over: 'ipv6', port: ports.geneve, inside: 'packet' },
    header: (kind) => `0200${kind}00123400${'0102030400112233'}`,
  },
  'ip in ip': { type: 0x080, over: 'ipv4', protocol: 4, inside: 'ipv4', header: () => '' },
  nvgre: { type: 0x100, over: 'ipv4', protocol: GRE, inside: 'frame', header: (kind) => `2000${kind}0012340b` },
} as const satisfies Readonly<Record<string, Form>>

/** The name of a form of encapsulation. */
export type TunnelForm = keyof typeof forms

/** Every form. */
export const tunnelForms = Object.keys(forms) as readonly TunnelForm[] // its own keys

const formOf = (form: TunnelForm): Form => forms[form]

/** The bit of VIRTIO_NET_HASH_TUNNEL_TYPE_* that a form is of. */
export const typeOf = (form: TunnelForm): number => formOf(form).type

/** What the frames of an encapsulated conversation have in common. Plain data, so that it prints. */
export interface Tunnel {
  readonly form: TunnelForm
  /** Of the transport `udp` or `other`, as the form wants it. */
  readonly outer: IpFlow
  readonly inner: Flow | Tunnel
}

/** Whether frames are encapsulated. */
export const isTunnel = (carried: Flow | Tunnel): carried is Tunnel => 'form' in carried

/** The flow that a frame belongs to by its outer header, or by the only one it has. */
export const outerFlow = (carried: Flow | Tunnel): Flow => (isTunnel(carried) ? carried.outer : carried)

const ETHERTYPE_BRIDGED = '6558'
const etherTypes = { ipv4: ETHERTYPE_IPV4, ipv6: ETHERTYPE_IPV6 } as const

function etherTypeOf(inner: Flow): string {
  if (inner.network === 'other') throw new Error('fault: only frames carry what is no IP')
  return etherTypes[inner.network].toString(16).padStart(4, '0')
}

/** The bytes of a frame, encapsulated or not; the id is in the innermost one. */
export function carriedFrame(carried: Flow | Tunnel, options: FrameOptions): Bytes {
  if (!isTunnel(carried)) return frameOf(carried, options)
  const { form, outer, inner } = carried
  const { inside, header, port, protocol = 0 } = formOf(form)
  const whole = carriedFrame(inner, options)
  const body =
    inside === 'frame'
      ? header(ETHERTYPE_BRIDGED) + whole
      : header(etherTypeOf(outerFlow(inner))) + sliceOf(whole, ETHERNET_HEADER_SIZE)
  const payload = body as Bytes // header and packet, joined
  const { source, destination, sourcePort } = outer
  const transport: Transport =
    port === undefined
      ? { kind: 'other', protocol, payload }
      : { kind: 'udp', header: { sourcePort, destinationPort: port }, payload }
  const ethernet = { destination: options.destination, source: options.source ?? PEER, tags: [] }
  const trailer = '' as Bytes // no bytes
  if (outer.network === 'ipv6') {
    const ip = { trafficClass: 0, flowLabel: 0, hopLimit: 64, source, destination }
    return hexOf(encodeFrame({ ethernet, packet: { kind: 'ipv6', header: ip, extensions: [], transport }, trailer }))
  }
  const whole4 = { identification: options.id & 0xffff, dontFragment: true, moreFragments: false, fragmentOffset: 0 }
  const ip = { tos: 0, ...whole4, ttl: 64, source, destination, options: '' as Bytes } // no bytes
  return hexOf(encodeFrame({ ethernet, packet: { kind: 'ipv4', header: ip, transport }, trailer }))
}

const none = fc.constant([])
const plain = { ipv4: flowOver('ipv4', ipv4, none), ipv6: flowOver('ipv6', ipv6, none) } as const
const insides: Readonly<Record<Form['inside'], fc.Arbitrary<Flow>>> = {
  frame: flow,
  packet: fc.oneof(plain.ipv4, plain.ipv6),
  ...plain,
}

/** The outer flow of a form: between two ends, and for UDP from any port. */
function outerOf(form: TunnelForm): fc.Arbitrary<IpFlow> {
  const { over, port } = formOf(form)
  const sourcePort = fc.integer({ min: 49152, max: 65535 })
  return fc
    .tuple(plain[over], sourcePort)
    .map(([ends, from]) =>
      port === undefined
        ? { ...ends, transport: 'other', sourcePort: 0, destinationPort: 0 }
        : { ...ends, transport: 'udp', sourcePort: from, destinationPort: port },
    )
}

/** Tunnels of a form; what is inside is now and then encapsulated in its turn. */
function tunnelOf(form: TunnelForm): fc.Arbitrary<Tunnel> {
  const { inside } = formOf(form)
  const twice = inside === 'ipv6' ? 'geneve with options' : 'vxlan'
  const inner = fc.oneof(
    { weight: 4, arbitrary: insides[inside] },
    {
      weight: 1,
      arbitrary: fc
        .tuple(outerOf(twice), insides.packet)
        .map(([outer, deepest]): Tunnel => ({ form: twice, outer, inner: deepest })),
    },
  )
  return fc.tuple(outerOf(form), inner).map(([outer, carried]) => ({ form, outer, inner: carried }))
}

/** A few conversations for a whole plan: most of them encapsulated, in one of these forms. */
export const carriedFlows = (among: readonly TunnelForm[] = tunnelForms): fc.Arbitrary<readonly (Flow | Tunnel)[]> =>
  fc.array(
    fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...among).chain(tunnelOf) }, { weight: 1, arbitrary: flow }),
    { minLength: 3, maxLength: 6 },
  )

/** Frames of these conversations to `mac`. */
export function carriedFrames(among: readonly (Flow | Tunnel)[], mac: Bytes): fc.Arbitrary<FrameMaker> {
  return fc.constantFrom(...among).map((carried) => (id: number) => carriedFrame(carried, { id, destination: mac }))
}
