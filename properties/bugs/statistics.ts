import type { ClauseId } from '../../model/clause/clause.ts'
import { arrayOf, type Bytes, hexOf } from '../../model/kernel/bytes.ts'
import type { ControlCommand } from '../../model/wire/control-command.ts'
import { type AckChange, answering, takingAll, turningDownSome } from './control-reply.ts'
import type { ReactionBug } from './reaction-bug.ts'

/** Bytes before the first reply, and offsets in `struct virtio_net_stats_reply_hdr`. */
const ACK = 1
const offset = { queue: 2, size: 6, counters: 8 } as const

/** The first reply of a STATS_GET, changed. */
function firstReply(change: (view: DataView, command: ControlCommand) => void): () => AckChange {
  return () => (bytes, command) => {
    const data = arrayOf(bytes)
    if (command.name !== 'STATS_GET' || data.length < ACK + offset.counters) return bytes
    const copy = data.slice()
    change(new DataView(copy.buffer, ACK), command)
    return hexOf(copy)
  }
}

function addTo(view: DataView, counter: number, amount: bigint): void {
  const at = offset.counters + 8 * counter
  if (at + 8 <= view.byteLength) view.setBigUint64(at, view.getBigUint64(at, true) + amount, true)
}

const isOfControlQueue = (view: DataView): boolean => view.getUint8(0) === 32

const knownBits: readonly number[] = [0, 1, 2, 3, 16, 17, 18, 19, 32]
const isUnknown = (bit: number): boolean => !knownBits.includes(bit)

/** Only one request, of which this holds. */
const alone =
  (holds: (queue: number, types: readonly number[]) => boolean) =>
  (command: ControlCommand): boolean => {
    if (command.name !== 'STATS_GET' || command.requests.length !== 1) return false
    return command.requests.every(({ queue, types }) => holds(queue, types))
  }

const sideOf = (bit: number): number => (bit === 32 ? 2 : bit >= 16 ? 1 : 0)

const taking = (id: string, says: string, clause: ClauseId, isMine: (command: ControlCommand) => boolean) =>
  takingAll({ id, says, source: 'ours', property: 'statistics/refused', clause }, isMine)

/** Seeded bugs of device statistics. */
export const statisticsBugs: readonly ReactionBug[] = [
  turningDownSome(
    {
      id: 'statistics-query-once',
      says: 'STATS_QUERY is turned down from the second time on.',
      source: 'ours',
      property: 'statistics/capabilities',
      clause: 'net.stats.device.1',
    },
    ({ name }, watch) =>
      name === 'STATS_QUERY' && watch.acknowledged.filter(({ command }) => command.name === 'STATS_QUERY').length > 1,
  ),
  answering(
    {
      id: 'statistics-size-of-counters',
      says: 'size counts the counters and not the header.',
      source: 'ours',
      property: 'statistics/replies',
      clause: 'net.stats.device.8',
    },
    firstReply((view) => view.setUint16(offset.size, view.getUint16(offset.size, true) - offset.counters, true)),
  ),
  answering(
    {
      id: 'statistics-queue-unnamed',
      says: 'vq_index of a reply is 0.',
      source: 'ours',
      property: 'statistics/replies',
      clause: 'net.stats.device.9',
    },
    firstReply((view) => view.setUint16(offset.queue, 0, true)),
  ),
  answering(
    {
      id: 'statistics-longer',
      says: 'len covers eight bytes behind the last reply.',
      source: 'ours',
      property: 'statistics/replies',
      clause: 'net.stats.device.10',
    },
    () => (bytes, command) =>
      command.name === 'STATS_GET' && bytes.length > 2 && command.requests.length === 1
        ? (bytes.padEnd(bytes.length + 16, '0') as Bytes) // more bytes
        : bytes,
  ),
  taking(
    'statistics-queue-beyond',
    'Statistics of a queue that is not there are acknowledged with OK.',
    'net.stats.device.4',
    alone((queue) => queue > 8),
  ),
  taking(
    'statistics-type-unknown',
    'Bits that are no type are left unnoticed.',
    'net.stats.device.5',
    alone((_, types) => types.some(isUnknown)),
  ),
  taking(
    'statistics-type-misplaced',
    'Types of another kind of queue are left unnoticed.',
    'net.stats.device.6',
    alone((queue, types) => types.some((bit) => sideOf(bit) !== (queue === 8 ? 2 : queue % 2))),
  ),
  taking(
    'statistics-type-locked',
    'Types whose feature was not negotiated are acknowledged with OK.',
    'net.stats.device.7',
    alone((queue, types) => queue < 8 && types.every((bit) => !isUnknown(bit) && sideOf(bit) === queue % 2)),
  ),
  taking(
    'statistics-some-bad',
    'A command with a good request is acknowledged with OK, whatever the others are.',
    'net.stats.device.3',
    (command) => command.name === 'STATS_GET' && command.requests.length > 1,
  ),
  taking(
    'statistics-cut-off',
    'A request that is cut off is acknowledged with OK.',
    'net.stats.device.2',
    (command) => command.name === 'RAW' && command.class === 8,
  ),
  answering(
    {
      id: 'statistics-command-uncounted',
      says: 'The counters of the control queue leave the command out that asks for them.',
      source: 'ours',
      property: 'statistics/counters',
      clause: 'net.stats.def.1',
    },
    firstReply((view) => {
      if (isOfControlQueue(view)) addTo(view, 0, -1n)
    }),
  ),
  answering(
    {
      id: 'statistics-bytes-with-header',
      says: 'The header of each frame is counted among the bytes of a receive queue.',
      source: 'ours',
      property: 'statistics/counters',
      clause: 'house.statistics.true',
    },
    firstReply((view) => {
      const packets = view.byteLength < 24 ? 0n : view.getBigUint64(offset.counters + 8, true)
      if (!isOfControlQueue(view)) addTo(view, 2, 12n * packets)
    }),
  ),
]
