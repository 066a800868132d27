import { arrayOf, type Bytes, hexOf } from '../kernel/bytes.ts'
import type { CommandBody } from './control/body.ts'
import { type CoalescingCommand, decodeCoalescing, encodeCoalescing } from './control/coalescing.ts'
import {
  type AnnounceAck,
  decodeAnnounce,
  decodeMac,
  decodeMode,
  decodeVlan,
  encodeAnnounce,
  encodeMac,
  encodeMode,
  encodeVlan,
  type FilterCommand,
} from './control/filter.ts'
import { decodeMq, encodeMq, type MqCommand } from './control/mq.ts'
import { decodeOffloads, encodeOffloads, type GuestOffloadsSet } from './control/offloads.ts'
import { decodeRssContext, encodeRssContext, type RssContextCommand } from './control/rss-context.ts'
import { decodeStats, encodeStats, type StatsCommand } from './control/stats.ts'
import { decodeTunnel, encodeTunnel, type HashTunnelSet } from './control/tunnel.ts'
import {
  CONTROL_HEADER_SIZE,
  VIRTIO_NET_CTRL_ANNOUNCE,
  VIRTIO_NET_CTRL_GUEST_OFFLOADS,
  VIRTIO_NET_CTRL_HASH_TUNNEL,
  VIRTIO_NET_CTRL_MAC,
  VIRTIO_NET_CTRL_MQ,
  VIRTIO_NET_CTRL_NOTF_COAL,
  VIRTIO_NET_CTRL_RX,
  VIRTIO_NET_CTRL_STATS,
  VIRTIO_NET_CTRL_VLAN,
  VIRTNET_RSS_CTX_CTRL,
} from './control-class.ts'
import { type Decoded, decoded, type Malformed, malformed, shifted } from './decoded.ts'
import { unsigned } from './unsigned.ts'

export type { HashConfigCommand, MqCommand, RssConfigCommand, VqPairsSet } from './control/mq.ts'

/** Any other command, or one that is not well-formed: class, command and `command-specific-data` as bytes. */
export interface RawCommand {
  readonly name: 'RAW'
  readonly class: number
  readonly command: number
  readonly data: Bytes
}
/** A control command as a value. Each class has a file of its own in `control/`. */
export type ControlCommand =
  | MqCommand
  | FilterCommand
  | AnnounceAck
  | GuestOffloadsSet
  | CoalescingCommand
  | HashTunnelSet
  | StatsCommand
  | RssContextCommand
  | RawCommand

/** A command as it was read; `defect` says why one that is known by its class and command is RAW all the same. */
export interface ReadCommand {
  readonly command: ControlCommand
  readonly defect?: Malformed
}

function headed(commandClass: number, { command, data }: CommandBody): Uint8Array {
  const bytes = new Uint8Array(CONTROL_HEADER_SIZE + data.length)
  bytes[0] = unsigned(commandClass, 8, 'class')
  bytes[1] = unsigned(command, 8, 'command')
  bytes.set(data, CONTROL_HEADER_SIZE)
  return bytes
}

/**
 * The device-readable part of a control command: class, command and `command-specific-data`.
 *
 * @throws RangeError for a field that does not fit
 */
export function encodeControlCommand(command: ControlCommand): Uint8Array {
  switch (command.name) {
    case 'VQ_PAIRS_SET':
    case 'RSS_CONFIG':
    case 'HASH_CONFIG':
      return headed(VIRTIO_NET_CTRL_MQ, encodeMq(command))
    case 'RX_MODE':
      return headed(VIRTIO_NET_CTRL_RX, encodeMode(command))
    case 'MAC_TABLE_SET':
    case 'MAC_ADDR_SET':
      return headed(VIRTIO_NET_CTRL_MAC, encodeMac(command))
    case 'VLAN_ADD':
    case 'VLAN_DEL':
      return headed(VIRTIO_NET_CTRL_VLAN, encodeVlan(command))
    case 'ANNOUNCE_ACK':
      return headed(VIRTIO_NET_CTRL_ANNOUNCE, encodeAnnounce(command))
    case 'GUEST_OFFLOADS_SET':
      return headed(VIRTIO_NET_CTRL_GUEST_OFFLOADS, encodeOffloads(command))
    case 'NOTF_COAL_TX_SET':
    case 'NOTF_COAL_RX_SET':
    case 'NOTF_COAL_VQ_SET':
    case 'NOTF_COAL_VQ_GET':
      return headed(VIRTIO_NET_CTRL_NOTF_COAL, encodeCoalescing(command))
    case 'HASH_TUNNEL_SET':
      return headed(VIRTIO_NET_CTRL_HASH_TUNNEL, encodeTunnel(command))
    case 'STATS_QUERY':
    case 'STATS_GET':
      return headed(VIRTIO_NET_CTRL_STATS, encodeStats(command))
    case 'RSS_CTX_CAP_GET':
    case 'RSS_CTX_ADD':
    case 'RSS_CTX_MOD':
    case 'RSS_CTX_DEL':
      return headed(VIRTNET_RSS_CTX_CTRL, encodeRssContext(command))
    case 'RAW':
      return headed(command.class, { command: command.command, data: arrayOf(command.data) })
  }
}

/** What reads the commands of each class. */
const decoders: Readonly<Record<number, (body: CommandBody) => Decoded<ControlCommand> | undefined>> = {
  [VIRTIO_NET_CTRL_RX]: decodeMode,
  [VIRTIO_NET_CTRL_MAC]: decodeMac,
  [VIRTIO_NET_CTRL_VLAN]: decodeVlan,
  [VIRTIO_NET_CTRL_ANNOUNCE]: decodeAnnounce,
  [VIRTIO_NET_CTRL_MQ]: decodeMq,
  [VIRTIO_NET_CTRL_GUEST_OFFLOADS]: decodeOffloads,
  [VIRTIO_NET_CTRL_NOTF_COAL]: decodeCoalescing,
  [VIRTIO_NET_CTRL_HASH_TUNNEL]: decodeTunnel,
  [VIRTIO_NET_CTRL_STATS]: decodeStats,
  [VIRTNET_RSS_CTX_CTRL]: decodeRssContext,
}

/**
 * The command in the device-readable part of a chain, all of it. A command that this decoder does not know is RAW, and so is one
 * that is not well-formed; `defect` then says where, counted from `class`. Malformed only where class and command are missing.
 */
export function decodeControlCommand(input: Uint8Array): Decoded<ReadCommand> {
  const [commandClass, command] = input
  if (commandClass === undefined || command === undefined) {
    return malformed(input.length, `a control command needs 2 bytes at offset 0, but ${input.length} are there`)
  }
  const data = input.subarray(CONTROL_HEADER_SIZE)
  const known = decoders[commandClass]?.({ command, data })
  if (known?.ok) return decoded({ command: known.value })
  const raw: RawCommand = { name: 'RAW', class: commandClass, command, data: hexOf(data) }
  return decoded(known ? { command: raw, defect: shifted(known, CONTROL_HEADER_SIZE) } : { command: raw })
}
