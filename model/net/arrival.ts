import type { ClauseId } from '../clause/clause.ts'
import { negotiated } from '../feature/negotiation.ts'
import { feature } from '../feature/table.ts'
import { type FeatureSet, includes } from '../kernel/bits.ts'
import type { QueueIndex } from '../kernel/brand.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import type { WireArrives } from './action.ts'
import { isBroken } from './corruption.ts'
import { isExcusing } from './distress.ts'
import { followed } from './flow.ts'
import { hashRuleOf } from './hash-rule.ts'
import { mayBeTooLong } from './mtu.ts'
import { isTaken } from './receive-offload/gso.ts'
import { hasRoomFor } from './room.ts'
import type { NetRules } from './rules.ts'
import { filterOf, type Setting } from './setting.ts'
import type { Arriving, Dropped, NetState, Treatment } from './state.ts'
import { received } from './verdict.ts'

/** What becomes of a frame under a setting. */
function treat(state: NetState, frame: Arriving['bytes'], setting: Setting, rules: NetRules): Treatment {
  const { config, life } = state
  const queues = rules.steer(setting, frame, config.maxPairs, hashRuleOf(rules, state, setting))
  const filtering = { filter: filterOf(setting), features: negotiated(life), mac: config.mac }
  const verdict = rules.passes(frame, filtering)
  return verdict === received ? { setting, queues } : { setting, queues, verdict }
}

/** A frame reaches the device. One that arrives before DRIVER_OK may wait for it, and need not; nor need one in times of trouble. */
export function arrived(state: NetState, { frame, bytes, offload }: WireArrives, rules: NetRules): NetState {
  const live = state.life.phase === 'live'
  const treatments = live ? [treat(state, bytes, state.setting, rules)] : []
  const tooLong = (offload?.gsoType ?? 0) === 0 && mayBeTooLong(state, bytes)
  const isExcused = !live || isLossy(state) || tooLong || !isTaken(negotiated(state.life), offload)
  const arriving = {
    frame,
    bytes,
    treatments,
    excused: isExcused,
    ...(offload && { offload }),
    ...followed(state, bytes),
  }
  return excused({ ...state, arriving: [...state.arriving, arriving] })
}

/** Whether a frame may be lost now, room or not: the link is down, or the driver broke a queue. */
const isLossy = ({ link, distress }: NetState): boolean => !link || isExcusing(distress)

/** Every frame on its way, treated under the setting in force only: before the start there was none. */
export function treatedAnew(state: NetState, rules: NetRules): NetState {
  const { arriving, setting } = state
  return { ...state, arriving: arriving.map((f) => ({ ...f, treatments: [treat(state, f.bytes, setting, rules)] })) }
}

/** Every frame on its way; those that came while there was no setting, treated under the one in force. */
export function treatedLate(state: NetState, rules: NetRules): NetState {
  const { arriving, setting } = state
  const late = (f: Arriving) =>
    f.treatments.length > 0 ? f : { ...f, treatments: [treat(state, f.bytes, setting, rules)] }
  return { ...state, arriving: arriving.map(late) }
}

/** Every frame on its way, treated under the setting in force now as well. */
export function treatedToo(state: NetState, rules: NetRules): NetState {
  const { arriving, setting } = state
  const more = (f: Arriving) => ({ ...f, treatments: [...f.treatments, treat(state, f.bytes, setting, rules)] })
  return excused({ ...state, arriving: arriving.map(more) })
}

/** Whether a queue has surely room for a frame now. */
function roomFor(state: NetState, index: QueueIndex, frame: Arriving): boolean {
  const queue = state.queues[index]
  return queue !== undefined && queue.broken === undefined && hasRoomFor(state, queue, frame.bytes)
}

/** Whether a queue was in reset at some moment since the last rest. */
export const wasShut = (state: NetState, index: QueueIndex): boolean => state.queues[index]?.wasInReset === true

/**
 * Excuses every frame that could reach a queue without sure room, or one that its driver broke, at a rest as when it comes or is steered anew: a buffer too small for
 * it may be gone by the rest, used for another frame. Unless frames wait here, or one that was in reset: it may have
 * been dropped there.
 */
