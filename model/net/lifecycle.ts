import { match } from 'ts-pattern'
import { faultsOf, faultsOfAgreement, negotiated, newborn, statusBits, statusOf } from '../feature/negotiation.ts'
import { type FeatureSet, noFeatures } from '../kernel/bits.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import type { DeviceAgrees, DriverAccepts, DriverEnables, DriverRewrites, DriverSets, DriverStarts } from './action.ts'
import { treatedAnew } from './arrival.ts'
import { noCoalescing } from './coalescing.ts'
import { noNotice } from './distress.ts'
import { waitingFrames } from './flow.ts'
import { noSpeed } from './link-speed.ts'
import { enabledQueues } from './queues.ts'
import { faultsOfSize } from './ring-format.ts'
import type { NetRules } from './rules.ts'
import { type NetState, noFlows, nothingGone } from './state.ts'

const out = (clause: 'core.init.driver.1' | 'core.status.driver.3' | 'core.init.driver.10', because: string): Fault =>
  refusal('driver', [clause], because)

/** The driver resets: everything is forgotten but frames that may still wait in the backend. @clause core.init.driver.2 */
export function reset(state: NetState, rules: NetRules): NetState {
  return {
    ...state,
    life: newborn,
    isNew: false,
    queues: [],
    setting: rules.afterReset(state.setting),
    arriving: waitingFrames(state.arriving).map((frame) => ({ ...frame, treatments: [], excused: true })),
    leaving: [],
    pending: [],
    past: isConfigured(state) ? { beforeReset: true } : {},
    gone: nothingGone,
    answered: false,
    question: { kind: 'field', field: 'device_status' },
    transmitPairs: 1,
    flows: noFlows,
    rewritten: undefined,
    distress: 'none',
    notice: noNotice,
    readings: undefined,
    linkSpeed: noSpeed,
    announcement: state.announcement === 'off' ? 'off' : 'maybe',
    ...(state.coalescing && { coalescing: noCoalescing }),
    ...(state.rssContexts && { rssContexts: [] }),
  }
}

/** Whether a command was taken, since power-on. */
const isConfigured = ({ past }: NetState): boolean =>
  past.replaced !== undefined || past.isTaken === true || past.beforeReset === true

/** What a driver breaks by setting a bit now. @clause core.init.driver.1 core.status.driver.3 */
export function faultsOfSetting({ life }: NetState, { bit }: DriverSets): readonly Fault[] {
  const { phase } = life
  if (bit === 'FAILED') return []
  if (phase === 'failed') return [out('core.status.driver.3', `${bit} is set after FAILED, without a reset`)]
  const before = { ACKNOWLEDGE: 'reset', DRIVER: 'noticed', FEATURES_OK: undefined, DRIVER_OK: 'prepared' }[bit]
  if (phase === before) return []
  return [out('core.init.driver.1', `${bit} is set in the phase ${phase}, not in ${before ?? 'a step of its own'}`)]
}

/** A bit was set. */
export function statusSet(state: NetState, { bit }: DriverSets, rules: NetRules): NetState {
  if (bit === 'DRIVER_OK') return { ...begun(state, rules), question: { kind: 'field', field: 'device_status' } }
  const status = statusOf(state.life) | statusBits[bit]
  const life = match(bit)
    .with('ACKNOWLEDGE', () => ({ phase: 'noticed' }) as const)
    .with('DRIVER', () => ({ phase: 'driven' }) as const)
    .with('FAILED', () => ({ phase: 'failed', status }) as const)
    .otherwise(() => state.life)
  return { ...state, life, question: { kind: 'field', field: 'device_status' } }
}

/**
 * What a driver breaks by proposing these features now. An invalid subset is noted only: the standard gives the device an
 * answer to it, which is what a conformance test is after.
 */
