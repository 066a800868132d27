import type { QueueIndex } from '../kernel/brand.ts'
import { lengthOf } from '../kernel/bytes.ts'
import { hasRoom } from '../ring/queue.ts'
import type { WireArrives } from './action.ts'
import { headerLengthOf } from './header.ts'
import type { NetRules } from './rules.ts'
import type { Setting } from './setting.ts'
import type { Arriving, NetState } from './state.ts'

/** What becomes of a frame under a setting. */
function treat(state: NetState, frame: Arriving['bytes'], setting: Setting, rules: NetRules) {
  return { setting, queues: rules.steer(setting, frame, state.config.maxPairs, rules.hashes) }
}

/** A frame reaches the device. One that arrives before DRIVER_OK may wait for it, and need not. */
export function arrived(state: NetState, { frame, bytes }: WireArrives, rules: NetRules): NetState {
  const live = state.life.phase === 'live'
  const treatments = live ? [treat(state, bytes, state.setting, rules)] : []
  return { ...state, arriving: [...state.arriving, { frame, bytes, treatments, excused: !live }] }
}

/** Every frame on its way, treated under the setting in force only: before the start there was none. */
export function treatedAnew(state: NetState, rules: NetRules): NetState {
  const { arriving, setting } = state
  return { ...state, arriving: arriving.map((f) => ({ ...f, treatments: [treat(state, f.bytes, setting, rules)] })) }
}

/** Every frame on its way, treated under the setting in force now as well. */
export function treatedToo(state: NetState, rules: NetRules): NetState {
  const { arriving, setting } = state
  const more = (f: Arriving) => ({ ...f, treatments: [...f.treatments, treat(state, f.bytes, setting, rules)] })
  return { ...state, arriving: arriving.map(more) }
}

/** Whether a queue has surely room for a frame now. */
function roomFor(state: NetState, index: QueueIndex, frame: Arriving): boolean {
  const queue = state.queues[index]
  return queue !== undefined && hasRoom(queue, headerLengthOf(state) + lengthOf(frame.bytes))
}

/** Excuses every frame that could reach a queue without sure room: it may have been dropped there, unless frames wait here. */
export function excused(state: NetState): NetState {
  if (state.arriving.length === 0 || state.config.traits.full === 'waits') return state
  const may = (f: Arriving) => f.treatments.some((t) => t.queues.some((queue) => !roomFor(state, queue, f)))
  return { ...state, arriving: state.arriving.map((f) => (f.excused || !may(f) ? f : { ...f, excused: true })) }
}

/**
 * What may still come after a rest at which the device has seen every chain of `state`: frames that wait for room, narrowed to the
 * queues that have none, and, where a waiting frame blocks, those behind it.
 */
export function waiting(state: NetState): readonly Arriving[] {
  const { traits } = state.config
  if (traits.full === 'drops') return []
  const kept: Arriving[] = []
  for (const frame of state.arriving) {
    const blocked = traits.blocks && kept.length > 0
    const treatments = blocked ? frame.treatments : frame.treatments.map((t) => fullOnly(state, t, frame))
    const waits = blocked || state.life.phase !== 'live' || treatments.some((t) => t.queues.length > 0)
    if (waits) kept.push({ ...frame, treatments })
  }
  return kept
}

function fullOnly(state: NetState, treatment: Arriving['treatments'][number], frame: Arriving) {
  return { ...treatment, queues: treatment.queues.filter((queue) => !roomFor(state, queue, frame)) }
}
