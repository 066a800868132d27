import type { Obligation } from '../../kernel/machine.ts'
import { type Fault, owe, restless } from '../../kernel/step.ts'
import { type Isr, settledIsr } from './isr.ts'
import type { PciQueue } from './queue.ts'
import { isOwed } from './signal.ts'
import type { PciState } from './state.ts'

/** What a function must have done before it rests: answer, use what it was told of, and notify. */
export function owed(state: PciState): readonly Obligation[] {
  return [...owedAnswer(state), ...state.queues.flatMap(owedUses), ...owedSignals(state)]
}

function owedAnswer({ question }: PciState): readonly Obligation[] {
  if (question === undefined) return []
  if (question.kind === 'queue reset') {
    return [owe('pci.common.device.11', `the reset of queue ${question.queue} does not end`)]
  }
  return [
    owe('house.device.answers', `${question.kind === 'register' ? question.register : question.kind} is not answered`),
  ]
}

function owedUses(queue: PciQueue, index: number): readonly Obligation[] {
  if (queue.due === 0) return []
  const because = `${queue.due} buffers of queue ${index} are not used although the device was notified`
  return [owe(clauseOfLoss(queue), because)]
}

function clauseOfLoss({ told, origin, size, formerSize }: PciQueue) {
  if (told === 'window') return 'pci.cfgaccess.device.2'
  if (origin === 'reset') return 'house.chain.lost'
  return size === formerSize ? 'core.vqreset.device.2' : 'core.vqreset.device.3'
}

function owedSignals(state: PciState): readonly Obligation[] {
  return state.events
    .filter((event) => isOwed(state, event))
    .map(({ source, vectors }) => {
      const what = source === 'configuration' ? 'a change of configuration' : `a used buffer of queue ${source}`
      return owe('pci.msix.device.4', `${what} is not signalled by vector ${vectors.join(' or ')}`)
    })
}

/** What a rest breaks: whatever is owed. */
export function faultsOfRest(state: PciState): readonly Fault[] {
  const [first, ...others] = owed(state)
  return first === undefined ? [] : [restless([first, ...others])]
}

/** After a rest: what happened before it was notified of, and nothing is owed. */
export function restedState(state: PciState): PciState {
  const isr = settledIsr(signalledIsr(state))
  const queues = state.queues.map((queue) => (queue.due > 0 ? { ...queue, due: 0 } : queue))
  return { ...state, isr, queues, events: [], question: undefined }
}

/** While MSI-X is enabled, a change of configuration that was signalled by its vector has set its bit. @clause pci.isr.device.2 */
function signalledIsr({ isr, msix, events }: PciState): Isr {
  const told = events.some(({ source, vectors, owed }) => source === 'configuration' && vectors.length > 0 && !owed)
  const others = events.some(({ source }) => source !== 'configuration')
  if (!msix || !told || others) return isr
  return { ...isr, fresh: { ...isr.fresh, configuration: true } }
}
