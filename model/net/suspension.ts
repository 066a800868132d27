import { statusBits, statusOf } from '../feature/negotiation.ts'
import type { Bytes } from '../kernel/bytes.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import { isOwing } from '../ring/queue.ts'
import type { DeviceShows } from './action.ts'
import { treatedLate } from './arrival.ts'
import { askedForReset } from './distress.ts'
import { severed } from './link.ts'
import { littleEndian, numberOf } from './little-endian.ts'
import { has } from './numbering.ts'
import type { NetRules } from './rules.ts'
import type { NetState } from './state.ts'

/** Where a request of the driver's is to lead: it is answered by `device_status`, once that says how it ended. */
export type Turn = 'suspended' | 'live'

const isInitialized = ({ life }: NetState): boolean => life.phase === 'live' || life.phase === 'suspended'

/** What a driver breaks by setting SUSPEND now; before DRIVER_OK it is noted, since the device has an answer to it: none. */
export function faultsOfSuspending(state: NetState): readonly Fault[] {
  const { phase } = state.life
  if (phase === 'live' && has(state, 'VIRTIO_F_SUSPEND')) return []
  const fault = refusal('driver', ['core.suspend.driver.1'], `SUSPEND is set in the phase ${phase}`)
  if (!isInitialized(state) && phase !== 'failed') return [{ ...fault, noted: true }]
  return [refusal('driver', ['core.init.driver.1'], fault.because)]
}

/** SUSPEND was set: the device need not take in anything more. */
export function suspending(state: NetState): NetState {
  const question = { kind: 'field', field: 'device_status' } as const
  if (!isInitialized(state)) return { ...state, question }
  return { ...severedFrames(state), question: { ...question, turn: 'suspended' } }
}

/** What has not been placed when the device stops may be lost; what was handed over is sent before or after. */
const severedFrames = (state: NetState): NetState => ({ ...severed(state), leaving: state.leaving })

/** What a driver breaks by resuming now. */
export function faultsOfResuming({ life }: NetState): readonly Fault[] {
  if (life.phase === 'suspended') return []
  return [refusal('driver', ['core.init.driver.1'], `a device is resumed in the phase ${life.phase}`)]
}

/** DRIVER_OK was set in a suspended device. */
export const resuming = (state: NetState): NetState => ({
  ...state,
  question: { kind: 'field', field: 'device_status', turn: 'live' },
})

/** The device as it is once a request has led where it should. */
export function turned(state: NetState, turn: Turn, rules: NetRules): NetState {
  const { life } = state
  if (turn === 'suspended') {
    if (life.phase !== 'live') return state
    return { ...state, life: { phase: 'suspended', features: life.features, link: state.link } }
  }
  if (life.phase !== 'suspended') return state
  return treatedLate({ ...state, life: { phase: 'live', features: life.features } }, rules)
}

/** `device_status` once a request has led where it should. */
export const statusAfter = (state: NetState, turn: Turn, rules: NetRules): Bytes =>
  littleEndian(statusOf(turned(state, turn, rules).life), 1)

/** What the answer to a request breaks: it leads where it should, or DEVICE_NEEDS_RESET is set. */
export function faultsOfTurning(state: NetState, value: Bytes, turn: Turn, rules: NetRules): readonly Fault[] {
  if (needsReset(value)) return []
  if (value !== statusAfter(state, turn, rules)) {
    const clause = turn === 'suspended' ? 'core.suspend.device.6' : 'core.suspend.device.7'
    return [
      refusal('device', [clause], `the device is not ${turn}: device_status is 0x${numberOf(value).toString(16)}`),
    ]
  }
  const untold = turn === 'suspended' && state.queues.some((queue) => queue !== undefined && isOwing(queue))
  return untold ? [refusal('device', ['core.suspend.device.8'], 'buffers were used, and no notification was sent')] : []
}

const needsReset = (value: Bytes): boolean => (numberOf(value) & statusBits.DEVICE_NEEDS_RESET) !== 0

/** A request was answered. */
export function turnShown(state: NetState, { value }: DeviceShows, turn: Turn, rules: NetRules): NetState {
  return needsReset(value) ? askedForReset(state) : turned(state, turn, rules)
}
