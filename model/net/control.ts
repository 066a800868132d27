import type { ClauseId } from '../clause/clause.ts'
import type { FeatureSet } from '../kernel/bits.ts'
import { lengthOf } from '../kernel/bytes.ts'
import {
  VIRTIO_NET_CTRL_GUEST_OFFLOADS,
  VIRTIO_NET_CTRL_HASH_TUNNEL,
  VIRTIO_NET_CTRL_MQ,
  VIRTIO_NET_CTRL_NOTF_COAL,
  VIRTIO_NET_CTRL_STATS,
  VIRTIO_NET_CTRL_STATS_GET,
} from '../wire/control-class.ts'
import type { ControlCommand, RawCommand } from '../wire/control-command.ts'
import { coalescingUnknown } from './coalescing.ts'
import type { NetConfig } from './config.ts'
import { coalescingRxSet, coalescingTxSet, coalescingVqGet, coalescingVqSet } from './control/coalescing.ts'
import type { Circumstances, CommandRule } from './control/command-rule.ts'
import { announceAck, filtering, rxMode, unsettledFilter } from './control/filter.ts'
import { hashConfig, rssConfig, unsettledMq, vqPairsSet } from './control/mq.ts'
import { guestOffloadsSet, unsettledOffloads } from './control/offloads.ts'
import { rssContextAdd, rssContextCapGet, rssContextDel, rssContextMod } from './control/rss-context.ts'
import { offenceOfRawStats, statsGet, statsQuery } from './control/stats.ts'
import { hashTunnelSet, unsettledTunnel } from './control/tunnel.ts'
import type { Setting } from './setting.ts'
import type { NetState } from './state.ts'

/**
 * How a control command may end: `accepted` where the device must take it, `able` where it must do what it is told or say that it
 * cannot, `refused` where it must turn it down, `either` where the standard says nothing of it. A command that ends refused
 * changes nothing.
 */
export type Outcome = 'accepted' | 'able' | 'refused' | 'either'

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
  GUEST_OFFLOADS_SET: guestOffloadsSet,
  NOTF_COAL_TX_SET: coalescingTxSet,
  NOTF_COAL_RX_SET: coalescingRxSet,
  NOTF_COAL_VQ_SET: coalescingVqSet,
  NOTF_COAL_VQ_GET: coalescingVqGet,
  HASH_TUNNEL_SET: hashTunnelSet,
  STATS_QUERY: statsQuery,
  STATS_GET: statsGet,
  RSS_CTX_CAP_GET: rssContextCapGet,
  RSS_CTX_ADD: rssContextAdd,
  RSS_CTX_MOD: rssContextMod,
  RSS_CTX_DEL: rssContextDel,
  RAW: {
    isValid: () => false,
    offence: (raw, on) => offenceOfRaw(raw, on),
    effect: (state, raw) => (raw.class === VIRTIO_NET_CTRL_NOTF_COAL ? coalescingUnknown(state) : state),
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
  [VIRTIO_NET_CTRL_MQ]: unsettledMq,
  [VIRTIO_NET_CTRL_GUEST_OFFLOADS]: unsettledOffloads,
  [VIRTIO_NET_CTRL_HASH_TUNNEL]: unsettledTunnel,
}

function unsettledByRaw(setting: Setting, raw: RawCommand): Setting {
  return unsettledByClass[raw.class]?.(setting) ?? setting
}

function offenceOfRaw({ class: commandClass, command, data }: RawCommand, on: Circumstances): ClauseId | undefined {
  const isStatsGet = commandClass === VIRTIO_NET_CTRL_STATS && command === VIRTIO_NET_CTRL_STATS_GET
  return isStatsGet ? offenceOfRawStats(lengthOf(data), on) : undefined
}

/** What the standard says of a command. */
export const ruleOf = ({ name }: ControlCommand): CommandRule<ControlCommand> => rules[name]

/** How a command may end on a device of this kind with these features negotiated. */
export function outcomeOf(command: ControlCommand, features: FeatureSet, config: NetConfig, state?: NetState): Outcome {
  const rule = ruleOf(command)
  const on = { features, config, ...(state && { state }) }
  if (rule.offence?.(command, on) !== undefined) return 'refused'
  if (!rule.isValid(command, on)) return 'either'
  return rule.mayFail === true ? 'able' : 'accepted'
}

/** Whether the standard gives a command that may end so a meaning. */
export const isMeant = (outcome: Outcome): boolean => outcome === 'accepted' || outcome === 'able'

/** The clause by which a device must take a valid command. */
export function clauseOfSupport(
  command: ControlCommand,
  features: FeatureSet,
  config: NetConfig,
  state?: NetState,
): ClauseId {
  return ruleOf(command).clauseOf(command, { features, config, ...(state && { state }) })
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
