import type { ClauseId } from '../clause/clause.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import type { Queue } from '../ring/queue.ts'
import { clauseOfLeftover } from '../ring/suspicion.ts'
import type { DeviceChanges, DeviceFails, DriverRewinds } from './action.ts'
import type { NetState } from './state.ts'

/**
 * What became of a device whose driver broke a queue, or that is in an error state by itself.
 *
 * - `none`: all is well
 * - `hurt`: the driver broke queues, which are marked; the others are owed all there ever was
 * - `serving`: DEVICE_NEEDS_RESET is set, and the device is one that serves the other queues all the same
 * - `provoked`: the driver did what a device may answer as it likes: not at all, by stopping, by asking for a reset
 * - `asked`: DEVICE_NEEDS_RESET is set; nothing can be relied on until the device is reset
 */
export type Distress = 'none' | 'hurt' | 'serving' | 'provoked' | 'asked'

/** Whether nothing that is on its way need arrive, on any queue. */
export const isExcusing = (distress: Distress): boolean => distress === 'provoked' || distress === 'asked'

/** Configuration change notifications: under which clause one is owed, and whether one was seen since the driver broke a queue. */
export interface Notice {
  readonly owed: ClauseId | undefined
  readonly told: boolean
}

/** Nothing is owed, nothing was told. */
export const noNotice: Notice = { owed: undefined, told: false }

/** What a driver breaks by moving the available index back: noted, since what the device does then is its own affair. */
export function faultsOfRewinding({ life, queues }: NetState, { queue }: DriverRewinds): readonly Fault[] {
  const because = `the available index of queue ${queue} goes back`
  if (life.phase !== 'live' || queues[queue] === undefined) return [refusal('driver', ['net.vq.def.1'], because)]
  return [{ ...refusal('driver', ['split.avail.driver.1'], because), noted: true }]
}

/** The driver broke a queue: nothing that is on its way need arrive any more. */
export const provoked = (state: NetState): NetState =>
  state.distress === 'asked'
    ? state
    : state.distress === 'serving'
      ? { ...state, distress: 'asked' }
      : { ...state, distress: 'provoked', notice: { ...state.notice, told: false } }

/** The clause by which a device stops over what stands first in a queue. */
const clauseOfStop = (queue: Queue | undefined): ClauseId =>
  clauseOfLeftover(queue, queue?.chains[0], 'house.device.healthy')

/** A device that hangs, dies, or asks for a reset without a reason; a queue enabled anew is suspected first. */
export function faultsOfFailing({ distress, queues }: NetState, { how, words }: DeviceFails): readonly Fault[] {
  if (how === 'needs-reset' && distress !== 'none') return []
  const suspects = queues.map(clauseOfStop)
  const suspect = suspects.find((clause) => clause !== 'house.device.healthy') ?? 'house.device.healthy'
  const clause = how === 'needs-reset' ? suspect : 'house.device.answers'
  return [refusal('device', [clause], words === '' ? `the device ${how}` : `the device ${how}: ${words}`)]
}

/** DEVICE_NEEDS_RESET is set: after DRIVER_OK the driver is told. @clause core.status.device.3 */
export function askedForReset(state: NetState): NetState {
  if (state.distress === 'asked' || state.distress === 'serving') return state
  const serves = state.distress === 'hurt' && state.config.traits.serves === true
  const owed = state.notice.told || state.life.phase !== 'live' ? state.notice.owed : 'core.status.device.3'
  return { ...state, distress: serves ? 'serving' : 'asked', notice: { ...state.notice, owed } }
}

/** The device failed: one that asks for a reset can be told more of. */
export const failed = (state: NetState, { how }: DeviceFails): NetState =>
  how === 'needs-reset' ? askedForReset(state) : state

/** What a configuration change notification breaks: a device that was reset sends none. */
export function faultsOfChange({ life }: NetState): readonly Fault[] {
  if (life.phase === 'suspended') {
    return [refusal('device', ['core.suspend.device.4'], 'a configuration change notification is sent while suspended')]
  }
  if (life.phase !== 'reset') return []
  return [refusal('device', ['core.reset.device.2'], 'a configuration change notification is sent after a reset')]
}

/** A configuration change notification was seen: it announces all there was to announce. */
export const changeSeen = (state: NetState, _: DeviceChanges): NetState => ({
  ...state,
  notice: { owed: undefined, told: true },
})
