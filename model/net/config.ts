import type { FeatureSet } from '../kernel/bits.ts'
import type { Bytes } from '../kernel/bytes.ts'

/** How a device behaves where the standard leaves it free: stated by the target, never guessed. */
export interface Traits {
  /** What becomes of a frame that finds no room: it is dropped, it waits in the backend, or one cannot know. */
  readonly full: 'drops' | 'waits' | 'either'
  /** Whether a waiting frame holds up those behind it. */
  readonly blocks: boolean
  /** Whether short frames may arrive padded to 60 bytes. */
  readonly pads: boolean
  /** Whether its notifications cannot be seen, so that none is missed. They can unless this says so. */
  readonly unheard?: boolean
  /** Whether a device that asked for a reset, since its driver broke a queue, goes on with the others. None need unless this says so. */
  readonly serves?: boolean
}

/** What is known of a network device before a history begins: what it offers and its limits. */
export interface NetConfig {
  /** The features it offers. */
  readonly offered: FeatureSet
  /** `max_virtqueue_pairs`; 1 where neither MQ nor RSS is offered. */
  readonly maxPairs: number
  /** `mac`, six bytes. */
  readonly mac: Bytes
  /** `rss_max_key_size` in bytes; 0 where absent. */
  readonly maxKeySize: number
  /** `rss_max_indirection_table_length` in entries; 0 where absent. */
  readonly maxTableLength: number
  /** `supported_hash_types`, a bitmask; 0 where absent. */
  readonly hashTypes: number
  /** `mtu` in bytes, where MTU is offered. */
  readonly mtu?: number
  /** `speed` in Mbit/s and `duplex`, where SPEED_DUPLEX is offered: as they were when the device was first looked at. */
  readonly speed?: number
  readonly duplex?: number
  /** `supported_tunnel_types`, a bitmask; 0 where absent. */
  readonly tunnelTypes?: number
  readonly traits: Traits
}

/** Every alternative allowed. */
export const anyTraits: Traits = { full: 'either', blocks: true, pads: true }
