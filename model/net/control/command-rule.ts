import type { ClauseId } from '../../clause/clause.ts'
import type { FeatureSet } from '../../kernel/bits.ts'
import type { Bytes } from '../../kernel/bytes.ts'
import type { Fault } from '../../kernel/step.ts'
import type { NetConfig } from '../config.ts'
import type { Setting } from '../setting.ts'
import type { NetState } from '../state.ts'

/** What the meaning of a command depends on: the features negotiated, the device, and what became of it where that is known. */
export interface Circumstances {
  readonly features: FeatureSet
  readonly config: NetConfig
  readonly state?: NetState
}

/** What the standard says of one control command. Written as methods, so that the rule of one stands among those of all. */
export interface CommandRule<Command> {
  /** Whether the standard gives the command a meaning here: a device must take it then, unless it {@link mayFail}. */
  isValid(command: Command, on: Circumstances): boolean
  /** The clause by which a device must take a valid command. */
  clauseOf(command: Command, on: Circumstances): ClauseId
  /** The setting after a valid command was taken. */
  setting(setting: Setting, command: Command): Setting
  /** The setting after a command was taken that has no meaning here: what it may have changed may be anything. */
  unsettled(setting: Setting, command: Command): Setting
  /** A device that is not able to do what a valid command asks for may turn it down. */
  readonly mayFail?: true
  /** The clause by which a device must turn the command down; `undefined` where none says so. */
  offence?(command: Command, on: Circumstances): ClauseId | undefined
  /** The state, beside its setting, after a command was taken; `valid` says whether it has a meaning here. */
  effect?(state: NetState, command: Command, valid: boolean): NetState
  /** What is asked for, as it is when the command takes effect; for answers that a later command would change. */
  answer?(state: NetState, command: Command): Bytes | undefined
  /** What stands behind the acknowledgement of a command that was taken; nothing where this is absent. */
  readonly reply?: ReplyRule<Command>
}

/** A command that was taken, and what it asked for. */
export interface Asked<Command> {
  readonly command: Command
  readonly answer?: Bytes
  /** Bytes that there is room for behind the acknowledgement. */
  readonly room: number
}

/** What `command-specific-result` may be. */
export interface ReplyRule<Command> {
  /** Some of the results that are allowed, whole: what does not find room is cut off. */
  choices(state: NetState, asked: Asked<Command>): readonly Bytes[]
  /** What is wrong with a result. */
  faults(state: NetState, asked: Asked<Command>, result: Bytes): readonly Fault[]
  /** What a driver knows once it has a result. */
  learnt?(state: NetState, result: Bytes): NetState
}
