import type { ClauseId } from '../clause/clause.ts'
import { type Bytes, lengthOf } from '../kernel/bytes.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import { canBreak, clauseOfUnavailable, isRepeating, mayHold } from '../ring/corruption.ts'
import type { Queue } from '../ring/queue.ts'
import type { DriverCorrupts } from './action.ts'
import { headerLengthOf } from './header.ts'
import { controlQueueOf } from './numbering.ts'
import { withQueue } from './queues.ts'
import { formatOf } from './ring-format.ts'
import type { NetState } from './state.ts'

/**
 * What a driver breaks by breaking a queue: noted, since what the device does with that queue then is its own affair. On the control
 * queue nothing may be outstanding, since nobody could be told what became of it; nor may a command or a frame be repeated.
 */
export function faultsOfCorrupting(state: NetState, { queue: index, how }: DriverCorrupts): readonly Fault[] {
  const queue = state.queues[index]
  const because = `queue ${index} is broken (${how})`
  const isThere = state.life.phase === 'live' && queue !== undefined && !queue.inReset
  if (!isThere || queue.broken !== undefined || !canBreak(how, formatOf(state).packed)) {
    return [refusal('driver', ['net.vq.def.1'], because)]
  }
  const isLost = index === controlQueueOf(state) && state.pending.length > 0
  if (isLost || (how === 'stale' && queue.kind !== 'receive')) {
    return [refusal('driver', ['split.avail.driver.1'], `${because}: commands would be lost, or something done twice`)]
  }
  return [{ ...refusal('driver', ['split.avail.driver.1'], because), noted: true }]
}

/** The driver broke a queue: it is owed nothing there, and everything elsewhere. */
export function corrupted(state: NetState, { queue: index, chain, how }: DriverCorrupts): NetState {
  const { distress, notice } = state
  const next = withQueue(state, index, ({ spread: _, ...queue }) => ({
    ...queue,
    // An index that runs too far names the chain again and again.
    broken: { how, chain, used: false, frames: how === 'ahead' ? queue.size + 1 : 1 },
  }))
  return {
    ...next,
    leaving: next.leaving.map((frame) => (frame.queue === index ? { ...frame, excused: true } : frame)),
    distress: distress === 'none' ? 'hurt' : distress,
    // Asked before, it was told before.
    notice: distress === 'none' ? { ...notice, told: false } : notice,
  }
}

/** Whether the driver broke a queue. */
export const isBroken = ({ queues }: NetState, index: number): boolean => queues[index]?.broken !== undefined

/** Whether it is known which queues the driver broke: then what it did is no excuse on any other. */
export const isKnownWhere = ({ queues }: NetState): boolean => queues.some((queue) => queue?.broken !== undefined)

/** Whether the driver broke a queue so that old entries of it may be used again. */
export function isRepeated(state: NetState, index: number | undefined): boolean {
  const how = index === undefined ? undefined : state.queues[index]?.broken?.how
  return how !== undefined && isRepeating(how, formatOf(state).packed)
}

/** The transmit queue that may send this by the chain it was broken by: no more, and no oftener, than the chain holds. */
export function brokenBy(state: NetState, forms: readonly Bytes[]): Queue | undefined {
  const header = headerLengthOf(state)
  const { packed } = formatOf(state)
  return state.queues.find((queue) => {
    if (queue?.kind !== 'transmit' || queue.broken === undefined || queue.broken.frames === 0) return false
    const { how } = queue.broken
    return forms.some((bytes) => bytes !== '' && mayHold(how, packed, header + lengthOf(bytes), /^(ff)*$/.test(bytes)))
  })
}

/** What a broken chain holds was sent. */
export const sentByBroken = (queue: Queue): Queue =>
  queue.broken === undefined ? queue : { ...queue, broken: { ...queue.broken, frames: queue.broken.frames - 1 } }

/** Whether a chain is the one by which its queue was broken, and not used yet. */
export const isSuspect = (queue: Queue | undefined, chain: number): boolean =>
  queue?.broken?.chain === chain && !queue.broken.used

/** The clause by which the device may not even look at the chain by which a queue was broken; none where it may. */
export const clauseOfHidden = (state: NetState, { broken }: Queue): ClauseId | undefined =>
  broken === undefined ? undefined : clauseOfUnavailable(broken.how, formatOf(state).packed)

/** What is wrong with the use of such a chain: nothing, whatever is in it, unless it was not even available. */
export function faultsOfSuspect(state: NetState, { queue, chain }: { queue: number; chain: number }): readonly Fault[] {
  const ring = state.queues[queue]
  const clause = ring && clauseOfHidden(state, ring)
  if (clause === undefined) return []
  return [refusal('device', [clause], `chain ${chain} of queue ${queue} is used, and was not available`)]
}

/** The chain by which a queue was broken was used. */
export const withoutSuspect = (queue: Queue): Queue =>
  queue.broken === undefined ? queue : { ...queue, broken: { ...queue.broken, used: true } }

/** The chain by which a queue was broken, if the device may use it. */
export const suspectOf = (state: NetState, queue: Queue): number | undefined =>
  queue.broken?.used === false && clauseOfHidden(state, queue) === undefined ? queue.broken.chain : undefined

/**
 * A queue that was broken by a chain which the device neither used nor complained of: its driver can never have it back. Receive
 * buffers may lie there until a frame comes.
 *
 * @clause core.status.device.2
 */
export function leaked(state: NetState): readonly Fault[] {
  if (state.distress !== 'hurt') return []
  const queue = state.queues.find(
    (one) => one !== undefined && one.kind !== 'receive' && suspectOf(state, one) !== undefined,
  )
  if (queue === undefined) return []
  const because = `queue ${queue.index} is broken; the device neither uses the chain nor asks for a reset`
  return [refusal('device', ['core.status.device.2'], because)]
}
