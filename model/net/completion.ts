import type { ClauseId } from '../clause/clause.ts'
import type { QueueIndex } from '../kernel/brand.ts'
import { lengthOf } from '../kernel/bytes.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import { clauseOfStray } from '../ring/suspicion.ts'
import type { DeviceAcknowledges, DeviceUses } from './action.ts'
import type { NetRules } from './rules.ts'
import type { NetState } from './state.ts'

/** The clause that forbids a device to use or to notify of a queue while it is not live. */
export function clauseOfSilence({ life }: NetState): ClauseId {
  if (life.phase === 'suspended') return 'core.suspend.device.3'
  return life.phase === 'reset' ? 'core.reset.device.2' : 'core.status.device.1'
}

/** What any used entry breaks: the device must be live, and the chain outstanding on that queue. */
export function faultsOfCompletion(
  state: NetState,
  { queue, chain }: { readonly queue: QueueIndex; readonly chain: number },
): readonly Fault[] {
  if (state.life.phase !== 'live') {
    const clause = clauseOfSilence(state)
    return [refusal('device', [clause], `chain ${chain} of queue ${queue} is used in the phase ${state.life.phase}`)]
  }
  const ring = state.queues[queue]
  const place = ring?.chains.findIndex((outstanding) => outstanding.id === chain) ?? -1
  if (ring?.ring.inOrder === true && place > 0) {
    const because = `chain ${chain} of queue ${queue} is used before chain ${ring.chains[0]?.id}, which was available before it`
    return [refusal('device', ['core.inorder.device.1'], because)]
  }
  if (place >= 0) return []
  const clause = clauseOfStray(ring, 'house.chain.foreign')
  return [
    refusal(
      'device',
      [clause],
      `chain ${chain} is not outstanding on queue ${queue}${ring?.inReset ? ', which is in reset' : ''}`,
    ),
  ]
}

/** A used entry whose length is not that of the bytes that are shown for it, all of which the chain has room for. */
export function faultsOfCount(use: DeviceUses | DeviceAcknowledges): readonly Fault[] {
  const { chain, length, bytes } = use
  if (length === lengthOf(bytes)) return []
  return [
    refusal(
      'device',
      ['split.used.device.2'],
      `len ${length} of chain ${chain}, of which ${lengthOf(bytes)} bytes are shown`,
    ),
  ]
}

/**
 * A used descriptor of a packed ring whose WRITE flag does not say whether anything was written. Where it is clear the length means
 * nothing.
 *
 * @clause packed.used.def.1
 */
export function faultsOfWriteFlag(
  { chain, wrote, inner }: DeviceUses | DeviceAcknowledges,
  anything: boolean,
  { flags }: NetRules,
): readonly Fault[] {
  if (inner === true)
    return [
      refusal('device', ['packed.desc.def.1'], `chain ${chain} is used by an id of its list that is not the last`),
    ]
  if (wrote === undefined || flags(anything).includes(wrote)) return []
  const because = `chain ${chain} is used with WRITE ${wrote ? 'set' : 'clear'}, and ${anything ? 'something' : 'nothing'} was written`
  return [refusal('device', ['packed.used.def.1'], because)]
}
