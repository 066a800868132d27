import { arrayOf, type Bytes, hexOf } from '../kernel/bytes.ts'
import {
  CONTROL_HEADER_SIZE,
  VIRTIO_NET_CTRL_MQ,
  VIRTIO_NET_CTRL_MQ_HASH_CONFIG,
  VIRTIO_NET_CTRL_MQ_RSS_CONFIG,
  VIRTIO_NET_CTRL_MQ_VQ_PAIRS_SET,
} from './control-class.ts'
import { type Decoded, decoded, type Malformed, malformed, missing, shifted } from './decoded.ts'
import { decodeHashConfig, encodeHashConfig, type HashConfig } from './hash-config.ts'
import { decodeRssConfig, encodeRssConfig, type RssConfig } from './rss-config.ts'
import { unsigned } from './unsigned.ts'

/** VIRTIO_NET_CTRL_MQ_VQ_PAIRS_SET: automatic receive steering over this many pairs. */
export interface VqPairsSet {
  readonly name: 'VQ_PAIRS_SET'
  readonly pairs: number
}
/** VIRTIO_NET_CTRL_MQ_RSS_CONFIG: `struct virtio_net_rss_config`. */
export interface RssConfigCommand extends RssConfig {
  readonly name: 'RSS_CONFIG'
}
/** VIRTIO_NET_CTRL_MQ_HASH_CONFIG: `struct virtio_net_hash_config`. */
export interface HashConfigCommand extends HashConfig {
  readonly name: 'HASH_CONFIG'
}
/** Any other command, or one that is not well-formed: class, command and `command-specific-data` as bytes. */
export interface RawCommand {
  readonly name: 'RAW'
  readonly class: number
  readonly command: number
  readonly data: Bytes
}
/** A control command as a value. */
export type ControlCommand = VqPairsSet | RssConfigCommand | HashConfigCommand | RawCommand

/** A command as it was read; `defect` says why one that is known by its class and command is RAW all the same. */
export interface ReadCommand {
  readonly command: ControlCommand
  readonly defect?: Malformed
}

function headed(command: number, data: Uint8Array, commandClass: number = VIRTIO_NET_CTRL_MQ): Uint8Array {
  const bytes = new Uint8Array(CONTROL_HEADER_SIZE + data.length)
  bytes[0] = unsigned(commandClass, 8, 'class')
  bytes[1] = unsigned(command, 8, 'command')
  bytes.set(data, CONTROL_HEADER_SIZE)
  return bytes
}

function encodePairs(pairs: number): Uint8Array {
  const data = new Uint8Array(2)
  new DataView(data.buffer).setUint16(0, unsigned(pairs, 16, 'virtqueue_pairs'), true)
  return data
}

function decodePairs(data: Uint8Array): Decoded<VqPairsSet> {
  const short = missing(data, 0, 2, 'virtqueue_pairs')
  if (short) return short
  if (data.length > 2) return malformed(2, `${data.length - 2} bytes too many after virtqueue_pairs`)
  return decoded({ name: 'VQ_PAIRS_SET', pairs: new DataView(data.buffer, data.byteOffset).getUint16(0, true) })
}

/**
 * The device-readable part of a control command: class, command and `command-specific-data`.
 *
 * @throws RangeError for a field that does not fit
 */
export function encodeControlCommand(command: ControlCommand): Uint8Array {
  switch (command.name) {
    case 'VQ_PAIRS_SET':
      return headed(VIRTIO_NET_CTRL_MQ_VQ_PAIRS_SET, encodePairs(command.pairs))
    case 'RSS_CONFIG':
      return headed(VIRTIO_NET_CTRL_MQ_RSS_CONFIG, encodeRssConfig(command))
    case 'HASH_CONFIG':
      return headed(VIRTIO_NET_CTRL_MQ_HASH_CONFIG, encodeHashConfig(command))
    case 'RAW':
      return headed(command.command, arrayOf(command.data), command.class)
  }
}

function decodeMq(command: number, data: Uint8Array): Decoded<ControlCommand> | undefined {
  if (command === VIRTIO_NET_CTRL_MQ_VQ_PAIRS_SET) return decodePairs(data)
  if (command === VIRTIO_NET_CTRL_MQ_RSS_CONFIG) {
    const config = decodeRssConfig(data)
    return config.ok ? decoded({ name: 'RSS_CONFIG', ...config.value }) : config
  }
  if (command === VIRTIO_NET_CTRL_MQ_HASH_CONFIG) {
    const config = decodeHashConfig(data)
    return config.ok ? decoded({ name: 'HASH_CONFIG', ...config.value }) : config
  }
  return undefined
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
  const known = commandClass === VIRTIO_NET_CTRL_MQ ? decodeMq(command, data) : undefined
  if (known?.ok) return decoded({ command: known.value })
  const raw: RawCommand = { name: 'RAW', class: commandClass, command, data: hexOf(data) }
  return decoded(known ? { command: raw, defect: shifted(known, CONTROL_HEADER_SIZE) } : { command: raw })
}
