import { featuresNamed } from '../../model/feature/table.ts'
import { includes } from '../../model/kernel/bits.ts'
import type { Entry } from '../../properties/target.ts'
import type { NetTerms } from '../../properties/terms.ts'
import type { Deviation } from './deviation.ts'

const MRG_RXBUF = featuresNamed(['VIRTIO_NET_F_MRG_RXBUF'])

/** The assertion that fails where the header does not go into a buffer. */
const ASSERTION = "iov_from_buf_full: Assertion `offset == 0' failed"

/** What QEMU does of itself where a driver breaks its own queue. */
export const qemuHostileDeviations: readonly Deviation<NetTerms>[] = [
  {
    name: 'qemu-short-buffer-aborts',
    kind: 'shows',
    clause: 'house.device.answers',
    by: 'device',
    reason:
      'Without MRG_RXBUF a receive buffer that is shorter than the header ends the process by a failed assertion as soon as a frame is to be placed in it. A driver in the guest can do that; the host is told of an abort and not of a driver’s mistake. 10.0 and 11.1 take the same plan without harm.',
    versions: { from: '7.2', to: '7.2' },
    property: 'hostile/memory',
    trace: 'qemu-short-buffer-aborts.jsonl',
    due: (log) => meetsShortBuffer(log),
    predicts: ({ queues }, action) =>
      action.kind === 'device.fails' &&
      action.how === 'dies' &&
      action.words.includes(ASSERTION) &&
      queues.some((queue) => queue?.kind === 'receive' && queue.broken?.how === 'short'),
  },
]

/** Whether a frame came while the first receive queue held a buffer that is too short, and nothing else ever. */
function meetsShortBuffer(log: readonly Entry[]): boolean {
  const breaks = log.findIndex(
    (entry) => entry.kind === 'driver.corrupts' && entry.queue === 0 && entry.how === 'short',
  )
  if (breaks === -1) return false
  const before = log.slice(0, breaks)
  const isPlain = before.every(({ kind }) => kind !== 'driver.offers' && kind !== 'driver.commands')
  const merges = before.some((entry) => entry.kind === 'driver.accepts' && includes(entry.features, MRG_RXBUF))
  const [next] = log.slice(breaks + 1)
  return isPlain && !merges && next?.kind === 'wire.arrives'
}
