import { type FeatureSet, without } from '../model/kernel/bits.ts'
import { has, implemented, namesOf, unmet } from './feature.ts'
import { everyHashType } from './hash-report.ts'
import { rssContextCapacity } from './layout.ts'
import type { GivenMemory } from './memory.ts'
import type { Sink } from './transmit.ts'
import { everyTunnelType } from './tunnel.ts'

/** What a device is opened with. Why it is fast: every size is fixed here, once, so that nothing grows later. */
export interface EngineConfig {
  /** Bytes of guest memory, addressed from 0; those of {@link memory}, where that is given. */
  readonly memorySize: number
  /** The guest's memory; one is allocated unless it is given. */
  readonly memory?: GivenMemory
  /** The features offered. */
  readonly offered: FeatureSet
  /** `max_virtqueue_pairs`. */
  readonly maxPairs: number
  /** `mac`: six bytes. */
  readonly mac: Uint8Array
  /** `mtu` in bytes. */
  readonly mtu: number
  /** `speed` in Mbit/s. */
  readonly speed: number
  /** `duplex`: 0 half, 1 full, 255 unknown. */
  readonly duplex: number
  /** Largest size of a receive or transmit queue, in entries: a power of two. */
  readonly maxQueueSize: number
  /** Largest size of the control queue, in entries: a power of two. */
  readonly maxControlQueueSize: number
  /** `rss_max_key_size` in bytes. */
  readonly maxKeySize: number
  /** `rss_max_indirection_table_length` in entries. */
  readonly maxTableLength: number
  /** `supported_hash_types`. */
  readonly hashTypes: number
  /** `supported_tunnel_types`. */
  readonly tunnelTypes: number
  /** `max_rss_contexts`. */
  readonly maxRssContexts: number
  /** Frames that may wait between wire and device. */
  readonly backlog: number
  /** The longest frame, in bytes, either way. */
  readonly maxFrame: number
  /** Where sent frames go. */
  readonly sink: Sink
}

const defaults: EngineConfig = {
  memorySize: 4 * 1024 * 1024,
  offered: implemented,
  maxPairs: 4,
  mac: Uint8Array.of(0x52, 0x54, 0x00, 0x12, 0x34, 0x56),
  mtu: 1500,
  speed: 10_000,
  duplex: 1,
  maxQueueSize: 256,
  maxControlQueueSize: 64,
  maxKeySize: 40,
  maxTableLength: 128,
  hashTypes: everyHashType,
  tunnelTypes: everyTunnelType,
  maxRssContexts: 4,
  backlog: 256,
  maxFrame: 9216,
  sink: () => {},
}

function whole(config: EngineConfig, name: keyof EngineConfig, from: number, to: number): void {
  const value = config[name]
  if (typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to) return
  throw new RangeError(`${name} must be a whole number from ${from} to ${to}, not ${String(value)}`)
}

function powerOfTwo(config: EngineConfig, name: 'maxQueueSize' | 'maxControlQueueSize'): void {
  whole(config, name, 1, 0x8000)
  if (Math.log2(config[name]) % 1 !== 0) throw new RangeError(`${name} must be a power of two, not ${config[name]}`)
}

function checkOffer(offered: FeatureSet): void {
  const missing = without(offered, implemented)
  if (missing !== 0n) throw new RangeError(`the engine does not implement ${namesOf(missing).join(', ')}`)
  if (!has(offered, 'VERSION_1')) throw new RangeError('VERSION_1 must be offered: there is no legacy interface')
  const lack = unmet(offered)
  if (lack !== undefined) throw new RangeError(`these features cannot be offered together: ${lack}`)
}

/** The size of a memory that is given; a size beside it must be the same. */
function sizeOf({ memory, memorySize }: Partial<EngineConfig>): Pick<Partial<EngineConfig>, 'memorySize'> {
  if (memory === undefined) return {}
  if (memorySize !== undefined && memorySize !== memory.byteLength)
    throw new RangeError(`memorySize must be ${memory.byteLength}, the length of the memory given, not ${memorySize}`)
  return { memorySize: memory.byteLength }
}

/**
 * Options with everything that was left out, checked.
 *
 * @throws RangeError naming the option, what it is and what it may be
 * @clause net.config.device.1
 * @clause net.config.device.2
 * @clause net.config.device.7
 * @clause net.config.device.8
 * @clause net.rss-context.device.1
 */
export function completeConfig(options: Partial<EngineConfig>): EngineConfig {
  const config = { ...defaults, ...options, ...sizeOf(options) }
  checkOffer(config.offered)
  whole(config, 'maxPairs', 1, 0x8000)
  whole(config, 'mtu', 68, 65535)
  whole(config, 'speed', 0, 0xffff_ffff)
  whole(config, 'duplex', 0, 0xff)
  powerOfTwo(config, 'maxQueueSize')
  powerOfTwo(config, 'maxControlQueueSize')
  whole(config, 'maxKeySize', 40, 255)
  whole(config, 'maxTableLength', 128, 0x8000)
  whole(config, 'hashTypes', 0, everyHashType)
  whole(config, 'tunnelTypes', 0, everyTunnelType)
  whole(config, 'maxRssContexts', 1, rssContextCapacity - 1)
  whole(config, 'backlog', 1, 0x1_0000)
  whole(config, 'maxFrame', 60, 0x1_0000)
  if (config.mac.length !== 6) throw new RangeError(`mac must be 6 bytes, not ${config.mac.length}`)
  return config
}
