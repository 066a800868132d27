import fc from 'fast-check'
import { type Bytes, bytes } from '../../model/kernel/bytes.ts'
import type { NetConfig } from '../../model/net/config.ts'
import { type FilterCommand, type RxMode, rxModes } from '../../model/wire/control/filter.ts'
import { TPID_CUSTOMER } from '../../model/wire/ethernet.ts'
import { type Flow, flowOver, ipv4 } from './flow.ts'
import { frameOf } from './frame.ts'
import type { FrameMaker } from './traffic.ts'

/** Addresses that plans are about: of single stations, and of groups. Few, so that frames meet tables. */
export const stations: readonly Bytes[] = ['02aa00000001', '02aa00000002', '02aa00000003'].map(bytes)
/** Groups, one of IPv6 and one of IPv4 among them. */
export const groups: readonly Bytes[] = ['333300000001', '01005e0000fb', '030000000007'].map(bytes)
/** VLANs that plans are about: the first and the last among them, and two whose ids have an equal byte. */
export const vlans: readonly number[] = [1, 0x101, 42, 4094]
const broadcast = bytes('ffffffffffff')

/** Destinations of frames: the device, stations, groups, all. */
export const destinations = ({ mac }: NetConfig): fc.Arbitrary<Bytes> =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant(mac) },
    { weight: 3, arbitrary: fc.constantFrom(...stations) },
    { weight: 3, arbitrary: fc.constantFrom(...groups) },
    { weight: 1, arbitrary: fc.constant(broadcast) },
  )

const conversation: fc.Arbitrary<Flow> = flowOver('ipv4', ipv4, fc.constant([]))

/** Frames to these destinations, without tags. */
export const frameTo = (some: fc.Arbitrary<Bytes>): fc.Arbitrary<FrameMaker> =>
  fc.tuple(conversation, some).map(
    ([flow, destination]) =>
      (id) =>
        frameOf(flow, { id, destination }),
  )

/** Frames to the device, most of them with a VLAN tag. */
export const taggedFrame = ({ mac }: NetConfig): fc.Arbitrary<FrameMaker> => {
  const tag = fc.record({
    tpid: fc.constant(TPID_CUSTOMER),
    priority: fc.nat(7),
    dropEligible: fc.boolean(),
    vlan: fc.constantFrom(...vlans),
  })
  const tags = fc.oneof({ weight: 5, arbitrary: tag.map((one) => [one]) }, { weight: 1, arbitrary: fc.constant([]) })
  return fc.tuple(conversation, tags).map(
    ([flow, tags]) =>
      (id) =>
        frameOf(flow.network === 'other' ? flow : { ...flow, oddities: { tags } }, { id, destination: mac }),
  )
}

/** The receive modes that a device has commands for. */
export const modesOf = (isExtra: boolean): readonly RxMode[] => (isExtra ? rxModes : rxModes.slice(0, 2))

/** One mode, on or off. */
export const modeCommand = (modes: readonly RxMode[]): fc.Arbitrary<FilterCommand> =>
  fc.record({ name: fc.constant('RX_MODE' as const), mode: fc.constantFrom(...modes), on: fc.boolean() })

/** Tables of a few of the addresses above; at times of none. */
export const tableCommand: fc.Arbitrary<FilterCommand> = fc.record({
  name: fc.constant('MAC_TABLE_SET' as const),
  unicast: fc.subarray([...stations]),
  multicast: fc.subarray([...groups]),
})

const nth = (first: string, at: number): Bytes => bytes(`${first}${at.toString(16).padStart(8, '0')}`)

/** Tables of more addresses than a device is likely to have room for, those above not among them. */
export const longTableCommand: fc.Arbitrary<Extract<FilterCommand, { readonly name: 'MAC_TABLE_SET' }>> = fc
  .tuple(fc.constantFrom(0, 65, 1030), fc.constantFrom(65, 200))
  .map(([unicast, multicast]) => ({
    name: 'MAC_TABLE_SET' as const,
    unicast: Array.from({ length: unicast }, (_, at) => nth('02cc', at)),
    multicast: Array.from({ length: multicast }, (_, at) => nth('03cc', at)),
  }))

/** An address of the device's own, among those above. */
export const addressCommand: fc.Arbitrary<FilterCommand> = fc.record({
  name: fc.constant('MAC_ADDR_SET' as const),
  mac: fc.constantFrom(...stations),
})

/** A VLAN comes or goes. */
export const vlanCommand: fc.Arbitrary<FilterCommand> = fc.record({
  name: fc.constantFrom('VLAN_ADD' as const, 'VLAN_ADD' as const, 'VLAN_DEL' as const),
  vlan: fc.constantFrom(...vlans),
})
