import { type Answer, answerTo } from '../feature/negotiation.ts'
import type { FeatureSet } from '../kernel/bits.ts'
import type { QueueIndex } from '../kernel/brand.ts'
import type { Bytes } from '../kernel/bytes.ts'
import type { ControlCommand } from '../wire/control-command.ts'
import type { NetConfig } from './config.ts'
import { type Outcome, outcomeOf } from './control.ts'
import { reports } from './reporting.ts'
import type { Hashing, Setting } from './setting.ts'
import { type Hash, steer } from './steering.ts'

/**
 * The named leaf rules of a network device. A machine is built from a record of them, so that a known deviation of a real
 * target can widen one rule and every consequence follows.
 */
export interface NetRules {
  /** The receive queues in which a frame may be placed under a setting. */
  readonly steer: (setting: Setting, frame: Bytes, maxPairs: number) => readonly QueueIndex[]
  /** What a header may report of a frame's hash; `undefined` where anything goes. */
  readonly reports: (hashing: Hashing, frame: Bytes) => readonly Hash[] | undefined
  /** How FEATURES_OK must be answered. */
  readonly answer: (offered: FeatureSet, accepted: FeatureSet) => Answer
  /** How a control command may end. */
  readonly outcome: (command: ControlCommand, features: FeatureSet, config: NetConfig) => Outcome
}

/** The rules as virtio 1.4 states them. */
export const standardRules: NetRules = { steer, reports, answer: answerTo, outcome: outcomeOf }
