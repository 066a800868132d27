import { match } from 'ts-pattern'
import type { ClauseId } from '../clause/clause.ts'
import { pairOf, type QueueIndex } from '../kernel/brand.ts'
import type { Bytes } from '../kernel/bytes.ts'
import type { RssConfigCommand } from '../wire/control-command.ts'
import { wasShut } from './arrival.ts'
import { hashesOf, hashesOfReadings } from './hash.ts'
import { hashRuleOf } from './hash-rule.ts'
import { clauseOfOtherHeader } from './inner-hash-clause.ts'
import { has } from './numbering.ts'
import { isReported, noHash } from './reporting.ts'
import type { NetRules } from './rules.ts'
import type { Setting, Steering } from './setting.ts'
import type { NetState, Treatment } from './state.ts'
import { type Hash, hashOf, pairByRss } from './steering.ts'

/** A frame in a queue that it may not be in, with what its header reports. */
export interface Misplaced {
  readonly queue: QueueIndex
  readonly frame: Bytes
  readonly shown: Hash
  /** How it should have been treated. */
  readonly treatment: Treatment
  /** The settings in force since it arrived. */
  readonly settings: readonly Setting[]
}

/** The clause that a frame in the wrong queue breaks, by what it looks like. */
export function clauseOfMisplacement(state: NetState, misplaced: Misplaced, rules: NetRules): ClauseId {
  const { treatment } = misplaced
  const { steering } = treatment.setting
  const byOtherHeader = steering.kind === 'rss' ? clauseByOtherHeader(state, misplaced, steering.rss) : undefined
  if (byOtherHeader !== undefined) return byOtherHeader
  if (isTorn(misplaced)) return 'house.control.effect'
  return (
    reselected(state, treatment) ?? looksLike(state, misplaced, rules) ?? clauseOfSteering(state, misplaced, steering)
  )
}

/** The queue follows from another header than the one to hash, and so does what is reported. */
function clauseByOtherHeader(
  state: NetState,
  { queue, frame, shown, treatment }: Misplaced,
  rss: RssConfigCommand,
): ClauseId | undefined {
  return clauseOfOtherHeader(treatment.setting, frame, (readings) =>
    hashesOfReadings(readings, rss.hashTypes).some((input) => {
      const hash = hashOf(rss.key, input)
      const fits = !has(state, 'VIRTIO_NET_F_HASH_REPORT') || isReported(shown, [hash ?? noHash])
      return fits && pairByRss(rss, hash) === pairOf(queue)
    }),
  )
}

/** RSS chose a queue that was in reset, and the frame is elsewhere. @clause net.rss.device.6 */
function reselected(state: NetState, { setting, queues }: Treatment): ClauseId | undefined {
  const shut = setting.steering.kind === 'rss' && queues.length > 0 && queues.every((queue) => wasShut(state, queue))
  return shut ? 'net.rss.device.6' : undefined
}

/** Mask and hash of one RSS setting since the frame arrived with the table of another: the command did not take effect at once. */
function isTorn({ queue, frame, settings }: Misplaced): boolean {
  const all = settings.flatMap(({ steering }) => (steering.kind === 'rss' ? [steering.rss] : []))
  const leadsHere = (rss: RssConfigCommand) => {
    const pairs = hashesOf(frame, rss.hashTypes).map((input) => pairByRss(rss, hashOf(rss.key, input)))
    return pairs.length === 1 && pairs[0] === pairOf(queue)
  }
  const mixed = (one: RssConfigCommand, { table }: RssConfigCommand) => {
    return { ...one, table: [...table, ...one.table.slice(table.length)] }
  }
  return !all.some(leadsHere) && all.some((one) => all.some((other) => one !== other && leadsHere(mixed(one, other))))
}

/**
 * Steered otherwise since a command was turned down, or by the setting that an acknowledged one replaced. The latter only where one
 * queue follows from it: among RSS settings the command had no effect, between the modes the last command does not decide.
 */
function looksLike(state: NetState, { queue, frame }: Misplaced, rules: NetRules): ClauseId | undefined {
  const { replaced, turnedDown } = state.past
  const leadsHere = (setting: Setting) => {
    const [only, ...more] = rules.steer(setting, frame, state.config.maxPairs, hashRuleOf(rules, state, setting))
    return only === queue && more.length === 0
  }
  if (turnedDown !== undefined) return 'house.control.refused'
  const now = state.setting.steering.kind
  const before = replaced?.steering.kind
  if (replaced === undefined || !leadsHere(replaced)) return undefined
  if (now === 'rss' && before === 'rss') return 'house.control.effect'
  return (now === 'automatic' && before === 'rss') || (now === 'rss' && before === 'automatic')
    ? 'net.mq.def.3'
    : undefined
}

/**
 * By the mode alone. One pair is multiqueue turned off: that says more than that other queues get nothing. Before any command it is
 * off by default; that a reset turns it off shows where a command was taken before.
 */
function clauseOfSteering(state: NetState, misplaced: Misplaced, steering: Steering): ClauseId {
  return match(steering)
    .returnType<ClauseId>()
    .with({ kind: 'first' }, () => (state.past.beforeReset === true ? 'net.mq.device.7' : 'net.mq.def.2'))
    .with({ kind: 'automatic', pairs: 1 }, () => 'net.mq.def.4')
    .with({ kind: 'automatic' }, { kind: 'anywhere' }, () => 'net.mq.device.8')
    .with({ kind: 'rss' }, ({ rss }) => clauseOfRss(state, misplaced, rss))
    .exhaustive()
}

/**
 * A queue that the configuration does not name cannot be had by the procedure; one that follows from the hash that is reported, which
 * is another than is due, shows where it went wrong: in the calculation. Else it is the choice of the entry.
 */
function clauseOfRss(state: NetState, { queue, frame, shown }: Misplaced, rss: RssConfigCommand): ClauseId {
  const pair = pairOf(queue)
  if (![rss.unclassified, ...rss.table].includes(pair)) return 'net.rss.device.2'
  const hashes = hashesOf(frame, rss.hashTypes).map((input) => hashOf(rss.key, input))
  const isOther = !isReported(
    shown,
    hashes.map((hash) => hash ?? noHash),
  )
  const byShown = pairByRss(rss, shown.report === 0 ? undefined : shown)
  if (has(state, 'VIRTIO_NET_F_HASH_REPORT') && isOther && byShown === pair) return 'net.rss.device.3'
  return hashes.every((hash) => hash === undefined) ? 'net.rss.device.4' : 'net.rss.device.5'
}
