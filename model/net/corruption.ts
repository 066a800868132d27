import type { Bytes } from '../kernel/bytes.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import type { Queue } from '../ring/queue.ts'
import type { DriverCorrupts } from './action.ts'
import { controlQueueOf } from './numbering.ts'
import { withQueue } from './queues.ts'
import type { NetState } from './state.ts'

/**
 * Ways in which a driver breaks a queue, each by a chain that it makes available:
 *
 * - `loop`: the last descriptor's `next` leads back to the first
 * - `head-beyond`, `next-beyond`: the available ring, or a descriptor, names one that the table does not have
 * - `far`, `wraps`, `huge`: a buffer at an address that nothing has, beyond the end of all addresses, of nearly 4 GiB
 * - `truncated`: a buffer whose address has its lower half within the driver's memory, and a higher half that nothing has
 * - `wrong-way`: device-writable descriptors for what is to be read, device-readable ones for what is to be written
 * - `mixed`: device-readable descriptors before device-writable ones, on a queue that has one kind only
 * - `disordered`: a device-readable descriptor behind a device-writable one
 * - `empty`: descriptors of length zero
 * - `short`, `long`: fewer bytes than the header has; more than a frame or a command can have
 * - `indirect`: a table of descriptors that holds a descriptor of a table
 * - `overlapping`: the same bytes twice
 * - `changed`: a chain as it should be, whose address goes wrong once it was notified of
 * - `ahead`: the available index moves on by more entries than the ring has
 * - `stale`: the available index moves on by two, over entries that were used long ago or never written
 */
export const corruptions = [
  ...(['loop', 'head-beyond', 'next-beyond', 'far', 'wraps', 'huge', 'truncated', 'wrong-way', 'mixed'] as const),
  ...(['disordered', 'empty', 'short', 'long', 'indirect', 'overlapping', 'changed', 'ahead', 'stale'] as const),
] as const

/** One of {@link corruptions}. */
export type Corruption = (typeof corruptions)[number]

/**
 * What a driver breaks by breaking a queue: noted, since what the device does with that queue then is its own affair. On the control
 * queue nothing may be outstanding, since nobody could be told what became of it; nor may a command or a frame be repeated.
 */
export function faultsOfCorrupting(state: NetState, { queue: index, how }: DriverCorrupts): readonly Fault[] {
  const queue = state.queues[index]
  const because = `queue ${index} is broken (${how})`
  if (state.life.phase !== 'live' || queue === undefined || queue.inReset || queue.broken !== undefined) {
    return [refusal('driver', ['net.vq.def.1'], because)]
  }
  const isLost = index === controlQueueOf(state) && state.pending.length > 0
  if (isLost || (how === 'stale' && queue.kind !== 'receive')) {
    return [refusal('driver', ['split.avail.driver.1'], `${because}: commands would be lost, or something done twice`)]
  }
  return [{ ...refusal('driver', ['split.avail.driver.1'], because), noted: true }]
}

/** The driver broke a queue: it is owed nothing there, and everything elsewhere. */
export function corrupted(state: NetState, { queue: index, chain }: DriverCorrupts): NetState {
  const { distress, notice } = state
  const next = withQueue(state, index, (queue) => ({
    ...queue,
    broken: { suspect: chain },
  }))
  return {
    ...next,
    leaving: next.leaving.map((frame) => (frame.queue === index ? { ...frame, excused: true } : frame)),
    distress: distress === 'none' ? 'hurt' : distress,
    // Asked before, it was told before.
    notice: distress === 'none' ? { ...notice, told: false } : notice,
  }
}

/** What the device-readable bytes of a broken chain are. */
export const filling = 0xff

/** Whether a frame is what a broken chain holds, on a transmit queue that is broken: a device may send it. */
export const isFilling = ({ queues }: NetState, bytes: Bytes): boolean =>
  /^(ff)*$/.test(bytes) && queues.some((queue) => queue?.kind === 'transmit' && queue.broken !== undefined)

/** Whether a chain is the one by which its queue was broken, and not used yet: a device may use it, with whatever in it. */
export const isSuspect = (queue: Queue | undefined, chain: number): boolean => queue?.broken?.suspect === chain

/** The chain by which a queue was broken was used. */
export const withoutSuspect = (queue: Queue): Queue => ({ ...queue, broken: {} })

/**
 * A queue that was broken by a chain which the device neither used nor complained of: its driver can never have it back. Receive
 * buffers may lie there until a frame comes.
 *
 * @clause core.status.device.2
 */
export function leaked({ distress, queues }: NetState): readonly Fault[] {
  if (distress !== 'hurt') return []
  const queue = queues.find((one) => one !== undefined && one.kind !== 'receive' && one.broken?.suspect !== undefined)
  if (queue === undefined) return []
  const because = `queue ${queue.index} is broken; the device neither uses the chain nor asks for a reset`
  return [refusal('device', ['core.status.device.2'], because)]
}
