import { match } from 'ts-pattern'
import type { ClauseId } from '../clause/clause.ts'
import { feature } from '../feature/table.ts'
import { type FeatureSet, includes } from '../kernel/bits.ts'
import { lengthOf } from '../kernel/bytes.ts'
import type { ControlCommand, HashConfigCommand, RssConfigCommand, VqPairsSet } from '../wire/control-command.ts'
import type { NetConfig } from './config.ts'
import type { Hashing, Setting } from './setting.ts'

/**
 * How a control command may end: `accepted` where the device must take it, `either` where the standard says nothing of it. A
 * command that ends refused changes nothing.
 */
export type Outcome = 'accepted' | 'either'

/** Key bytes that the longest input of a plain hash needs: 36 of input and 4 more. Shorter keys bind nobody. */
const BINDING_KEY_LENGTH = 40

/** How a command may end on a device of this kind with these features negotiated. */
export function outcomeOf(command: ControlCommand, features: FeatureSet, config: NetConfig): Outcome {
  const valid = match(command)
    .with({ name: 'VQ_PAIRS_SET' }, (set) => isValidPairsSet(set, features, config))
    .with({ name: 'RSS_CONFIG' }, (rss) => isValidRss(rss, features, config))
    .with({ name: 'HASH_CONFIG' }, (hash) => isValidHash(hash, features, config))
    .with({ name: 'RAW' }, () => false)
    .exhaustive()
  return valid ? 'accepted' : 'either'
}

/** @clause net.mq.driver.4 */
function isValidPairsSet(set: VqPairsSet, features: FeatureSet, config: NetConfig): boolean {
  return includes(features, feature('VIRTIO_NET_F_MQ')) && set.pairs >= 1 && set.pairs <= config.maxPairs
}

/** @clause net.rss.driver.1 net.rss.driver.2 net.rss.driver.3 net.rss.driver.4 net.rss.driver.5 */
function isValidRss(rss: RssConfigCommand, features: FeatureSet, config: NetConfig): boolean {
  const { length } = rss.table
  return (
    includes(features, feature('VIRTIO_NET_F_RSS')) &&
    length > 0 &&
    (length & (length - 1)) === 0 &&
    rss.mask === length - 1 &&
    length <= config.maxTableLength &&
    [rss.unclassified, ...rss.table].every((pair) => pair < config.maxPairs) &&
    rss.maxTxVq >= 1 &&
    rss.maxTxVq <= config.maxPairs &&
    isValidHashing(rss, config)
  )
}

/** With RSS negotiated the hash parameters come from RSS_CONFIG, and HASH_CONFIG need not exist. @clause net.rss.def.1 */
function isValidHash(hash: HashConfigCommand, features: FeatureSet, config: NetConfig): boolean {
  return (
    includes(features, feature('VIRTIO_NET_F_HASH_REPORT')) &&
    !includes(features, feature('VIRTIO_NET_F_RSS')) &&
    isValidHashing(hash, config)
  )
}

function isValidHashing(hash: RssConfigCommand | HashConfigCommand, config: NetConfig): boolean {
  const length = lengthOf(hash.key)
  return (hash.hashTypes & ~config.hashTypes) === 0 && length >= BINDING_KEY_LENGTH && length <= config.maxKeySize
}

/**
 * The clause by which a device must take a valid command: multiqueue by the mode that was negotiated, and a command for hashes, on one
 * pair too, on a device without RSS, and with automatic steering.
 */
export function clauseOfSupport(command: ControlCommand, features: FeatureSet, { offered }: NetConfig): ClauseId {
  if (command.name === 'VQ_PAIRS_SET') return 'net.mq.device.4'
  if (command.name === 'RSS_CONFIG') return 'net.rss.device.1'
  if (command.name === 'RAW') return 'house.control.valid'
  if (!includes(features, feature('VIRTIO_NET_F_MQ'))) return 'net.hash-report.device.1'
  return includes(offered, feature('VIRTIO_NET_F_RSS')) ? 'net.hash-report.device.3' : 'net.hash-report.device.2'
}

/** The setting after a command was accepted. `valid` says whether the standard gives the command a meaning here. */
export function settingAfter(setting: Setting, command: ControlCommand, valid: boolean): Setting {
  if (!valid) return command.name === 'RAW' && command.class !== MQ_CLASS ? setting : unspecified
  return match(command)
    .with({ name: 'VQ_PAIRS_SET' }, (set) => pairsSetting(setting, set))
    .with({ name: 'RSS_CONFIG' }, (rss) => rssSetting(rss))
    .with({ name: 'HASH_CONFIG' }, (hash) => ({ ...setting, hashing: enabledHashing(hash, false) }))
    .with({ name: 'RAW' }, () => setting)
    .exhaustive()
}

const MQ_CLASS = 4
/** Where a command that the standard gives no meaning to was taken, or nobody knows which were. */
export const unspecified: Setting = { steering: { kind: 'anywhere' }, hashing: { kind: 'anyhow' } }

/** Automatic steering; what RSS_CONFIG enabled may go on being reported, or not. @clause net.mq.device.4 net.mq.def.3 */
function pairsSetting(setting: Setting, set: VqPairsSet): Setting {
  const { hashing } = setting
  return {
    steering: { kind: 'automatic', pairs: set.pairs },
    hashing: hashing.kind === 'enabled' && hashing.binding ? { ...hashing, binding: false } : hashing,
  }
}

/** @clause net.rss.def.1 */
function rssSetting(rss: RssConfigCommand): Setting {
  return { steering: { kind: 'rss', rss }, hashing: enabledHashing(rss, true) }
}

/** @clause net.hash-report.def.1 */
function enabledHashing(hash: RssConfigCommand | HashConfigCommand, binding: boolean): Hashing {
  return { kind: 'enabled', types: hash.hashTypes, key: hash.key, binding }
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
