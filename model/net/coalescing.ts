import type { QueueIndex } from '../kernel/brand.ts'
import { isOwing } from '../ring/queue.ts'
import type { CoalescingParameters } from '../wire/control/coalescing.ts'
import type { NetState } from './state.ts'

/** Where the parameters of a queue come from. */
export type CoalescingOrigin = 'TX_SET or RX_SET' | 'VQ_SET' | 'VQ_SET with reserved bits' | 're-enabling'

/** The parameters of one queue that were set since the reset. */
export interface QueueCoalescing {
  readonly parameters: CoalescingParameters
  /** What they were before. */
  readonly before: CoalescingParameters
  readonly origin: CoalescingOrigin
  /** They were changed while a notification was held back that they no longer allow to hold. @clause net.coal.def.3 */
  readonly isDue?: true
}

/** Notification coalescing since the last reset. */
export interface Coalescing {
  /** What TX_SET set last. */
  readonly transmit?: CoalescingParameters
  /** What RX_SET set last. */
  readonly receive?: CoalescingParameters
  /** By queue; a queue that is not here has the parameters of a reset. */
  readonly queues: Readonly<Record<number, QueueCoalescing>>
  /** Nobody can tell the parameters: a command without a meaning was taken, or one may have been. */
  readonly unknown?: true
}

/** As after a reset. @clause net.coal.device.9 */
export const noCoalescing: Coalescing = { queues: {} }
/** The parameters of a reset: a notification after every packet. */
export const zero: CoalescingParameters = { maxPackets: 0, maxUsecs: 0 }

const coalescingOf = ({ coalescing = noCoalescing }: NetState): Coalescing => coalescing

/** Whether these parameters let a device hold notifications back. @clause net.coal.def.2 */
export const holdsBack = ({ maxPackets, maxUsecs }: CoalescingParameters): boolean => maxPackets > 0 && maxUsecs > 0

/** The parameters of a queue; `undefined` where nobody can tell. */
export function parametersOf(state: NetState, queue: number): CoalescingParameters | undefined {
  const { queues, unknown } = coalescingOf(state)
  return unknown === true ? undefined : (queues[queue]?.parameters ?? zero)
}

/** Whether a device may hold a notification of this queue back. @clause net.coal.device.7 */
export function mayHold(state: NetState, queue: QueueIndex): boolean {
  const parameters = parametersOf(state, queue)
  return parameters === undefined || holdsBack(parameters)
}

/** Whether a queue is one that coalescing can be set for: an enabled receive or transmit queue. @clause net.coal.device.4 */
export function isCoalesced(state: NetState, index: number): boolean {
  const queue = state.queues[index]
  return queue !== undefined && queue.kind !== 'control' && !queue.inReset
}

/** The parameters of one queue changed. */
function changed(
  state: NetState,
  index: number,
  parameters: CoalescingParameters,
  origin: CoalescingOrigin,
): QueueCoalescing {
  const before = coalescingOf(state).queues[index]?.parameters ?? zero
  const queue = state.queues[index]
  const isHeld = queue !== undefined && isOwing(queue) && holdsBack(before)
  return { parameters, before, origin, ...(isHeld && !holdsBack(parameters) ? { isDue: true } : {}) }
}

/** TX_SET or RX_SET was taken. */
export function allSet(state: NetState, side: 'transmit' | 'receive', parameters: CoalescingParameters): NetState {
  const all = state.queues.flatMap((queue) => (queue?.kind === side ? [queue.index] : []))
  const news = all.map((index) => [index, changed(state, index, parameters, 'TX_SET or RX_SET')] as const)
  const now = coalescingOf(state)
  return {
    ...state,
    coalescing: { ...now, [side]: parameters, queues: { ...now.queues, ...Object.fromEntries(news) } },
  }
}

/** VQ_SET was taken, or a queue was enabled anew. */
export function oneSet(
  state: NetState,
  index: number,
  parameters: CoalescingParameters,
  origin: CoalescingOrigin,
): NetState {
  const now = coalescingOf(state)
  return {
    ...state,
    coalescing: { ...now, queues: { ...now.queues, [index]: changed(state, index, parameters, origin) } },
  }
}

/** A queue was enabled anew: what was set for all of its kind counts again. @clause net.coal.device.5 net.coal.device.6 */
export function coalescingRenewed(state: NetState, index: QueueIndex): NetState {
  if (state.coalescing === undefined) return state
  const kind = state.queues[index]?.kind
  if (kind === undefined || kind === 'control') return state
  return oneSet(state, index, coalescingOf(state)[kind] ?? zero, 're-enabling')
}

/** Nobody can tell the parameters any more. */
export const coalescingUnknown = (state: NetState): NetState => ({
  ...state,
  coalescing: { ...coalescingOf(state), unknown: true },
})

/** Whether a notification is due since the parameters changed. @clause net.coal.def.3 */
export const isDueByChange = (state: NetState, queue: QueueIndex): boolean =>
  coalescingOf(state).queues[queue]?.isDue === true
