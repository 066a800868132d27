import { match } from 'ts-pattern'
import type { ClauseId } from '../clause/clause.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import { clauseOfRing } from '../ring/renewal.ts'
import type { DeviceScribbles, DeviceStrays } from './action.ts'
import type { NetState } from './state.ts'

/** A used entry that names no outstanding chain; a driver that broke a queue made the device read what it never wrote. */
export function faultsOfStraying({ queues, distress }: NetState, { queue, head }: DeviceStrays): readonly Fault[] {
  if (distress !== 'none') return []
  return [
    refusal(
      'device',
      [clauseOfRing(queues[queue], 'house.chain.foreign')],
      `a used entry of queue ${queue} names ${head}, which is not outstanding`,
    ),
  ]
}

/** A write where the device must not write. */
export function faultsOfScribbling({ distress }: NetState, { on, queue, chain }: DeviceScribbles): readonly Fault[] {
  if (distress !== 'none' && on === 'returned-buffer') return []
  const clause = match(on)
    .returnType<ClauseId>()
    .with('descriptor-table', () => 'split.desc.device.4')
    .with('device-readable', () => 'split.desc.device.1')
    .with('returned-buffer', () => 'house.buffer.returned')
    .with('available-ring', 'foreign-memory', () => 'house.memory.foreign')
    .exhaustive()
  const what = on === 'device-readable' ? 'device-readable part' : on.replace('-', ' ')
  const where = [queue === undefined ? '' : ` of queue ${queue}`, chain === undefined ? '' : `, chain ${chain}`].join(
    '',
  )
  return [refusal('device', [clause], `the device wrote to the ${what}${where}`)]
}
