import { match } from 'ts-pattern'
import type { ClauseId } from '../clause/clause.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import { clauseOfRing } from '../ring/renewal.ts'
import type { DeviceFails, DeviceScribbles, DeviceStrays } from './action.ts'
import type { NetState } from './state.ts'

/** A used entry that names no outstanding chain. */
export function faultsOfStraying({ queues }: NetState, { queue, head }: DeviceStrays): readonly Fault[] {
  return [
    refusal(
      'device',
      [clauseOfRing(queues[queue], 'house.chain.foreign')],
      `a used entry of queue ${queue} names ${head}, which is not outstanding`,
    ),
  ]
}

/** A write where the device must not write. */
export function faultsOfScribbling({ on, queue, chain }: DeviceScribbles): readonly Fault[] {
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

/** A device that hangs, dies or asks for a reset without a reason; a queue enabled anew is suspected first. */
export function faultsOfFailing({ queues }: NetState, { how, words }: DeviceFails): readonly Fault[] {
  const suspect = queues.find((queue) => clauseOfRing(queue, 'house.device.healthy') !== 'house.device.healthy')
  const clause = how === 'needs-reset' ? clauseOfRing(suspect, 'house.device.healthy') : 'house.device.answers'
  return [refusal('device', [clause], words === '' ? `the device ${how}` : `the device ${how}: ${words}`)]
}