export function faultsOfAccepting({ config, life }: NetState, { features }: DriverAccepts): readonly Fault[] {
  if (life.phase === 'failed') return [out('core.status.driver.3', 'features are accepted after FAILED')]
  if (!['reset', 'noticed', 'driven', 'declined'].includes(life.phase)) {
    return [out('core.init.driver.1', `features are accepted in the phase ${life.phase}`)]
  }
  return faultsOf(config.offered, features).map((fault) => ({ ...fault, noted: true }))
}

/** Features were proposed. */
export function proposed(state: NetState, { features }: DriverAccepts): NetState {
  return { ...state, life: { phase: 'proposed', features }, question: { kind: 'features' } }
}

/** What the device's answer to FEATURES_OK breaks. */
export function faultsOfAnswer(state: NetState, { ok }: DeviceAgrees, rules: NetRules): readonly Fault[] {
  if (state.life.phase !== 'proposed') return [refusal('device', ['core.features.device.3'], 'nothing was proposed')]
  const { offered } = state.config
  const { features } = state.life
  const answer = rules.answer(offered, features)
  if (ok && answer === 'decline') return faultsOfAgreement(offered, features)
  if (ok || answer === 'decline') return []
  if (wasAgreed(state, features))
    return [
      refusal('device', ['core.features.device.5'], 'FEATURES_OK reads clear for a set for which it stood before'),
    ]
  if (answer !== 'agree') return []
  return [refusal('device', ['core.features.device.2'], 'FEATURES_OK reads clear for a valid subset')]
}

/** Whether FEATURES_OK stood for a set since power-on. */
export const wasAgreed = ({ agreed }: NetState, features: FeatureSet): boolean => agreed.includes(features)

/** The device answered. */
export function answered(state: NetState, { ok }: DeviceAgrees): NetState {
  if (state.life.phase !== 'proposed') return state
  const { features } = state.life
  if (!ok) return { ...state, life: { phase: 'declined' }, question: undefined }
  const agreed = wasAgreed(state, features) ? state.agreed : [...state.agreed, features]
  return { ...state, life: { phase: 'agreed', features }, agreed, question: undefined }
}

/** What a driver breaks by starting now. @clause core.init.driver.10 */
export function faultsOfStarting(state: NetState, { size }: DriverStarts | DriverEnables): readonly Fault[] {
  const { life } = state
  if (life.phase !== 'agreed') return [out('core.init.driver.10', `queues are enabled in the phase ${life.phase}`)]
  return faultsOfSize(state, size)
}

/** Every queue is enabled, and may be filled. @clause core.init.driver.11 */
export function prepared(state: NetState, { size, position }: DriverStarts | DriverEnables): NetState {
  if (state.life.phase !== 'agreed') return state
  const { features } = state.life
  const queues = enabledQueues(state, size, position)
  return { ...state, life: { phase: 'prepared', features }, queues, transmitPairs: 1 }
}

/** DRIVER_OK is set: the device is live, and frames that waited are steered from here on. */
function begun(state: NetState, rules: NetRules): NetState {
  if (state.life.phase !== 'prepared') return state
  return treatedAnew({ ...state, life: { phase: 'live', features: state.life.features } }, rules)
}

/** Queues are enabled and DRIVER_OK is set. */
export const started = (state: NetState, action: DriverStarts, rules: NetRules): NetState =>
  begun(prepared(state, action), rules)

/** What a driver breaks by writing features again: it should never, and the device need not care. @clause core.init.driver.9 */
export function faultsOfRewriting({ life }: NetState): readonly Fault[] {
  if (negotiated(life) === noFeatures)
    return [out('core.init.driver.1', `features are rewritten in the phase ${life.phase}`)]
  return [{ ...refusal('driver', ['core.init.driver.9'], 'features are written after FEATURES_OK'), noted: true }]
}

/** Features were written after FEATURES_OK. @clause core.features.def.1 */
export const rewritten = (state: NetState, { features }: DriverRewrites): NetState => ({
  ...state,
  rewritten: features,
})
