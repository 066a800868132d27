import { arrayOf, type Bytes, hexOf, lengthOf } from '../../kernel/bytes.ts'
import {
  VIRTIO_NET_CTRL_ANNOUNCE_ACK,
  VIRTIO_NET_CTRL_MAC_ADDR_SET,
  VIRTIO_NET_CTRL_MAC_TABLE_SET,
  VIRTIO_NET_CTRL_VLAN_ADD,
  VIRTIO_NET_CTRL_VLAN_DEL,
} from '../control-class.ts'
import { type Decoded, decoded, malformed, missing } from '../decoded.ts'
import { unsigned } from '../unsigned.ts'
import type { CommandBody } from './body.ts'

/** The modes of class VIRTIO_NET_CTRL_RX, each at the number of its command. */
export const rxModes = ['PROMISC', 'ALLMULTI', 'ALLUNI', 'NOMULTI', 'NOUNI', 'NOBCAST'] as const
/** A receive mode. */
export type RxMode = (typeof rxModes)[number]

/** A command of class VIRTIO_NET_CTRL_RX: turns a receive mode on or off. */
export interface RxModeCommand {
  readonly name: 'RX_MODE'
  readonly mode: RxMode
  readonly on: boolean
}
/** VIRTIO_NET_CTRL_MAC_TABLE_SET: addresses of six bytes, first those of single stations, then those of groups. */
export interface MacTableSet {
  readonly name: 'MAC_TABLE_SET'
  readonly unicast: readonly Bytes[]
  readonly multicast: readonly Bytes[]
}
/** VIRTIO_NET_CTRL_MAC_ADDR_SET: the default address, six bytes. */
export interface MacAddrSet {
  readonly name: 'MAC_ADDR_SET'
  readonly mac: Bytes
}
/** VIRTIO_NET_CTRL_VLAN_ADD and VIRTIO_NET_CTRL_VLAN_DEL: a VLAN id of 16 bits. */
export interface VlanCommand {
  readonly name: 'VLAN_ADD' | 'VLAN_DEL'
  readonly vlan: number
}
/** VIRTIO_NET_CTRL_ANNOUNCE_ACK. */
export interface AnnounceAck {
  readonly name: 'ANNOUNCE_ACK'
}
/** A command of the class VIRTIO_NET_CTRL_MAC. */
export type MacCommand = MacTableSet | MacAddrSet
/** A command that sets what is received. */
export type FilterCommand = RxModeCommand | MacCommand | VlanCommand

/** Bytes of a MAC address. */
const MAC_SIZE = 6
const COUNT_SIZE = 4
const VLAN_SIZE = 2

/** A receive mode, behind its class. */
export const encodeMode = ({ mode, on }: RxModeCommand): CommandBody => ({
  command: rxModes.indexOf(mode),
  data: Uint8Array.of(Number(on)),
})

/** An address or both tables, behind their class. Throws a `RangeError` for an address that has not six bytes. */
export function encodeMac(command: MacCommand): CommandBody {
  if (command.name === 'MAC_ADDR_SET') return { command: VIRTIO_NET_CTRL_MAC_ADDR_SET, data: macOf(command.mac) }
  const data = Uint8Array.from([...tableOf(command.unicast), ...tableOf(command.multicast)])
  return { command: VIRTIO_NET_CTRL_MAC_TABLE_SET, data }
}

/** A VLAN, behind its class. Throws a `RangeError` for an id that has more than 16 bits. */
export const encodeVlan = ({ name, vlan }: VlanCommand): CommandBody => ({
  command: name === 'VLAN_ADD' ? VIRTIO_NET_CTRL_VLAN_ADD : VIRTIO_NET_CTRL_VLAN_DEL,
  data: vlanOf(vlan),
})

/** The only command of its class. */
export const encodeAnnounce = (_: AnnounceAck): CommandBody => ({
  command: VIRTIO_NET_CTRL_ANNOUNCE_ACK,
  data: new Uint8Array(),
})

function macOf(mac: Bytes): Uint8Array {
  if (lengthOf(mac) !== MAC_SIZE) throw new RangeError(`mac must have ${MAC_SIZE} bytes, not ${lengthOf(mac)}`)
  return arrayOf(mac)
}

