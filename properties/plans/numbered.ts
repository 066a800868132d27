import { feature } from '../../model/feature/table.ts'
import { includes } from '../../model/kernel/bits.ts'
import { pairIndex, receiveQueueOf, transmitQueueOf } from '../../model/kernel/brand.ts'
import type { NetStimulus } from '../../model/net/action.ts'
import type { Plan, PlanStep } from '../property.ts'
import { type Intent, queueOf } from './traffic.ts'

/** A step of a script: an intent, a stimulus that needs no id, or a rest. */
export type ScriptStep = Intent | PlanStep

/** An intent that is no stimulus yet. */
type Unnumbered = Exclude<Intent, NetStimulus>

/** What numbering keeps track of: the next ids, and how many transmit queues may be used. */
interface Count {
  chain: number
  frame: number
  transmitPairs: number
  /** What commands placed since the last rest will allow. */
  asked: number | undefined
  /** Positions of used rings that what was handed over and what came in will take, by queue. */
  readonly taken: Map<number, number>
  /** Positions are descriptors, not entries. */
  packed: boolean
  /** Descriptors may lie in tables. */
  tables: boolean
}

/** The plan of a script: every chain and frame with an id of its own, every transmit on a queue that may be used then. */
export function numbered(script: readonly ScriptStep[]): Plan {
  const count: Count = {
    chain: 0,
    frame: 0,
    transmitPairs: 1,
    asked: undefined,
    taken: new Map(),
    packed: false,
    tables: false,
  }
  return script.map((step) =>
    step.kind.includes('.') ? passed(step as PlanStep, count) : stimulusOf(step as Unnumbered, count),
  )
}

function passed(step: PlanStep, count: Count): PlanStep {
  if (step.kind === 'driver.resets') {
    count.transmitPairs = 1
    count.asked = undefined
    count.taken.clear()
  }
  if (step.kind === 'driver.resetsQueue') count.taken.delete(step.queue)
  if (step.kind === 'driver.accepts') {
    count.packed = includes(step.features, feature('VIRTIO_F_RING_PACKED'))
    count.tables = includes(step.features, feature('VIRTIO_F_INDIRECT_DESC'))
  }
  if (step.kind === 'device.rests' && count.asked !== undefined) {
    count.transmitPairs = count.asked
    count.asked = undefined
  }
  return step
}

function stimulusOf(intent: Unnumbered, count: Count): NetStimulus {
  switch (intent.kind) {
    case 'offer':
      return {
        kind: 'driver.offers',
        queue: receiveQueueOf(intent.pair),
        chain: count.chain++,
        lengths: intent.lengths,
        ...(intent.indirect && { indirect: intent.indirect }),
      }
    case 'transmit':
      return transmitOf(intent, count)
    case 'arrive': {
      const frame = count.frame++
      take(count, 0, 1)
      const said = intent.offload && { offload: intent.offload }
      return { kind: 'wire.arrives', frame, bytes: intent.frame(frame), ...said }
    }
    case 'command':
      return commandOf(intent, count)
    case 'notify':
      return { kind: 'driver.notifies', queue: queueOf(intent.pair, intent.side), on: intent.on }
    case 'await': {
      const queue = queueOf(intent.pair, intent.side)
      return { kind: 'driver.awaits', queue, event: ((count.taken.get(queue) ?? 0) + intent.ahead) & 0xffff }
    }
    case 'corrupt':
      return { kind: 'driver.corrupts', queue: intent.queue, chain: count.chain++, how: intent.how }
    case 'read':
      return { kind: 'driver.reads', field: intent.field }
  }
}

function take({ taken }: Count, queue: number, positions: number): void {
  taken.set(queue, (taken.get(queue) ?? 0) + positions)
}

function transmitOf(intent: Intent & { kind: 'transmit' }, count: Count): NetStimulus {
  const queue = transmitQueueOf(pairIndex(Math.floor(intent.share * count.transmitPairs)))
  const frame = count.frame++
  const { cuts, request, indirect } = intent
  const asked = { ...(request && { request }), ...(indirect && { indirect }) }
  const inTable = count.tables && indirect !== undefined
  take(count, queue, count.packed && !inTable ? cuts.length + 1 : 1)
  return { kind: 'driver.transmits', queue, chain: count.chain++, frame, bytes: intent.frame(frame), cuts, ...asked }
}

function commandOf(intent: Intent & { kind: 'command' }, count: Count): NetStimulus {
  if (intent.allows !== undefined) {
    count.transmitPairs = Math.min(count.transmitPairs, intent.allows)
    count.asked = intent.allows
  }
  const { command, result, indirect } = intent
  const more = { ...(result !== undefined && { result }), ...(indirect && { indirect }) }
  return { kind: 'driver.commands', chain: count.chain++, command, ...more }
}
