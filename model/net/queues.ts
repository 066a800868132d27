import { negotiated } from '../feature/negotiation.ts'
import type { QueueIndex } from '../kernel/brand.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import { descriptorsTaken, kindOf, newQueue, type Queue, type QueueKind } from '../ring/queue.ts'
import type { Indirection } from './action.ts'
import { pairsNumbered, queuesOf } from './numbering.ts'
import { formatOf, lieIn } from './ring-format.ts'
import { ringTermsOf } from './ring-terms.ts'
import type { NetState } from './state.ts'

/** A state with one of its queues changed; the same state where the queue is not there. */
export function withQueue(state: NetState, index: QueueIndex, change: (queue: Queue) => Queue): NetState {
  const queue = state.queues[index]
  if (queue === undefined) return state
  const next = change(queue)
  if (next === queue) return state
  const queues = [...state.queues]
  queues[index] = next
  return { ...state, queues }
}

/** Every queue that the negotiated features give, enabled and empty. */
export function enabledQueues(state: NetState, size: number, begin?: number): readonly Queue[] {
  const features = negotiated(state.life)
  const pairs = pairsNumbered(features, state.config.maxPairs)
  const ring = ringTermsOf(features)
  return queuesOf(features, state.config.maxPairs).map((index) =>
    newQueue(index, kindOf(index, pairs), size, ring, begin),
  )
}

/**
 * What a driver breaks by meaning a queue now: the device must be live, the queue there and not in reset. `early`: queues may be
 * filled before DRIVER_OK.
 */
export function faultsOfLiveQueue(state: NetState, index: QueueIndex, early = false): readonly Fault[] {
  if (state.life.phase !== 'live' && !(early && state.life.phase === 'prepared')) {
    return [refusal('driver', ['core.init.driver.15'], `queue ${index} is used before DRIVER_OK`)]
  }
  const queue = state.queues[index]
  if (queue === undefined) return [refusal('driver', ['net.vq.def.1'], `queue ${index} is not there`)]
  return queue.inReset ? [refusal('driver', ['core.vqreset.driver.3'], `queue ${index} is in reset`)] : []
}

/**
 * What a driver breaks by using a queue for something: it must be enabled, and of that kind. Queues may be filled before DRIVER_OK;
 * commands wait for it here, since nobody could be told what becomes of them.
 */
export function faultsOfQueue(state: NetState, index: QueueIndex, kind: QueueKind): readonly Fault[] {
  const faults = faultsOfLiveQueue(state, index, kind !== 'control')
  const queue = state.queues[index]
  if (faults.length > 0 || queue?.kind === kind) return faults
  return [refusal('driver', ['net.vq.def.1'], `queue ${index} is for ${queue?.kind}, not for ${kind}`)]
}

/**
 * What a driver breaks by making a chain of `count` buffers available: its id must be new, it may have no more buffers than the queue
 * has entries, and the ring must have room for it.
 *
 * @clause split.indirect.driver.3 packed.sg.driver.2 packed.sg.driver.5
 */
export function faultsOfChain(
  state: NetState,
  index: QueueIndex,
  chain: number,
  { count, indirect }: { readonly count: number; readonly indirect: Indirection | undefined },
): readonly Fault[] {
  const queue = state.queues[index]
  if (queue === undefined) return []
  if (state.queues.some((q) => q?.chains.some((c) => c.id === chain))) {
    return [refusal('driver', ['split.avail.driver.1'], `chain ${chain} is outstanding already`)]
  }
  const { packed } = formatOf(state)
  const because = `queue ${index} of size ${queue.size} has no room for the chain`
  if (count > queue.size)
    return [refusal('driver', [packed ? 'packed.sg.driver.2' : 'split.indirect.driver.3'], because)]
  if (descriptorsTaken(queue) + lieIn(state, count, indirect).descriptors <= queue.size) return []
  return [refusal('driver', [packed ? 'packed.sg.driver.5' : 'split.indirect.driver.3'], because)]
}
