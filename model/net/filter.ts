import { feature } from '../feature/table.ts'
import { type FeatureSet, includes } from '../kernel/bits.ts'
import type { Bytes } from '../kernel/bytes.ts'
import type { FilterCommand, RxMode } from '../wire/control/filter.ts'
import { VIRTIO_NET_CTRL_VLAN } from '../wire/control-class.ts'
import type { ControlCommand } from '../wire/control-command.ts'

/** What the control queue says of the frames that are to be received. */
export interface Filter {
  /** The receive modes that were turned on or off since the reset. The text does not say what the others are. */
  readonly modes: Readonly<Partial<Record<RxMode, boolean>>>
  /** What MAC_ADDR_SET set since the reset; `mac` of the configuration where that is absent. */
  readonly address?: Bytes
  /** What MAC_ADDR_SET set before: the text does not say whether a reset takes it back. */
  readonly formerAddresses: readonly Bytes[]
  /** Both tables of MAC_TABLE_SET. @clause net.mac.device.1 */
  readonly macs: readonly Bytes[]
  /** VLAN ids to be received, once CTRL_VLAN is negotiated. @clause net.vlan.def.1 */
  readonly vlans: readonly number[]
  /** What the tables held before the last reset. */
  readonly former: { readonly macs: readonly Bytes[]; readonly vlans: readonly number[] }
  /** A command that the standard gives no meaning to was acknowledged with OK: nobody knows what is received. */
  readonly anyhow?: true
}

/** After power-on. */
export const defaultFilter: Filter = {
  modes: {},
  formerAddresses: [],
  macs: [],
  vlans: [],
  former: { macs: [], vlans: [] },
}

const FILTERING: readonly ControlCommand['name'][] = [
  'RX_MODE',
  'MAC_TABLE_SET',
  'MAC_ADDR_SET',
  'VLAN_ADD',
  'VLAN_DEL',
]

/** Whether a command sets what is received. */
export const isFilterCommand = (command: ControlCommand): command is FilterCommand => FILTERING.includes(command.name)

/** Whether a command is of a class that sets what is received, well-formed or not. */
export const isOfFilterClass = (command: ControlCommand): boolean =>
  isFilterCommand(command) || (command.name === 'RAW' && command.class <= VIRTIO_NET_CTRL_VLAN)

/** Whether an address is that of a group of stations, all of them included. */
export const isGroup = (mac: Bytes): boolean => (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1

/** The address of all stations. */
export const BROADCAST = 'ffffffffffff' as Bytes // six bytes

/** The largest VLAN id. */
const LAST_VLAN = 4095

/**
 * Whether a command is one that a driver may give with these features negotiated, and all its values are good ones.
 *
 * @clause net.rx-mode.driver.1 net.rx-mode.driver.2 net.mac.driver.1 net.mac.driver.3
 */
export function isValidFilterCommand(command: FilterCommand, features: FeatureSet): boolean {
  const has = (name: Parameters<typeof feature>[0]) => includes(features, feature(name))
  switch (command.name) {
    case 'RX_MODE':
      return has(isBasic(command.mode) ? 'VIRTIO_NET_F_CTRL_RX' : 'VIRTIO_NET_F_CTRL_RX_EXTRA')
    case 'MAC_TABLE_SET':
      return has('VIRTIO_NET_F_CTRL_RX') && !command.unicast.some(isGroup) && command.multicast.every(isGroup)
    case 'MAC_ADDR_SET':
      return has('VIRTIO_NET_F_CTRL_RX') && has('VIRTIO_NET_F_CTRL_MAC_ADDR') && !isGroup(command.mac)
    default:
      return has('VIRTIO_NET_F_CTRL_VLAN') && command.vlan <= LAST_VLAN
  }
}

/** Whether a mode comes with CTRL_RX; the others come with CTRL_RX_EXTRA. @clause net.rx-mode.device.1 net.rx-mode.device.5 */
export const isBasic = (mode: RxMode): boolean => mode === 'PROMISC' || mode === 'ALLMULTI'

/** The filter after a valid command was taken. */
export function filterAfter(filter: Filter, command: FilterCommand): Filter {
  switch (command.name) {
    case 'RX_MODE':
      return { ...filter, modes: { ...filter.modes, [command.mode]: command.on } }
    case 'MAC_TABLE_SET':
      return { ...filter, macs: [...command.unicast, ...command.multicast], former: { ...filter.former, macs: [] } }
    case 'MAC_ADDR_SET':
      return { ...filter, address: command.mac }
    case 'VLAN_ADD':
      return { ...filter, vlans: [...without(filter.vlans, command.vlan), command.vlan] }
    case 'VLAN_DEL':
      return { ...filter, vlans: without(filter.vlans, command.vlan) }
  }
}

const without = (vlans: readonly number[], vlan: number) => vlans.filter((other) => other !== vlan)

/** The filter after a reset of the device. @clause net.mac.device.1 net.vlan.def.1 */
export function filterAfterReset(filter: Filter): Filter {
  const { address, formerAddresses, macs, vlans, former } = filter
  const addresses = address === undefined ? formerAddresses : [...formerAddresses, address]
  return {
    ...defaultFilter,
    formerAddresses: [...new Set(addresses)],
    former: { macs: union(former.macs, macs), vlans: union(former.vlans, vlans) },
  }
}

const union = <Item>(some: readonly Item[], more: readonly Item[]) => [...new Set([...some, ...more])]

/** The addresses that frames to the device itself may have now: one, unless a reset left it open. */
export function ownAddresses({ address, formerAddresses }: Filter, mac: Bytes): readonly Bytes[] {
  return address === undefined ? union([mac], formerAddresses) : [address]
}
