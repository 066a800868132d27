import { feature } from '../feature/table.ts'
import { includes } from '../kernel/bits.ts'
import { type QueueIndex, receiveQueueOf } from '../kernel/brand.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import { renewed, withdrawn } from '../ring/renewal.ts'
import type { ControlCommand } from '../wire/control-command.ts'
import type { DriverReenables, DriverResetsQueue } from './action.ts'
import { treatedToo } from './arrival.ts'
import { coalescingRenewed, coalescingUnknown } from './coalescing.ts'
import { unsettledFilter } from './control/filter.ts'
import { unsettledMq } from './control/mq.ts'
import { isOfFilterClass } from './filter.ts'
import { unfollowed } from './flow.ts'
import { faultsOfLiveQueue, withQueue } from './queues.ts'
import { faultsOfSize } from './ring-format.ts'
import type { NetRules } from './rules.ts'
import type { Setting } from './setting.ts'
import type { NetState, Pending } from './state.ts'

/** What a driver breaks by resetting a queue now. */
export function faultsOfQueueReset(state: NetState, { queue }: DriverResetsQueue): readonly Fault[] {
  const faults = faultsOfLiveQueue(state, queue)
  if (faults.length > 0) return faults
  if (state.life.phase === 'live' && includes(state.life.features, feature('VIRTIO_F_RING_RESET'))) return []
  return [refusal('driver', ['core.vqreset.driver.1'], `queue ${queue} is reset and RING_RESET is not negotiated`)]
}

/** A queue is reset: its chains are the driver's again, and so is what was to happen with them. */
export function queueReset(state: NetState, { queue: index }: DriverResetsQueue, rules: NetRules): NetState {
  const kind = state.queues[index]?.kind
  const next = unfollowed(withQueue(state, index, withdrawn))
  if (kind === 'control') return forgotten(next, rules)
  const mine = next.leaving.filter(({ queue }) => queue === index)
  return {
    ...next,
    leaving: next.leaving.filter(({ queue }) => queue !== index),
    gone: mine.length === 0 ? next.gone : { ...next.gone, withdrawn: [...next.gone.withdrawn, ...mine] },
    pending: doubted(next.pending, index),
  }
}

/**
 * The control queue was reset. Whether a command that was not acknowledged took effect before, nobody can tell: until the next that
 * is taken, any setting may be in force.
 */
function forgotten(state: NetState, rules: NetRules): NetState {
  const commands = state.pending.filter(({ applied }) => applied === 'not yet').map(({ command }) => command)
  const open = commands.length > 0
  const announcement = commands.some(({ name }) => name === 'ANNOUNCE_ACK') ? ('maybe' as const) : state.announcement
  const next = { ...state, pending: [], announcement }
  const unsettled = (setting: Setting) =>
    commands.some(isOfFilterClass) ? unsettledFilter(unsettledMq(setting)) : unsettledMq(setting)
  return open ? treatedToo({ ...coalescingUnknown(next), setting: unsettled(state.setting) }, rules) : next
}

/** What a driver breaks by enabling a queue anew. @clause core.vqreset.driver.3 */
export function faultsOfReenabling(state: NetState, { queue, size }: DriverReenables): readonly Fault[] {
  if (state.life.phase !== 'live' || state.queues[queue]?.inReset !== true) {
    return [refusal('driver', ['core.vqreset.driver.3'], `queue ${queue} is enabled anew and is not in reset`)]
  }
  return faultsOfSize(state, size)
}

/** A queue is enabled anew: empty, and as large as the driver says. */
export function reenabled(state: NetState, { queue, size, position }: DriverReenables): NetState {
  const next = unfollowed(withQueue(state, queue, (one) => renewed(one, size, position)))
  return coalescingRenewed({ ...next, pending: doubted(next.pending, queue) }, queue)
}

/** Commands on their way that mean a queue which goes away, or comes back: they may end either way. */
function doubted(pending: readonly Pending[], queue: QueueIndex): readonly Pending[] {
  const means = ({ command }: Pending) => isNamed(command, queue) || ('queue' in command && command.queue === queue)
  return pending.some(means) ? pending.map((one) => (means(one) ? { ...one, doubtful: true } : one)) : pending
}

/** Whether a command names a queue as one to be used. */
function isNamed(command: ControlCommand, queue: QueueIndex): boolean {
  if (command.name === 'VQ_PAIRS_SET') return queue >> 1 < command.pairs
  if (command.name !== 'RSS_CONFIG') return false
  return [command.unclassified, ...command.table].some((pair) => receiveQueueOf(pair) === queue)
}

/** Whether a command names a queue that is in reset: the driver must set it up first. @clause net.mq.driver.3 net.rss.driver.2 */
export function namesQueueInReset(state: NetState, command: ControlCommand): boolean {
  return state.queues.some((queue) => queue?.inReset === true && isNamed(command, queue.index))
}
