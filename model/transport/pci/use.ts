import { type Fault, refusal } from '../../kernel/step.ts'
import type { DeviceUses } from './action.ts'
import { isLive } from './driver.ts'
import { marked } from './isr.ts'
import { isMapped, vectorsOf } from './mapping.ts'
import { used } from './queue.ts'
import { type PciState, withPciQueue } from './state.ts'

/** What a used entry breaks: none after a reset, before DRIVER_OK or of a queue that was reset, and none without a buffer. */
export function faultsOfUse(state: PciState, queue: number): readonly Fault[] {
  const found = state.queues[queue]
  const what = `a buffer of queue ${queue} is used`
  if (state.status === 0) return [refusal('device', ['core.reset.device.2'], `${what} after the reset`)]
  if (!isLive(state)) return [refusal('device', ['core.status.device.1'], `${what} before DRIVER_OK`)]
  if (found?.enabled !== true && found?.origin === 'queue reset') {
    return [refusal('device', ['core.vqreset.device.1'], `${what} after the queue's reset`)]
  }
  if (found?.enabled === true && found.waiting > 0) return []
  return [refusal('device', ['house.chain.foreign'], `${what}, and none is available`)]
}

/** A buffer was used: an event to notify of, by its vector or, while MSI-X is disabled, by ISR status and INTx. */
export function usedBuffer(state: PciState, { queue }: DeviceUses): PciState {
  const found = state.queues[queue]
  if (found === undefined) return state
  const { vector } = found
  const event = { source: queue, vectors: vectorsOf(vector), owed: state.msix && isMapped(vector) }
  const isr = marked(state.isr, 'queue', !state.msix)
  return withPciQueue({ ...state, isr, events: [...state.events, event] }, queue, used)
}
