import { sliceOf } from '../kernel/bytes.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import { offered, used } from '../ring/queue.ts'
import type { DeviceUses, DriverOffers } from './action.ts'
import { faultsOfCompletion, faultsOfCount, faultsOfWriteFlag } from './completion.ts'
import { faultsOfSuspect, isBroken, isRepeated, isSuspect, withoutSuspect } from './corruption.ts'
import { headerLengthOf } from './header.ts'
import { faultsOfPlacement } from './placement.ts'
import { withQueue } from './queues.ts'
import { formatOf, lieIn } from './ring-format.ts'
import { merges } from './room.ts'
import type { NetRules } from './rules.ts'
import { frameWith, gathered, isOpen } from './spread.ts'
import type { NetState } from './state.ts'

/** A receive buffer is made available. */
export function offeredBuffer(state: NetState, { queue, chain, lengths, indirect }: DriverOffers): NetState {
  const room = lengths.reduce((sum, length) => sum + length, 0)
  return withQueue(state, queue, (q) =>
    offered(q, { id: chain, room, ...lieIn(state, lengths.length, indirect), surely: false }),
  )
}

/** What a used entry of a receive or transmit queue breaks. */
export function faultsOfUse(state: NetState, use: DeviceUses, rules: NetRules): readonly Fault[] {
  const queue = state.queues[use.queue]
  if (state.life.phase === 'live' && isSuspect(queue, use.chain)) return faultsOfSuspect(state, use)
  const faults = faultsOfCompletion(state, use)
  if (faults.length > 0 || queue === undefined) return faults
  if (queue.kind === 'control') {
    return [refusal('device', ['house.control.ack'], `command ${use.chain} is used without an acknowledgement`)]
  }
  if (isGarbled(state, use.queue)) return []
  const isReceive = queue.kind === 'receive'
  const unmarked = faultsOfWriteFlag(use, isReceive && use.length > 0, rules)
  return [...unmarked, ...(isReceive ? faultsOfPlacement(state, use, queue, rules) : faultsOfDraining(use))]
}

/**
 * Whether nobody can say what stands in the chains of a queue that its driver broke: frames may be spread over the broken one, or in a
 * packed ring an old descriptor may bear the buffer id of a new one.
 */
const isGarbled = (state: NetState, index: number): boolean =>
  isBroken(state, index) && (merges(state) || (formatOf(state).packed && isRepeated(state, index)))

/** A transmitted chain has no device-writable part: nothing can have been written. A packed ring may say so by a flag alone. */
function faultsOfDraining(use: DeviceUses): readonly Fault[] {
  const { chain, length, wrote } = use
  if (wrote === false) return []
  if (length === 0) return faultsOfCount(use)
  return [
    refusal(
      'device',
      ['split.used.device.2'],
      `len ${length} of transmitted chain ${chain}, which nothing is written to`,
    ),
  ]
}

/** A used entry was seen: the chain is the driver's again, and the frame in it is placed. */
export function usedBuffer(state: NetState, use: DeviceUses): NetState {
  if (isSuspect(state.queues[use.queue], use.chain)) return withQueue(state, use.queue, withoutSuspect)
  const before = state.queues[use.queue]
  if (before?.kind !== 'receive') return withQueue(state, use.queue, (queue) => used(queue, use.chain))
  if (isGarbled(state, use.queue)) return withQueue(state, use.queue, (queue) => used(queue, use.chain))
  const now = gathered(state, before, use)
  const goesOn = isOpen(state, now)
  const next = withQueue(state, use.queue, (queue) => {
    const { spread: _, ...rest } = used(queue, use.chain)
    return goesOn ? { ...rest, spread: now } : rest
  })
  if (goesOn) return next
  const placed = frameWith(state, sliceOf(now.bytes, headerLengthOf(state)))
  return placed === undefined ? next : { ...next, arriving: next.arriving.filter((frame) => frame !== placed) }
}
