import type { ClauseId } from '../clause/clause.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import type { Queue } from '../ring/queue.ts'
import type { DeviceAsks } from './action.ts'
import type { NetState } from './state.ts'

/** RING_EVENT_FLAGS_DESC; those above are reserved, and reserved bits are 0. */
const DESC = 2

/**
 * What a device breaks by the flags it asks with. 0 asks for every notification; 1 for none, or, in a split ring with EVENT_IDX, is
 * forbidden; 2 asks for that of one descriptor of a packed ring with EVENT_IDX.
 */
export function faultsOfAsking({ queues }: NetState, { queue, flags }: DeviceAsks): readonly Fault[] {
  const found = queues[queue]
  if (found === undefined) return []
  const { most, clause, where } = limitOf(found)
  return flags <= most ? [] : [refusal('device', [clause], `${where} of queue ${queue} is ${flags}`)]
}

/** The largest value that the flags may have, by which clause, and what they are called. */
function limitOf({ ring }: Queue): { readonly most: number; readonly clause: ClauseId; readonly where: string } {
  const { packed, eventIdx } = ring
  if (packed) return { most: eventIdx ? DESC : 1, clause: 'packed.event.def.1', where: 'device event suppression' }
  if (eventIdx) return { most: 0, clause: 'split.notify.device.9', where: 'used.flags' }
  return { most: 1, clause: 'split.notify.device.7', where: 'used.flags' }
}
