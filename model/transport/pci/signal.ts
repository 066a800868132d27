import type { ClauseId } from '../../clause/clause.ts'
import { type Fault, refusal } from '../../kernel/step.ts'
import type { DeviceSignals } from './action.ts'
import { isLive } from './driver.ts'
import { isMapped, vectorsOf } from './mapping.ts'
import type { PciEvent, PciState } from './state.ts'

/** The mapping of an event's source. */
const mappingOf = (state: PciState, { source }: PciEvent) =>
  source === 'configuration' ? state.configVector : state.queues[source]?.vector

/** What an MSI-X message breaks: it stands for an event since the last rest that is mapped to its vector. */
export function faultsOfSignal(state: PciState, vector: number): readonly Fault[] {
  const clause = clauseOfSignal(state, vector)
  return clause === undefined ? [] : [refusal('device', [clause], `a message by vector ${vector}: ${reasons[clause]}`)]
}

/** Why a message is wrong. */
const reasons: Readonly<Partial<Record<ClauseId, string>>> = {
  'house.signal.foreign': 'nothing happened that is mapped to it, or MSI-X is disabled',
  'core.reset.device.2': 'the device was reset',
  'core.status.device.1': 'DRIVER_OK is not set',
  'pci.msix.device.4': 'what happened is mapped to another vector',
  'pci.notify.device.10': 'the queue that used a buffer has no vector',
  'pci.notify.device.12': 'a change of configuration has no vector',
}

function clauseOfSignal(state: PciState, vector: number): ClauseId | undefined {
  if (!state.msix) return 'house.signal.foreign'
  if (state.status === 0) return 'core.reset.device.2'
  if (!isLive(state)) return 'core.status.device.1'
  if (state.events.some(({ vectors }) => vectors.includes(vector))) return undefined
  const unmapped = state.events.find(({ vectors }) => vectors.length === 0)
  if (unmapped !== undefined)
    return unmapped.source === 'configuration' ? 'pci.notify.device.12' : 'pci.notify.device.10'
  return state.events.length > 0 ? 'pci.msix.device.4' : 'house.signal.foreign'
}

/** A message was seen: every event mapped to its vector is notified of. */
export function signalled(state: PciState, { vector }: DeviceSignals): PciState {
  return {
    ...state,
    events: state.events.map((event) => (event.vectors.includes(vector) ? { ...event, owed: false } : event)),
  }
}

/** An event's message is owed, if its source is still mapped as it was. */
export function isOwed(state: PciState, event: PciEvent): boolean {
  const mapping = mappingOf(state, event)
  return event.owed && mapping !== undefined && isMapped(mapping) && vectorsOf(mapping)[0] === event.vectors[0]
}
