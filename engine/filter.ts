import type { FeatureSet } from '../model/kernel/bits.ts'
import { has } from './feature.ts'
import { type Layout, macCapacity } from './layout.ts'
import type { Memory } from './memory.ts'

/**
 * Which frames are received. Why it is fast: without a feature that filters, one byte is looked at; with one, the destination is two
 * numbers that are compared with those of the table, and a VLAN is a bit.
 *
 * A device that is started is promiscuous until its driver says otherwise: the text leaves it open, and a driver that knows nothing of
 * filters misses nothing.
 */
export interface Filter {
  /** Whether the frame at hand is to be received. */
  passes(at: number, length: number): boolean
  /** Turns a receive mode on or off, by the number of its command. */
  setMode(mode: number, on: boolean): void
  /** Takes over the addresses at `first`, `unicast` of single stations, and at `second`, `multicast` of groups. */
  setTable(first: number, unicast: number, second: number, multicast: number): void
  /** Sets the address that frames to the device itself have: six bytes. */
  setAddress(mac: Uint8Array): void
  /** Adds a VLAN to those received, or takes it out. */
  setVlan(vlan: number, isIn: boolean): void
  /** The device is started with these features, and has this address. */
  begin(features: FeatureSet, mac: Uint8Array): void
}

/** Receive modes by the numbers of their commands. */
export const mode = { PROMISC: 0, ALLMULTI: 1, ALLUNI: 2, NOMULTI: 3, NOUNI: 4, NOBCAST: 5 } as const

/** Bytes of an address, and of an Ethernet header. */
export const macLength = 6
const headerLength = 14
const typeAt = 12
const customerTag = 0x8100
const tagLength = 4
const broadcast = { high: 0xffff_ffff, low: 0xffff } as const
/** The bit of the first byte that says that an address is of a group. */
const groupBit = 0x0100_0000

/** The filter of a device. */
export function createFilter(layout: Layout, memory: Memory, mtu: number): Filter {
  const { filterFeatures, rxModes, macHigh, macLow, macCount, macOverflow, ownMac, vlanBits } = layout
  const { view } = memory
  const RX = 1
  const VLAN = 2
  const MTU = 4
  const isOn = (which: number): boolean => rxModes[which] === 1

  function isListed(high: number, low: number): boolean {
    for (let entry = 0; entry < (macCount[0] as number); entry++) {
      if (macHigh[entry] === high && macLow[entry] === low) return true
    }
    return false
  }

  function isForUs(high: number, low: number): boolean {
    if (isOn(mode.PROMISC)) return true
    if (high === broadcast.high && low === broadcast.low) return !isOn(mode.NOBCAST)
    const isGroup = (high & groupBit) !== 0
    if (isOn(isGroup ? mode.NOMULTI : mode.NOUNI)) return false
    if (isOn(isGroup ? mode.ALLMULTI : mode.ALLUNI) || macOverflow[0] === 1) return true
    return (high === ownMac[0] && low === ownMac[1]) || isListed(high, low)
  }

  const isVlan = (vlan: number): boolean => (((vlanBits[vlan >>> 5] as number) >>> (vlan & 31)) & 1) === 1

  function setAddress(mac: Uint8Array): void {
    const address = new DataView(mac.buffer, mac.byteOffset, macLength)
    ownMac[0] = address.getUint32(0)
    ownMac[1] = address.getUint16(4)
  }

  return {
    passes(at, length) {
      const features = filterFeatures[0] as number
      if (features === 0 || length < headerLength) return true
      const isTagged = view.getUint16(at + typeAt) === customerTag
      if ((features & MTU) !== 0 && length > mtu + headerLength + (isTagged ? tagLength : 0)) return false
      if ((features & VLAN) !== 0 && isTagged && !isVlan(view.getUint16(at + typeAt + 2) & 0xfff)) return false
      return (features & RX) === 0 || isForUs(view.getUint32(at), view.getUint16(at + 4))
    },
    setMode(which, on) {
      rxModes[which] = on ? 1 : 0
    },
    setTable(first, unicast, second, multicast) {
      macOverflow[0] = unicast + multicast > macCapacity ? 1 : 0
      macCount[0] = macOverflow[0] === 1 ? 0 : unicast + multicast
      for (let entry = 0; entry < (macCount[0] as number); entry++) {
        const at = entry < unicast ? first + macLength * entry : second + macLength * (entry - unicast)
        macHigh[entry] = view.getUint32(at)
        macLow[entry] = view.getUint16(at + 4)
      }
    },
    setAddress,
    setVlan(vlan, isIn) {
      const bit = 1 << (vlan & 31)
      const word = vlanBits[vlan >>> 5] as number
      vlanBits[vlan >>> 5] = isIn ? word | bit : word & ~bit
    },
    begin(features, mac) {
      rxModes[mode.PROMISC] = 1
      setAddress(mac)
      filterFeatures[0] =
        (has(features, 'CTRL_RX') ? RX : 0) | (has(features, 'CTRL_VLAN') ? VLAN : 0) | (has(features, 'MTU') ? MTU : 0)
    },
  }
}
