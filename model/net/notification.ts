import { type Fault, refusal } from '../kernel/step.ts'
import { notified, notifies } from '../ring/queue.ts'
import type { DeviceInterrupts, DriverNotifies } from './action.ts'
import { clauseOfSilence } from './completion.ts'
import { controlQueueOf } from './numbering.ts'
import { withQueue } from './queues.ts'
import type { NetState } from './state.ts'

/** The driver turns a queue's notifications on or off. */
export function notifying(state: NetState, { queue, on }: DriverNotifies): NetState {
  return withQueue(state, queue, (q) => (q.inReset ? q : notifies(q, on)))
}

/** What a used buffer notification breaks: none before DRIVER_OK or after reset; unasked ones should not be. */
export function faultsOfInterrupt(state: NetState, { queue }: DeviceInterrupts): readonly Fault[] {
  if (state.life.phase !== 'live') {
    return [refusal('device', [clauseOfSilence(state)], `queue ${queue} notifies in the phase ${state.life.phase}`)]
  }
  if (state.queues[queue] === undefined) {
    const clause = queue === controlQueueOf(state) ? 'net.vq.def.2' : 'net.vq.def.1'
    return [refusal('device', [clause], `queue ${queue} notifies, which is not there with these features`)]
  }
  if (state.queues[queue]?.inReset === true) {
    return [refusal('device', ['core.vqreset.device.1'], `queue ${queue} notifies although it is in reset`)]
  }
  if (state.queues[queue]?.notifying.quiet !== true) return []
  return [
    refusal('device', ['split.notify.device.2'], `queue ${queue} notifies although VIRTQ_AVAIL_F_NO_INTERRUPT is set`),
  ]
}

/** A notification was seen. */
export function interrupted(state: NetState, { queue }: DeviceInterrupts): NetState {
  return withQueue(state, queue, notified)
}
