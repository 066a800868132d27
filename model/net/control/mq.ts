import type { ClauseId } from '../../clause/clause.ts'
import { feature } from '../../feature/table.ts'
import { includes } from '../../kernel/bits.ts'
import { lengthOf } from '../../kernel/bytes.ts'
import type { HashConfigCommand, RssConfigCommand, VqPairsSet } from '../../wire/control/mq.ts'
import { VIRTIO_NET_CTRL_MQ } from '../../wire/control-class.ts'
import type { ControlCommand } from '../../wire/control-command.ts'
import type { RssConfig } from '../../wire/rss-config.ts'
import type { NetConfig } from '../config.ts'
import type { Hashing, Setting } from '../setting.ts'
import type { Circumstances, CommandRule } from './command-rule.ts'

/** Key bytes that the longest input of a plain hash needs: 36 of input and 4 more. Shorter keys bind nobody. */
const BINDING_KEY_LENGTH = 40

/** Steering and hashing where a command that the standard gives no meaning to was taken, or nobody knows which were. */
export const unspecified: Setting = { steering: { kind: 'anywhere' }, hashing: { kind: 'anyhow' } }

/** The same, and the rest of a setting as it is. */
export const unsettledMq = (setting: Setting): Setting => ({ ...setting, ...unspecified })

/**
 * Automatic steering; what RSS_CONFIG enabled may go on being reported, or not. It is not for a device with RSS contexts.
 *
 * @clause net.mq.device.4 net.mq.def.3 net.rss-context.driver.3
 */
export const vqPairsSet: CommandRule<VqPairsSet> = {
  isValid: ({ pairs }, { features, config, state }) =>
    includes(features, feature('VIRTIO_NET_F_MQ')) &&
    pairs >= 1 &&
    pairs <= config.maxPairs &&
    (state?.rssContexts ?? []).length === 0,
  clauseOf: () => 'net.mq.device.4',
  setting(setting, { pairs }) {
    const { hashing } = setting
    return {
      ...setting,
      steering: { kind: 'automatic', pairs },
      hashing: hashing.kind === 'enabled' && hashing.binding ? { ...hashing, binding: false } : hashing,
    }
  },
  unsettled: unsettledMq,
}

/** @clause net.rss.driver.1 net.rss.driver.2 net.rss.driver.3 net.rss.driver.4 net.rss.driver.5 net.rss.def.1 */
export const rssConfig: CommandRule<RssConfigCommand> = {
  isValid: (rss, { features, config }) => includes(features, feature('VIRTIO_NET_F_RSS')) && isValidRss(rss, config),
  clauseOf: () => 'net.rss.device.1',
  setting: (setting, rss) => ({ ...setting, steering: { kind: 'rss', rss }, hashing: enabledHashing(rss, true) }),
  unsettled: unsettledMq,
}

/** With RSS negotiated the hash parameters come from RSS_CONFIG, and HASH_CONFIG need not exist. @clause net.rss.def.1 */
export const hashConfig: CommandRule<HashConfigCommand> = {
  isValid: (hash, { features, config }) =>
    includes(features, feature('VIRTIO_NET_F_HASH_REPORT')) &&
    !includes(features, feature('VIRTIO_NET_F_RSS')) &&
    isValidHashing(hash, config),
  clauseOf: (_, on) => clauseOfHashConfig(on),
  setting: (setting, hash) => ({ ...setting, hashing: enabledHashing(hash, false) }),
  unsettled: unsettledMq,
}

/** Whether an RSS configuration, of RSS_CONFIG or of an RSS context, may be on a device. */
export function isValidRss(rss: RssConfig, config: NetConfig): boolean {
  const { length } = rss.table
  return (
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

function isValidHashing(hash: RssConfig | HashConfigCommand, config: NetConfig): boolean {
  const length = lengthOf(hash.key)
  return (hash.hashTypes & ~config.hashTypes) === 0 && length >= BINDING_KEY_LENGTH && length <= config.maxKeySize
}

/** A command for hashes is to be taken on one pair too, on a device without RSS, and with automatic steering. */
function clauseOfHashConfig({ features, config }: Circumstances): ClauseId {
  if (!includes(features, feature('VIRTIO_NET_F_MQ'))) return 'net.hash-report.device.1'
  return includes(config.offered, feature('VIRTIO_NET_F_RSS')) ? 'net.hash-report.device.3' : 'net.hash-report.device.2'
}

/** @clause net.hash-report.def.1 */
function enabledHashing(hash: RssConfigCommand | HashConfigCommand, binding: boolean): Hashing {
  return { kind: 'enabled', types: hash.hashTypes, key: hash.key, binding }
}

const names: readonly ControlCommand['name'][] = ['VQ_PAIRS_SET', 'RSS_CONFIG', 'HASH_CONFIG']

/** Whether a command is of the class VIRTIO_NET_CTRL_MQ, well-formed or not. */
export const isOfMqClass = (command: ControlCommand): boolean =>
  names.includes(command.name) || (command.name === 'RAW' && command.class === VIRTIO_NET_CTRL_MQ)
