import type { EntryOf } from '../../properties/terms.ts'
import type { TunTerms } from '../../properties/tun/terms.ts'
import type { Deviation } from './deviation.ts'

type Entry = EntryOf<TunTerms>

/** Whether flows were taught, then a queue was detached or closed, and then a packet was read. */
function learnsAndDetaches(log: readonly Entry[]): boolean {
  const taught = log.findIndex(({ kind }) => kind === 'user.teaches' || kind === 'user.writes')
  const after = taught < 0 ? [] : log.slice(taught)
  const left = after.findIndex(({ kind }) => kind === 'user.switches' || kind === 'user.closes')
  return left >= 0 && after.slice(left).some(({ kind }) => kind === 'device.delivers')
}

/** What is known of the tun driver of Linux, and in which versions, that its interface does not mean. */
export const linuxTunDeviations: readonly Deviation<TunTerms>[] = [
  {
    name: 'linux-tun-flows-outlive-queue',
    kind: 'widens',
    rule: 'flowsAfterDetach',
    clause: 'linux-tun.detach.flows',
    by: 'device',
    reason:
      'Detaching a queue forgets no flow: __tun_detach asks tun_flow_delete_by_queue for the slot one past the old last one, which no flow can have. Flows of the detached queue go to the queue that takes its slot; those of the last slot go to the first queue, until they expire.',
    versions: { from: '6.18', to: '7.3' },
    property: 'tun/detach-flows',
    trace: 'linux-tun-flows-outlive-queue.jsonl',
    due: learnsAndDetaches,
    widen: (rules) => ({ ...rules, flowsAfterDetach: (flows) => flows }),
  },
]
