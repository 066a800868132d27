import { type FeatureName, has } from '../feature.ts'
import type { CommandClass, CommandParts, Limits } from './class.ts'

const mq = { VQ_PAIRS_SET: 0, RSS_CONFIG: 1, HASH_CONFIG: 2 } as const
const vqPairsLength = 2
/** Offsets of virtio_net_rss_config; what follows the table is counted from the table's end. */
const rss = { hashTypes: 0, mask: 4, unclassified: 6, table: 8, maxTxVq: 0, keyLength: 2, key: 3 } as const
/** Offsets of virtio_net_hash_config. */
const hashConfig = { hashTypes: 0, reserved: 4, keyLength: 12, key: 13 } as const

/** Bytes of the longest `command-specific-data` of the class: RSS_CONFIG with a full table and the longest key. */
export function longestMq({ maxTableLength, maxKeySize }: Limits): number {
  return rss.table + 2 * maxTableLength + rss.key + maxKeySize
}

/** The class, and what RSS contexts need of it. */
export interface MqCommands extends CommandClass {
  /** Whether the `length` bytes at `at` are a virtio_net_rss_config that the device can have. */
  isRss(at: number, length: number): boolean
}

/** The class VIRTIO_NET_CTRL_MQ of a device. */
export function createMq({ layout, memory, limits, toeplitz, steering, negotiated }: CommandParts): MqCommands {
  const { view, bytes } = memory
  const offers = (name: FeatureName): boolean => has(negotiated(), name)

  /** Whether a number names a pair whose receive queue is enabled; a set reserved bit makes it too large. */
  const isPair = (pair: number): boolean => pair < limits.maxPairs && layout.queueSize[2 * pair] !== 0

  /** Whether hash types and key may be: supported types, and a key of at least one byte where there is something to hash. */
  const isHashable = (types: number, keyLength: number): boolean =>
    (types & ~limits.hashTypes) === 0 && keyLength <= limits.maxKeySize && (keyLength > 0 || types === 0)

  function setHash(types: number, key: number, keyLength: number): void {
    toeplitz.setKey(bytes, key, keyLength)
    layout.hashTypes[0] = types
  }

  function setPairs(at: number, length: number): boolean {
    if (!offers('MQ') || length !== vqPairsLength) return false
    const pairs = view.getUint16(at, true)
    if (pairs === 0) return false
    for (let pair = 0; pair < pairs; pair++) if (!isPair(pair)) return false
    steering.steerAutomatically(pairs)
    return true
  }

  /** Whether every entry of the table of `entries` pairs at `at` names a pair. */
  function isTable(at: number, entries: number): boolean {
    for (let entry = 0; entry < entries; entry++) if (!isPair(view.getUint16(at + 2 * entry, true))) return false
    return true
  }

  function isRss(at: number, length: number): boolean {
    if (length < rss.table) return false
    const mask = view.getUint16(at + rss.mask, true)
    const entries = mask + 1
    if ((mask & entries) !== 0 || entries > limits.maxTableLength) return false
    const table = at + rss.table
    const rest = table + 2 * entries
    if (length < rss.table + 2 * entries + rss.key) return false
    const keyLength = view.getUint8(rest + rss.keyLength)
    if (length !== rss.table + 2 * entries + rss.key + keyLength) return false
    const types = view.getUint32(at + rss.hashTypes, true)
    const unclassified = view.getUint16(at + rss.unclassified, true)
    const maxTxVq = view.getUint16(rest + rss.maxTxVq, true)
    if (!isHashable(types, keyLength) || !isPair(unclassified) || !isTable(table, entries)) return false
    return maxTxVq !== 0 && maxTxVq <= limits.maxPairs
  }

  function configureRss(at: number, length: number): boolean {
    if (!offers('RSS') || !isRss(at, length)) return false
    const mask = view.getUint16(at + rss.mask, true)
    const entries = mask + 1
    const table = at + rss.table
    const rest = table + 2 * entries
    const keyLength = view.getUint8(rest + rss.keyLength)
    const types = view.getUint32(at + rss.hashTypes, true)
    const unclassified = view.getUint16(at + rss.unclassified, true)
    for (let entry = 0; entry < entries; entry++) layout.table[entry] = view.getUint16(table + 2 * entry, true)
    setHash(types, rest + rss.key, keyLength)
    steering.steerByTable(mask, unclassified)
    return true
  }

  /** Without RSS only: with it, hash types and key are those of RSS_CONFIG (net.rss.def.1). */
  function configureHash(at: number, length: number): boolean {
    if (!offers('HASH_REPORT') || offers('RSS') || length < hashConfig.key) return false
    const keyLength = view.getUint8(at + hashConfig.keyLength)
    if (length !== hashConfig.key + keyLength) return false
    if (view.getUint32(at + hashConfig.reserved, true) !== 0) return false
    if (view.getUint32(at + hashConfig.reserved + 4, true) !== 0) return false
    const types = view.getUint32(at + hashConfig.hashTypes, true)
    if (!isHashable(types, keyLength)) return false
    setHash(types, at + hashConfig.key, keyLength)
    return true
  }

  return {
    isRss,
    execute(command, at, length) {
      switch (command) {
        case mq.VQ_PAIRS_SET:
          return setPairs(at, length)
        case mq.RSS_CONFIG:
          return configureRss(at, length)
        case mq.HASH_CONFIG:
          return configureHash(at, length)
        default:
          return false
      }
    },
  }
}
