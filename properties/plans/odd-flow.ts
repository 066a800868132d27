import fc from 'fast-check'
import { TPID_CUSTOMER, TPID_SERVICE, type VlanTag } from '../../model/wire/ethernet.ts'
import type { Ipv6Extension } from '../../model/wire/ipv6-extension.ts'
import { type Flow, flow, flowOver, type IpFlow, ipv4, ipv6, type Oddities } from './flow.ts'
import { farExtensions, openExtensions, vainExtensions } from './odd-extension.ts'

const none = fc.constant<readonly Ipv6Extension[]>([])

const odd = (flows: fc.Arbitrary<IpFlow>, oddities: fc.Arbitrary<Oddities>): fc.Arbitrary<Flow> =>
  fc.tuple(flows, oddities).map(([one, more]) => ({ ...one, oddities: more }))

/** Upper layers that are neither TCP nor UDP, with bytes behind them that would be, were they extension headers or TCP. */
const otherProtocols = (numbers: readonly number[]): fc.Arbitrary<Oddities> =>
  fc.record({ protocol: fc.constantFrom(...numbers), lure: fc.constantFrom('extension' as const, 'tcp' as const) })

const withoutPorts = (flows: fc.Arbitrary<IpFlow>): fc.Arbitrary<IpFlow> =>
  flows.map((one) => ({ ...one, transport: 'other', sourcePort: 0, destinationPort: 0 }))

const ICMP = 1
const ICMPV6 = 58
const NO_NEXT_HEADER = 59
const ESP = 50
const SCTP = 132
const MOBILITY = 135
const UDP_LITE = 136

const protocol4 = odd(withoutPorts(flowOver('ipv4', ipv4, none)), otherProtocols([ICMP, ESP, SCTP, UDP_LITE]))
const protocol6 = odd(
  withoutPorts(flowOver('ipv6', ipv6, none)),
  otherProtocols([ICMPV6, ICMPV6, NO_NEXT_HEADER, NO_NEXT_HEADER, SCTP, UDP_LITE]),
)
const open6 = odd(withoutPorts(flowOver('ipv6', ipv6, none)), otherProtocols([ESP, MOBILITY]))

const tag = (tpid: VlanTag['tpid']): fc.Arbitrary<VlanTag> =>
  fc.record({
    tpid: fc.constant(tpid),
    priority: fc.nat(7),
    dropEligible: fc.boolean(),
    vlan: fc.integer({ min: 0, max: 4094 }),
  })
const customer = tag(TPID_CUSTOMER)
const service = tag(TPID_SERVICE)
const tags: fc.Arbitrary<readonly VlanTag[]> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(customer) },
  { weight: 1, arbitrary: fc.tuple(service) },
  { weight: 2, arbitrary: fc.tuple(service, customer) },
)
const anyIp = fc.oneof(
  flowOver('ipv4', ipv4, none),
  flowOver('ipv6', ipv6, none),
  flowOver('ipv6', ipv6, farExtensions),
)
const tagged = odd(
  anyIp,
  tags.map((some) => ({ tags: some })),
)

const fragments = odd(
  flowOver('ipv4', ipv4, none),
  fc.record({ fragment: fc.constantFrom('first' as const, 'later' as const) }),
)

/** The length field: 0, too much, or so little that it ends within the transport header, before it, or within an extension header. */
const lengths: fc.Arbitrary<Oddities> = fc.record({
  promises: fc.constantFrom<NonNullable<Oddities['promises']>>('nothing', 'more', 1, 5, 17, 20, 24),
})
const wrongLength = odd(fc.oneof(flowOver('ipv4', ipv4, none), anyIp), lengths)

/** Packets behind extension headers: such as the text decides, with the addresses that count in an unusual place or nowhere. */
export const extendedFlow: fc.Arbitrary<Flow> = fc.oneof(
  { weight: 6, arbitrary: flowOver('ipv6', ipv6, farExtensions) },
  { weight: 2, arbitrary: flowOver('ipv6', ipv6, vainExtensions) },
  { weight: 4, arbitrary: protocol6 },
)

/**
 * Flows whose packets are rare: VLAN tags, fragments, protocols without ports, long and doubtful chains of extension headers,
 * lengths that are wrong. Where the text leaves their hash open, the model does too.
 */
export const oddFlow: fc.Arbitrary<Flow> = fc.oneof(
  { weight: 3, arbitrary: extendedFlow },
  { weight: 2, arbitrary: flowOver('ipv6', ipv6, openExtensions) },
  { weight: 1, arbitrary: protocol4 },
  { weight: 1, arbitrary: open6 },
  { weight: 2, arbitrary: tagged },
  { weight: 2, arbitrary: fragments },
  { weight: 3, arbitrary: wrongLength },
)

/** A few flows for a whole plan, odd ones and others. */
export const oddFlows: fc.Arbitrary<readonly Flow[]> = fc.array(
  fc.oneof({ weight: 3, arbitrary: oddFlow }, { weight: 1, arbitrary: flow }),
  { minLength: 3, maxLength: 6 },
)

/** A few flows for a whole plan, most of them behind extension headers. */
export const extendedFlows: fc.Arbitrary<readonly Flow[]> = fc.array(
  fc.oneof({ weight: 4, arbitrary: extendedFlow }, { weight: 1, arbitrary: flow }),
  { minLength: 3, maxLength: 6 },
)