export function excused(state: NetState): NetState {
  if (state.arriving.length === 0) return state
  const waits = state.config.traits.full === 'waits'
  const isRisk = (queue: QueueIndex, f: Arriving) =>
    wasShut(state, queue) || isBroken(state, queue) || (!waits && !roomFor(state, queue, f))
  const may = (f: Arriving) => !f.excused && f.treatments.some((t) => t.queues.some((queue) => isRisk(queue, f)))
  if (!state.arriving.some(may)) return state
  return { ...state, arriving: state.arriving.map((f) => (may(f) ? { ...f, excused: true } : f)) }
}

/**
 * What may still come after a rest at which the device has seen every chain of `state`: frames that wait for room, narrowed to the
 * queues that have none, and, where a waiting frame blocks, those behind it.
 */
export function waiting(state: NetState, drops: DropRule = clauseOfDrop): readonly Arriving[] {
  const { traits } = state.config
  if (traits.full === 'drops') return []
  const kept: Arriving[] = []
  for (const frame of state.arriving) {
    const blocked = traits.blocks && kept.length > 0
    const treatments = blocked ? frame.treatments : frame.treatments.map((t) => fullOnly(state, t, frame, drops))
    const waits = blocked || state.life.phase !== 'live' || treatments.some((t) => t.queues.length > 0)
    if (waits) kept.push({ ...frame, treatments })
  }
  return kept
}

function fullOnly(state: NetState, treatment: Treatment, frame: Arriving, drops: DropRule): Treatment {
  const full = treatment.queues.filter((queue) => !roomFor(state, queue, frame))
  return { ...treatment, queues: full.filter((queue) => !isDropped(state, treatment, queue, drops)) }
}

/** By which clause a frame must be dropped whose queue, or all of whose queues, are in reset; `undefined` where none says so. */
export type DropRule = (setting: Setting, features: FeatureSet) => ClauseId | undefined

/** @clause net.rss.device.6 net.mq.device.10 */
export const clauseOfDrop: DropRule = ({ steering }, features) => {
  if (steering.kind === 'rss') return 'net.rss.device.6'
  const automatic = steering.kind !== 'anywhere' && includes(features, feature('VIRTIO_NET_F_MQ'))
  return automatic ? 'net.mq.device.10' : undefined
}

/** Whether a frame that is steered so and to that queue must be dropped now. RSS chose the queue; automatic steering may choose anew. */
function isDropped(state: NetState, { setting, queues }: Treatment, queue: QueueIndex, drops: DropRule): boolean {
  const isShut = (index: QueueIndex) => state.queues[index]?.inReset === true
  if (!isShut(queue) || drops(setting, negotiated(state.life)) === undefined) return false
  return setting.steering.kind === 'rss' || queues.every(isShut)
}

/** The frames of a state that are not among those that still wait, since their queues are in reset; with the clause for each. */
export function dropped(state: NetState, kept: readonly Arriving[], drops: DropRule): readonly Dropped[] {
  const still = new Set(kept.map(({ frame }) => frame))
  return state.arriving.flatMap(({ frame, bytes, treatments }) => {
    const shut = treatments.find((t) => t.queues.some((queue) => isDropped(state, t, queue, drops)))
    const clause = shut && drops(shut.setting, negotiated(state.life))
    return clause === undefined || still.has(frame) ? [] : [{ frame, bytes, clause }]
  })
}

/**
 * Frames that were lost, or wait, only since one of their queues is or was in reset: automatic steering should have chosen another.
 *
 * @clause net.mq.device.9
 */
export function unselected(state: NetState): readonly Fault[] {
  if (!state.queues.some((queue) => queue?.wasInReset)) return []
  return state.arriving.flatMap((frame) => {
    const last = frame.treatments.at(-1)
    const [shut = [], open = []] = split(last?.queues ?? [], (queue) => wasShut(state, queue))
    const others = open.length > 0 && open.every((queue) => roomFor(state, queue, frame))
    if (last?.setting.steering.kind !== 'automatic' || shut.length === 0 || !others) return []
    const because = `frame ${frame.frame} is not placed in queue ${open.join(' or ')} although queue ${shut.join(', ')} was in reset`
    return [refusal('device', ['net.mq.device.9'], because)]
  })
}

const split = (all: readonly QueueIndex[], is: (one: QueueIndex) => boolean) => [
  all.filter(is),
  all.filter((one) => !is(one)),
]
