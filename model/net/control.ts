import type { ClauseId } from '../clause/clause.ts'
import type { FeatureSet } from '../kernel/bits.ts'
import type { ControlCommand, RawCommand } from '../wire/control-command.ts'
import type { NetConfig } from './config.ts'
import type { CommandRule } from './control/command-rule.ts'
import { announceAck, filtering, rxMode, unsettledFilter } from './control/filter.ts'
import { hashConfig, rssConfig, unsettledMq, vqPairsSet } from './control/mq.ts'
import type { Setting } from './setting.ts'

/**
 * How a control command may end: `accepted` where the device must take it, `either` where the standard says nothing of it. A
 * command that ends refused changes nothing.
 */
export type Outcome = 'accepted' | 'either'

/** What the standard says of the commands of each class; the class has a file of its own in `control/`. */
const rules: {
  readonly [Name in ControlCommand['name']]: CommandRule<Extract<ControlCommand, { readonly name: Name }>>
} = {
  VQ_PAIRS_SET: vqPairsSet,
  RSS_CONFIG: rssConfig,
  HASH_CONFIG: hashConfig,
  RX_MODE: rxMode,
  MAC_TABLE_SET: filtering,
  MAC_ADDR_SET: filtering,
  VLAN_ADD: filtering,
  VLAN_DEL: filtering,
  ANNOUNCE_ACK: announceAck,
  RAW: {
    isValid: () => false,
    clauseOf: () => 'house.control.valid',
    setting: (setting) => setting,
    unsettled: (setting, raw) => unsettledByRaw(setting, raw),
  },
}

/** What a command that is not well-formed may have changed, by its class. */
const unsettledByClass: Readonly<Record<number, (setting: Setting) => Setting>> = {
  0: unsettledFilter,
  1: unsettledFilter,
  2: unsettledFilter,
  4: unsettledMq,
}

function unsettledByRaw(setting: Setting, raw: RawCommand): Setting {
  return unsettledByClass[raw.class]?.(setting) ?? setting
}

const ruleOf = ({ name }: ControlCommand): CommandRule<ControlCommand> => rules[name]

/** How a command may end on a device of this kind with these features negotiated. */
export function outcomeOf(command: ControlCommand, features: FeatureSet, config: NetConfig): Outcome {
  return ruleOf(command).isValid(command, { features, config }) ? 'accepted' : 'either'
}

/** The clause by which a device must take a valid command. */
export function clauseOfSupport(command: ControlCommand, features: FeatureSet, config: NetConfig): ClauseId {
  return ruleOf(command).clauseOf(command, { features, config })
}

/** The setting after a command was accepted. `valid` says whether the standard gives the command a meaning here. */
export function settingAfter(setting: Setting, command: ControlCommand, valid: boolean): Setting {
  const rule = ruleOf(command)
  return valid ? rule.setting(setting, command) : rule.unsettled(setting, command)
}

/**
 * How many transmit queues the driver may use once it has placed a command, and once the device has acknowledged it. Placing may
 * only take queues away; the acknowledgement gives what the command asked for.
 *
 * @clause net.mq.driver.5 net.mq.driver.6
 */
export function transmitPairsAfter(
  now: number,
  command: ControlCommand,
  moment: 'placed' | 'acknowledged',
  maxPairs: number,
): number {
  const asked = command.name === 'VQ_PAIRS_SET' ? command.pairs : command.name === 'RSS_CONFIG' ? command.maxTxVq : now
  const within = Math.max(1, Math.min(asked, maxPairs))
  return moment === 'placed' ? Math.min(now, within) : within
}
