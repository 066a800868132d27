import { type Answer, answerTo } from '../feature/negotiation.ts'
import type { FeatureSet } from '../kernel/bits.ts'
import type { QueueIndex } from '../kernel/brand.ts'
import type { Bytes } from '../kernel/bytes.ts'
import type { ControlCommand } from '../wire/control-command.ts'
import { clauseOfDrop, type DropRule, waiting } from './arrival.ts'
import type { NetConfig } from './config.ts'
import { type Outcome, outcomeOf } from './control.ts'
import { filterAfterReset } from './filter.ts'
import { type HashInput, hashesOfReadings } from './hash.ts'
import type { Reading } from './reading.ts'
import { reports } from './reporting.ts'
import { defaultSetting, type Hashing, type Setting } from './setting.ts'
import type { Arriving, NetState } from './state.ts'
import { type Hash, type HashRule, steer } from './steering.ts'
import { readingsThrough } from './tunnel-reading.ts'
import { type Filtering, type Verdict, verdictOf } from './verdict.ts'

/**
 * The named leaf rules of a network device. A machine is built from a record of them, so that a known deviation of a real
 * target can widen one rule and every consequence follows.
 */
export interface NetRules {
  /**
   * The ways in which a frame may be read in order to hash it; `negotiated` are the features in force, `tunnels` the
   * encapsulations whose inner header is hashed.
   */
  readonly read: (frame: Bytes, negotiated: FeatureSet, tunnels?: Setting['tunnels']) => readonly Reading[]
  /** What the hash of a frame that is read so may be calculated over under these types; `steer` and `reports` follow it. */
  readonly hashes: (readings: readonly Reading[], hashTypes: number, negotiated: FeatureSet) => readonly HashInput[]
  /** The receive queues in which a frame may be placed under a setting. */
  readonly steer: (setting: Setting, frame: Bytes, maxPairs: number, hashes: HashRule) => readonly QueueIndex[]
  /** What a header may report of a frame's hash; `undefined` where anything goes. */
  readonly reports: (hashing: Hashing, frame: Bytes, hashes: HashRule) => readonly Hash[] | undefined
  /** Whether a frame is to be received. */
  readonly passes: (frame: Bytes, filtering: Filtering) => Verdict
  /** How FEATURES_OK must be answered. */
  readonly answer: (offered: FeatureSet, accepted: FeatureSet) => Answer
  /** How a control command may end. */
  readonly outcome: (command: ControlCommand, features: FeatureSet, config: NetConfig, state?: NetState) => Outcome
  /** The frames that may still come after a rest at which the device has seen every chain of the state. */
  readonly waits: (state: NetState, drops: DropRule) => readonly Arriving[]
  /** By which clause a frame must be dropped whose queues are in reset. */
  readonly drops: DropRule
  /** What the WRITE flag of a packed ring's used descriptor may be, by whether anything was written. */
  readonly flags: (wrote: boolean) => readonly boolean[]
  /** The setting in force after a command was turned down. */
  readonly afterRefusal: (setting: Setting, command: ControlCommand) => Setting
  /** The setting in force after a reset. */
  readonly afterReset: (setting: Setting) => Setting
}

/** The setting after a reset. Encapsulations that were enabled are so no more. @clause net.inner-hash.device.3 */
function settingAfterReset({ filter, tunnels }: Setting): Setting {
  if (filter === undefined && tunnels === undefined) return defaultSetting
  return {
    ...defaultSetting,
    ...(filter !== undefined && { filter: filterAfterReset(filter) }),
    ...(tunnels !== undefined && { tunnels: 0 }),
  }
}

/** The rules as virtio 1.4 states them. */
export const standardRules: NetRules = {
  read: readingsThrough,
  hashes: hashesOfReadings,
  steer,
  reports,
  passes: verdictOf,
  answer: answerTo,
  outcome: outcomeOf,
  waits: waiting,
  drops: clauseOfDrop,
  flags: (wrote) => [wrote],
  afterRefusal: (setting) => setting,
  afterReset: settingAfterReset,
}
