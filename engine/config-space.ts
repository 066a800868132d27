import type { EngineConfig } from './config.ts'
import { has } from './feature.ts'

/** Bytes of `virtio_net_config`. */
export const configLength = 28

/** Offsets of `virtio_net_config`, in bytes. A field whose feature is not offered reads as zero. */
const offset = {
  mac: 0,
  status: 6,
  max_virtqueue_pairs: 8,
  rss_max_key_size: 17,
  rss_max_indirection_table_length: 18,
  supported_hash_types: 20,
} as const

const LINK_UP = 1

/**
 * The device's configuration as the driver reads it, from before FEATURES_OK on. Why it is fast: it is written once, and a
 * change of the link writes one byte.
 *
 * @clause core.config.device.1
 * @clause net.config.def.1
 */
export function configurationSpace(config: EngineConfig): Uint8Array {
  const space = new Uint8Array(configLength)
  const view = new DataView(space.buffer)
  const rss = has(config.offered, 'RSS')
  const hashes = rss || has(config.offered, 'HASH_REPORT')
  if (has(config.offered, 'MAC')) space.set(config.mac, offset.mac)
  if (has(config.offered, 'STATUS')) space[offset.status] = LINK_UP
  if (rss || has(config.offered, 'MQ')) view.setUint16(offset.max_virtqueue_pairs, config.maxPairs, true)
  if (hashes) view.setUint8(offset.rss_max_key_size, config.maxKeySize)
  if (rss) view.setUint16(offset.rss_max_indirection_table_length, config.maxTableLength, true)
  if (hashes) view.setUint32(offset.supported_hash_types, config.hashTypes, true)
  return space
}

/** The configuration as it stands, and that it changed. */
export interface ConfigSpace {
  /** A copy of `length` bytes from `offset` on. @throws RangeError beyond its 28 bytes */
  read(offset: number, length: number): Uint8Array
  /** `config_generation`, 0..255. @clause pci.common.device.6 */
  generation(): number
  /** Whether the link is up. */
  isUp(): boolean
  /** Takes the link up or down; whether bytes of the configuration changed. It stands over a reset of the device. */
  setLink(up: boolean): boolean
}

/**
 * The configuration of a device. Its generation moves when changed bytes are read, not when they change: 256 changes
 * between two reads would bring an eight-bit count back to where it was.
 */
export function createConfigSpace(config: EngineConfig): ConfigSpace {
  const space = configurationSpace(config)
  let generation = 0
  let isChanged = false
  let up = true
  return {
    read(at, length) {
      if (at < 0 || length < 0 || at + length > configLength) {
        throw new RangeError(`the configuration space has ${configLength} bytes, not ${length} at ${at}`)
      }
      if (isChanged) generation = (generation + 1) & 0xff
      isChanged = false
      return space.slice(at, at + length)
    },
    generation: () => generation,
    isUp: () => up,
    setLink(to) {
      const changes = up !== to && has(config.offered, 'STATUS')
      up = to
      if (!changes) return false
      space[offset.status] = to ? LINK_UP : 0
      isChanged = true
      return true
    },
  }
}