/** `struct virtio_net_ctrl_mac`. @clause net.mac.driver.3 */
function tableOf(macs: readonly Bytes[]): Uint8Array {
  const data = new Uint8Array(COUNT_SIZE + MAC_SIZE * macs.length)
  new DataView(data.buffer).setUint32(0, macs.length, true)
  for (const [at, mac] of macs.entries()) data.set(macOf(mac), COUNT_SIZE + MAC_SIZE * at)
  return data
}

function vlanOf(vlan: number): Uint8Array {
  const data = new Uint8Array(VLAN_SIZE)
  new DataView(data.buffer).setUint16(0, unsigned(vlan, 16, 'vlan'), true)
  return data
}

const viewOf = (data: Uint8Array): DataView => new DataView(data.buffer, data.byteOffset, data.byteLength)

function sized(data: Uint8Array, size: number, what: string) {
  const short = missing(data, 0, size, what)
  if (short) return short
  return data.length > size ? malformed(size, `${data.length - size} bytes too many after ${what}`) : undefined
}

/** A command of the class VIRTIO_NET_CTRL_ANNOUNCE; `undefined` where nobody knows its number. */
export function decodeAnnounce({ command, data }: CommandBody): Decoded<AnnounceAck> | undefined {
  if (command !== VIRTIO_NET_CTRL_ANNOUNCE_ACK) return undefined
  return sized(data, 0, 'the command') ?? decoded({ name: 'ANNOUNCE_ACK' })
}

/** A command of the class VIRTIO_NET_CTRL_RX; `undefined` where nobody knows its number. */
export function decodeMode({ command, data }: CommandBody): Decoded<RxModeCommand> | undefined {
  const mode = rxModes[command]
  if (mode === undefined) return undefined
  const wrong = sized(data, 1, 'on or off')
  if (wrong) return wrong
  const [on = 0] = data
  return on > 1 ? malformed(0, `neither 0 nor 1: ${on}`) : decoded({ name: 'RX_MODE', mode, on: on === 1 })
}

/** A command of the class VIRTIO_NET_CTRL_MAC; `undefined` where nobody knows its number. */
export function decodeMac({ command, data }: CommandBody): Decoded<MacCommand> | undefined {
  if (command === VIRTIO_NET_CTRL_MAC_TABLE_SET) return decodeTables(data)
  if (command !== VIRTIO_NET_CTRL_MAC_ADDR_SET) return undefined
  return sized(data, MAC_SIZE, 'the address') ?? decoded({ name: 'MAC_ADDR_SET', mac: hexOf(data) })
}

function decodeTables(data: Uint8Array): Decoded<MacTableSet> {
  const first = macsAt(data, 0)
  if (!first.ok) return first
  const second = macsAt(data, first.value.end)
  if (!second.ok) return second
  const { end } = second.value
  if (data.length > end) return malformed(end, `${data.length - end} bytes too many after both tables`)
  return decoded({ name: 'MAC_TABLE_SET', unicast: first.value.macs, multicast: second.value.macs })
}

function macsAt(data: Uint8Array, at: number): Decoded<{ readonly macs: readonly Bytes[]; readonly end: number }> {
  const short = missing(data, at, COUNT_SIZE, 'entries')
  if (short) return short
  const count = viewOf(data).getUint32(at, true)
  const start = at + COUNT_SIZE
  const cut = missing(data, start, MAC_SIZE * count, `a table of ${count} addresses`)
  if (cut) return cut
  const macs = Array.from({ length: count }, (_, index) =>
    hexOf(data.subarray(start + MAC_SIZE * index, start + MAC_SIZE * (index + 1))),
  )
  return decoded({ macs, end: start + MAC_SIZE * count })
}

/** A command of the class VIRTIO_NET_CTRL_VLAN; `undefined` where nobody knows its number. */
export function decodeVlan({ command, data }: CommandBody): Decoded<VlanCommand> | undefined {
  if (command !== VIRTIO_NET_CTRL_VLAN_ADD && command !== VIRTIO_NET_CTRL_VLAN_DEL) return undefined
  const name = command === VIRTIO_NET_CTRL_VLAN_ADD ? 'VLAN_ADD' : 'VLAN_DEL'
  return sized(data, VLAN_SIZE, 'the VLAN id') ?? decoded({ name, vlan: viewOf(data).getUint16(0, true) })
}
