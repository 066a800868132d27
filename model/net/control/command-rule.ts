import type { ClauseId } from '../../clause/clause.ts'
import type { FeatureSet } from '../../kernel/bits.ts'
import type { NetConfig } from '../config.ts'
import type { Setting } from '../setting.ts'

/** What the meaning of a command depends on: the features negotiated, and the device. */
export interface Circumstances {
  readonly features: FeatureSet
  readonly config: NetConfig
}

/** What the standard says of one control command. Written as methods, so that the rule of one stands among those of all. */
export interface CommandRule<Command> {
  /** Whether the standard gives the command a meaning here: a device must take it then. */
  isValid(command: Command, on: Circumstances): boolean
  /** The clause by which a device must take a valid command. */
  clauseOf(command: Command, on: Circumstances): ClauseId
  /** The setting after a valid command was taken. */
  setting(setting: Setting, command: Command): Setting
  /** The setting after a command was taken that has no meaning here: what it may have changed may be anything. */
  unsettled(setting: Setting, command: Command): Setting
}
