import {
  VIRTIO_NET_CTRL_MQ_HASH_CONFIG,
  VIRTIO_NET_CTRL_MQ_RSS_CONFIG,
  VIRTIO_NET_CTRL_MQ_VQ_PAIRS_SET,
} from '../control-class.ts'
import { type Decoded, decoded, malformed, missing } from '../decoded.ts'
import { decodeHashConfig, encodeHashConfig, type HashConfig } from '../hash-config.ts'
import { decodeRssConfig, encodeRssConfig, type RssConfig } from '../rss-config.ts'
import { unsigned } from '../unsigned.ts'
import type { CommandBody } from './body.ts'

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
/** A command of the class VIRTIO_NET_CTRL_MQ. */
export type MqCommand = VqPairsSet | RssConfigCommand | HashConfigCommand

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

/** The body of a command of this class. @throws RangeError for a field that does not fit */
export function encodeMq(command: MqCommand): CommandBody {
  switch (command.name) {
    case 'VQ_PAIRS_SET':
      return { command: VIRTIO_NET_CTRL_MQ_VQ_PAIRS_SET, data: encodePairs(command.pairs) }
    case 'RSS_CONFIG':
      return { command: VIRTIO_NET_CTRL_MQ_RSS_CONFIG, data: encodeRssConfig(command) }
    case 'HASH_CONFIG':
      return { command: VIRTIO_NET_CTRL_MQ_HASH_CONFIG, data: encodeHashConfig(command) }
  }
}

/** The command of this class that a body is; `undefined` where its number is not known. */
export function decodeMq({ command, data }: CommandBody): Decoded<MqCommand> | undefined {
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
