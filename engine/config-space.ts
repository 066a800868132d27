import type { EngineConfig } from './config.ts'
import { has } from './feature.ts'

/** Bytes of `virtio_net_config`. */
export const configLength = 28

/** Offsets of `virtio_net_config`, in bytes. A field whose feature is not offered reads as zero. */
const offset = {
  mac: 0,
  status: 6,
  max_virtqueue_pairs: 8,
  mtu: 10,
  speed: 12,
  duplex: 16,
  rss_max_key_size: 17,
  rss_max_indirection_table_length: 18,
  supported_hash_types: 20,
  supported_tunnel_types: 24,
} as const

const LINK_UP = 1
const ANNOUNCE = 2

/**
 * The device's configuration as the driver reads it, from before FEATURES_OK on. Why it is fast: it is written once, and a
 * change writes the bytes that change.
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
  if (has(config.offered, 'MTU')) view.setUint16(offset.mtu, config.mtu, true)
  if (has(config.offered, 'SPEED_DUPLEX')) {
    view.setUint32(offset.speed, config.speed, true)
    view.setUint8(offset.duplex, config.duplex)
  }
  if (hashes) view.setUint8(offset.rss_max_key_size, config.maxKeySize)
  if (rss) view.setUint16(offset.rss_max_indirection_table_length, config.maxTableLength, true)
  if (has(config.offered, 'HASH_TUNNEL')) view.setUint32(offset.supported_tunnel_types, config.tunnelTypes, true)
  if (hashes) view.setUint32(offset.supported_hash_types, config.hashTypes, true)
  return space
}

/** The configuration as it stands, and that it changed. */
export interface ConfigSpace {
  /** A copy of `length` bytes from `offset` on. @throws RangeError beyond its 28 bytes */
  read(offset: number, length: number): Uint8Array
  /** Writes bytes from an offset on; whether that changed any. */
  put(at: number, bytes: ArrayLike<number>): boolean
  /** `config_generation`, 0..255. @clause pci.common.device.6 */
  generation(): number
  /** Whether the link is up. */
  isUp(): boolean
  /** Takes the link up or down; whether bytes of the configuration changed. It stands over a reset of the device. */
  setLink(up: boolean): boolean
  /** Sets or clears ANNOUNCE in `status`; whether that changed. */
  setAnnounce(on: boolean): boolean
  /** Sets `mac`; whether that changed. @clause net.mac.device.3 */
  setMac(mac: Uint8Array): boolean
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

  /** Writes bytes of the configuration; whether that changed it. */
  function put(at: number, bytes: ArrayLike<number>): boolean {
    const changes = Array.from(bytes).some((byte, index) => space[at + index] !== byte)
    space.set(bytes, at)
    isChanged ||= changes
    return changes
  }

  const statusByte = (): number => space[offset.status] as number

  return {
    read(at, length) {
      if (at < 0 || length < 0 || at + length > configLength) {
        throw new RangeError(`the configuration space has ${configLength} bytes, not ${length} at ${at}`)
      }
      if (isChanged) generation = (generation + 1) & 0xff
      isChanged = false
      return space.slice(at, at + length)
    },
    put,
    generation: () => generation,
    isUp: () => up,
    setLink(to) {
      up = to
      if (!has(config.offered, 'STATUS')) return false
      return put(offset.status, [to ? statusByte() | LINK_UP : statusByte() & ~LINK_UP])
    },
    setAnnounce(on) {
      if (!has(config.offered, 'STATUS')) return false
      return put(offset.status, [on ? statusByte() | ANNOUNCE : statusByte() & ~ANNOUNCE])
    },
    setMac: (mac) => has(config.offered, 'MAC') && put(offset.mac, mac),
  }
}
