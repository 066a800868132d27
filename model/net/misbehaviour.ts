import { match } from 'ts-pattern'
import type { ClauseId } from '../clause/clause.ts'
import type { QueueIndex } from '../kernel/brand.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import { clauseOfRing } from '../ring/renewal.ts'
import { clauseOfStray, clauseOfTable } from '../ring/suspicion.ts'
import type { ChainId, DeviceMarks, DeviceScribbles, DeviceStrays } from './action.ts'
import { isKnownWhere, isRepeated } from './corruption.ts'
import { isExcusing } from './distress.ts'
import { formatOf } from './ring-format.ts'
import type { NetState } from './state.ts'

/** A used entry that names no outstanding chain; a driver that broke a queue made the device read what it never wrote. */
export function faultsOfStraying(state: NetState, { queue, head }: DeviceStrays): readonly Fault[] {
  if (isExcused(state, queue)) return []
  return [
    refusal(
      'device',
      [clauseOfStray(state.queues[queue], 'house.chain.foreign')],
      `a used entry of queue ${queue} names ${head}, which is not outstanding`,
    ),
  ]
}

/** Whether old entries may be used again, and old chains filled: on a queue that was broken so, or any where nobody knows which was. */
const isExcused = (state: NetState, queue: QueueIndex | undefined): boolean =>
  isKnownWhere(state) ? isRepeated(state, queue) : isExcusing(state.distress)

/** A write where the device must not write. */
export function faultsOfScribbling(state: NetState, { on, queue, chain }: DeviceScribbles): readonly Fault[] {
  if (isExcused(state, queue) && on === 'returned-buffer') return []
  const clause = match(on)
    .returnType<ClauseId>()
    .with('descriptor-table', () => 'split.desc.device.4')
    .with('device-readable', () =>
      formatOf(state).packed ? 'packed.desc.device.1' : clauseOfRead(state, queue, chain),
    )
    .with('used-ring', () => 'split.used.device.1')
    .with('returned-buffer', () => 'house.buffer.returned')
    .with('available-ring', 'foreign-memory', () => 'house.memory.foreign')
    .exhaustive()
  const what = on === 'device-readable' ? 'device-readable part' : on.replace('-', ' ')
  const where = [queue === undefined ? '' : ` of queue ${queue}`, chain === undefined ? '' : `, chain ${chain}`].join(
    '',
  )
  return [refusal('device', [clause], `the device wrote to the ${what}${where}`)]
}

/** A table of descriptors is device-readable too: one that is written to was taken for a buffer. */
function clauseOfRead({ queues }: NetState, queue: QueueIndex | undefined, id: ChainId | undefined): ClauseId {
  const chain = queue === undefined ? undefined : queues[queue]?.chains.find((one) => one.id === id)
  const clause = chain && clauseOfTable(chain)
  return clause === undefined || clause === 'split.indirect.def.1' ? 'split.desc.device.1' : clause
}

/**
 * A write into a packed ring that is no used descriptor where one is due. Both flags alike, and not as the wrap counter has it: the
 * counter went wrong; flags that differ mark nothing used. A used descriptor ahead of the one that is due is written out of order,
 * or, behind a list of several, where the list was not skipped as a whole; with IN_ORDER, a batch.
 *
 * @clause packed.wrap.def.1 packed.wrap.def.3 packed.desc.def.2 packed.ring.device.2 packed.desc.device.3 packed.desc.device.4
 * packed.inorder.def.1
 */
export function faultsOfMarking(state: NetState, mark: DeviceMarks): readonly Fault[] {
  const { queue, on, avail, used, skipped } = mark
  const ring = state.queues[queue]
  if (!isKnownWhere(state) && isExcusing(state.distress)) return []
  const isBatched = ring?.ring.inOrder === true
  const clause = match(on)
    .returnType<ClauseId>()
    .with('due', () => (avail === used ? 'packed.wrap.def.1' : 'packed.wrap.def.3'))
    .with('ahead', () =>
      skipped <= 1 ? 'packed.ring.device.2' : isBatched ? 'packed.inorder.def.1' : 'packed.desc.def.2',
    )
    .with('used', () => 'packed.desc.device.4')
    .with('unavailable', () => 'packed.desc.device.3')
    .exhaustive()
  const because = `the device wrote into a descriptor of queue ${queue}, and no used one was due there: ${on}`
  return [refusal('device', [clauseOfRing(ring, clause)], because)]
}
