import type { ClauseId } from '../clause/clause.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import { awaits, lapOf, notified, notifies, type Queue } from '../ring/queue.ts'
import { isWithin } from '../ring/suppression.ts'
import type { DeviceInterrupts, DriverAwaits, DriverNotifies, DriverPesters } from './action.ts'
import { clauseOfSilence } from './completion.ts'
import { controlQueueOf } from './numbering.ts'
import { faultsOfLiveQueue, withQueue } from './queues.ts'
import type { NetState } from './state.ts'

/** What a driver breaks by writing flags: with EVENT_IDX those of a split ring are to stay 0, and the device does not look at them. */
export function faultsOfNotifying({ queues }: NetState, { queue, on }: DriverNotifies): readonly Fault[] {
  const ring = queues[queue]?.ring
  if (on || ring?.eventIdx !== true || ring.packed) return []
  return [{ ...refusal('driver', ['split.notify.driver.3'], `avail.flags of queue ${queue} is 1`), noted: true }]
}

/** The driver turns a queue's notifications on or off. */
export function notifying(state: NetState, { queue, on }: DriverNotifies): NetState {
  return withQueue(state, queue, (q) => (q.inReset ? q : notifies(q, on)))
}

/** What a driver breaks by asking for a notification of one descriptor: a packed ring has that with EVENT_IDX only. */
export function faultsOfAwaiting({ queues }: NetState, { queue }: DriverAwaits): readonly Fault[] {
  const ring = queues[queue]?.ring
  if (ring?.packed !== true || ring.eventIdx) return []
  return [refusal('driver', ['packed.event.def.1'], `queue ${queue} has RING_EVENT_FLAGS_DESC without EVENT_IDX`)]
}

/** The driver asks for a notification of one position. */
export function awaiting(state: NetState, { queue, event }: DriverAwaits): NetState {
  return withQueue(state, queue, (q) => (q.inReset ? q : awaits(q, event)))
}

/** What a driver breaks by notifying of a queue. */
export const faultsOfPestering = (state: NetState, { queue }: DriverPesters): readonly Fault[] =>
  faultsOfLiveQueue(state, queue)

/** The device was notified of a queue; if it has surely seen all there is, of nothing. */
export function pestering(state: NetState, { queue }: DriverPesters): NetState {
  return withQueue(state, queue, (q) => (q.chains.every(({ surely }) => surely) ? { ...q, pestered: true } : q))
}

/** What a used buffer notification breaks: none before DRIVER_OK or after reset; unasked ones should not be. */
export function faultsOfInterrupt(state: NetState, { queue }: DeviceInterrupts): readonly Fault[] {
  if (state.life.phase !== 'live') {
    return [refusal('device', [clauseOfSilence(state)], `queue ${queue} notifies in the phase ${state.life.phase}`)]
  }
  const found = state.queues[queue]
  if (found === undefined) {
    const clause = queue === controlQueueOf(state) ? 'net.vq.def.2' : 'net.vq.def.1'
    return [refusal('device', [clause], `queue ${queue} notifies, which is not there with these features`)]
  }
  if (found.inReset) {
    return [refusal('device', ['core.vqreset.device.1'], `queue ${queue} notifies although it is in reset`)]
  }
  // What a queue that its driver broke should have notified of nobody can say.
  return found.notifying.quiet && found.broken === undefined ? [unasked(found)] : []
}

/** Advice was not followed: the driver asked for no such notification. */
function unasked({ index, ring, notifying }: Queue): Fault {
  const fault = (clause: ClauseId, why: string) =>
    refusal('device', [clause], `queue ${index} notifies although ${why}`)
  // The text tells a device to look at the structure; that it must not notify all the same it does not say.
  if (ring.packed) return { ...fault('packed.event.def.1', 'its driver asked for none'), noted: true }
  if (notifying.heeds === 'flags') return fault('split.notify.device.2', 'VIRTQ_AVAIL_F_NO_INTERRUPT is set')
  return fault('split.notify.device.6', `used_event is ${notifying.event}`)
}

/** A notification was seen. */
export function interrupted(state: NetState, { queue }: DeviceInterrupts): NetState {
  return withQueue(state, queue, notified)
}

/**
 * The clause by which a notification was owed that did not come. What the device should not have looked at is suspected first, where
 * that would explain its silence.
 */
export function clauseOfUntold(queue: Queue): ClauseId {
  const { ring, notifying } = queue
  if (ring.packed) return 'packed.event.def.1'
  if (notifying.heeds === 'event') return notifying.on ? 'split.notify.device.5' : 'split.notify.device.4'
  const { event, owed } = notifying
  const misled = event !== undefined && owed !== undefined && !isWithin(event, owed, lapOf(queue))
  return misled ? 'split.notify.device.1' : 'split.notify.device.3'
}

/** What was used without a notification, in words. */
export function untold({ ring, notifying: { heeds, event, on } }: Queue): string {
  if (heeds === 'flags') return 'buffers with notifications on'
  const flags = on || ring.packed ? '' : ', avail.flags being 1'
  return `${ring.packed ? 'descriptor' : 'entry'} ${event}, which its driver asks for${flags},`
}
