import { type DropRule, dropped } from '../../model/net/arrival.ts'
import type { NetRules } from '../../model/net/rules.ts'
import type { Arriving, NetState } from '../../model/net/state.ts'
import type { Entry } from '../../properties/target.ts'
import type { NetTerms } from '../../properties/terms.ts'
import type { Deviation } from './deviation.ts'

/** The frames on their way but for those that must be dropped since their queues are in reset. */
export function undropped(state: NetState, drops: DropRule): readonly Arriving[] {
  const must = new Set(dropped(state, [], drops).map(({ frame }) => frame))
  return state.arriving.filter(({ frame }) => !must.has(frame))
}

/**
 * Whether the only receive queue was reset alone, a frame came and the device rested, and the queue was enabled anew and given a buffer.
 */
function keepsOneWaiting(log: readonly Entry[]): boolean {
  if (log.some((entry) => entry.kind === 'device.acknowledges')) return false
  const found = ['driver.resetsQueue', 'wire.arrives', 'device.rests', 'driver.reenables', 'driver.offers']
  const relevant = log.filter((entry) => found.includes(entry.kind) && (!('queue' in entry) || entry.queue === 0))
  const at = relevant.findIndex(({ kind }) => kind === 'driver.resetsQueue')
  return (
    at >= 0 &&
    relevant
      .slice(at)
      .map(({ kind }) => kind)
      .join(' ')
      .startsWith(found.join(' '))
  )
}

/** Until a receive queue that was in reset is notified, frames that came meanwhile stay: no one is surely placed, none surely lost. */
function held(rules: NetRules): NetRules['waits'] {
  return (state, drops) =>
    state.queues.some((queue) => queue?.kind === 'receive' && queue.wasInReset)
      ? undropped(state, drops).map((frame) => ({ ...frame, excused: true }))
      : rules.waits(state, drops)
}

/** What is known of the reset of single queues in QEMU's virtio-net. */
export const qemuQueueResetDeviations: readonly Deviation<NetTerms>[] = [
  {
    name: 'qemu-frames-wait-for-reset-queue',
    kind: 'widens',
    rule: 'drops',
    clause: 'net.mq.device.10',
    by: 'device',
    reason:
      'A frame whose receive queue is in reset, or all of whose receive queues are, is not dropped: it waits in the backend as for a queue without buffers, and is placed once the queue is enabled anew. So is, under RSS, a frame for one queue in reset.',
    versions: { from: '7.2', to: '11.1' },
    property: 'queue-reset/automatic',
    trace: 'qemu-frames-wait-for-reset-queue.jsonl',
    due: keepsOneWaiting,
    widen: (rules) => ({ ...rules, drops: () => undefined }),
  },
  {
    name: 'qemu-stuck-behind-reset-queue',
    kind: 'widens',
    rule: 'waits',
    clause: 'house.frame.lost',
    by: 'device',
    reason:
      'While a receive queue is in reset nothing is taken off the tap queue of its pair, not even frames that RSS would place in other queues, which have room.',
    versions: { from: '7.2', to: '11.1' },
    property: 'queue-reset/rss-drops',
    trace: 'qemu-stuck-behind-reset-queue.jsonl',
    due: () => false,
    widen: (rules) => ({ ...rules, waits: held(rules) }),
  },
]
