import { type FeatureName, has } from '../feature.ts'
import { macLength, mode } from '../filter.ts'
import type { CommandClass, CommandParts } from './class.ts'

/** What is set by commands that filter or answer: the classes RX, MAC, VLAN and ANNOUNCE, by their numbers. */
interface FilterClasses extends Readonly<Record<0 | 1 | 2 | 3, CommandClass>> {
  /** MAC_TABLE_SET with more addresses than are looked at, the first of them at `at`: none of a station or a group is withheld. */
  setLongTable(at: number, length: number): boolean
}

const macCommand = { TABLE_SET: 0, ADDR_SET: 1 } as const
const vlanCommand = { ADD: 0, DEL: 1 } as const
const countLength = 4
const vlanLength = 2
const lastVlan = 4095
/** The most addresses of a command that are looked at; where there are more, the table is not. */
const mostMacs = 1024

/** Bytes of data of the longest of these commands. */
export const longestFilterData = 2 * countLength + mostMacs * macLength

/** These classes of a device. Why it is fast: it is not, and need not be. */
export function createFilterClasses({ memory, filter, space, negotiated }: CommandParts): FilterClasses {
  const { view, bytes } = memory
  const offers = (name: FeatureName): boolean => has(negotiated(), name)
  const isGroup = (at: number): boolean => ((bytes[at] as number) & 1) === 1

  function setMode(which: number, at: number, length: number): boolean {
    const isExtra = which > mode.ALLMULTI
    if (which > mode.NOBCAST || !offers(isExtra ? 'CTRL_RX_EXTRA' : 'CTRL_RX') || length !== 1) return false
    const on = bytes[at] as number
    if (on > 1) return false
    filter.setMode(which, on === 1)
    return true
  }

  /** Whether `count` addresses stand at `at`, all of groups, or none. */
  function isTable(at: number, count: number, ofGroups: boolean): boolean {
    for (let entry = 0; entry < count; entry++) if (isGroup(at + macLength * entry) !== ofGroups) return false
    return true
  }

  function setTable(at: number, length: number): boolean {
    if (!offers('CTRL_RX') || length < 2 * countLength) return false
    const unicast = view.getUint32(at, true)
    const first = at + countLength
    const second = first + macLength * unicast + countLength
    if (second > at + length) return false
    const multicast = view.getUint32(second - countLength, true)
    if (second + macLength * multicast !== at + length) return false
    if (!isTable(first, unicast, false) || !isTable(second, multicast, true)) return false
    filter.setTable(first, unicast, second, multicast)
    return true
  }

  function setLongTable(at: number, length: number): boolean {
    const addresses = (length - 2 * countLength) / macLength
    const unicast = view.getUint32(at, true)
    if (!offers('CTRL_RX') || !Number.isInteger(addresses) || unicast > addresses) return false
    filter.setTable(at, unicast, at, addresses - unicast)
    return true
  }

  function setAddress(at: number, length: number): boolean {
    if (!(offers('CTRL_RX') || offers('CTRL_MAC_ADDR')) || length !== macLength || isGroup(at)) return false
    const mac = bytes.slice(at, at + macLength)
    filter.setAddress(mac)
    space.setMac(mac)
    return true
  }

  function setVlan(command: number, at: number, length: number): boolean {
    if (command > vlanCommand.DEL || !offers('CTRL_VLAN') || length !== vlanLength) return false
    const vlan = view.getUint16(at, true)
    if (vlan > lastVlan) return false
    filter.setVlan(vlan, command === vlanCommand.ADD)
    return true
  }

  /** @clause net.announce.device.1 */
  function acknowledge(command: number, length: number): boolean {
    if (command !== 0 || length !== 0 || !offers('GUEST_ANNOUNCE')) return false
    space.setAnnounce(false)
    return true
  }

  function execute(command: number, at: number, length: number): boolean {
    if (command === macCommand.TABLE_SET) return setTable(at, length)
    return command === macCommand.ADDR_SET && setAddress(at, length)
  }

  return {
    0: { execute: setMode },
    1: { execute },
    2: { execute: setVlan },
    3: { execute: (command, _, length) => acknowledge(command, length) },
    setLongTable,
  }
}
