import { type Bytes, lengthOf } from '../kernel/bytes.ts'
import type { NetAction } from './action.ts'
import { has } from './numbering.ts'
import type { NetState } from './state.ts'

/** What was seen to happen on one queue. */
export interface QueueCounts {
  readonly packets: number
  readonly bytes: number
  /** The same where a short frame is padded. */
  readonly padded: number
  readonly interrupts: number
}

/** What was seen to happen. */
export interface Counts {
  readonly queues: Readonly<Record<number, QueueCounts>>
  /** Commands that were acknowledged, and those of them with OK. */
  readonly commands: number
  readonly accepted: number
}

/** What is known of a device's statistics. */
export interface Statistics {
  /** Since the reset. */
  readonly now: Counts
  /** What of it was seen at the last rest: all that had happened by then. */
  readonly rested: Counts
  /** Before the reset: whether a reset clears the counters is not said. */
  readonly earlier: Counts
}

const nothing: QueueCounts = { packets: 0, bytes: 0, padded: 0, interrupts: 0 }
const none: Counts = { queues: {}, commands: 0, accepted: 0 }
/** Nothing happened. */
export const noStatistics: Statistics = { now: none, rested: none, earlier: none }

/** What was seen on a queue. */
export const countsOf = ({ queues }: Counts, queue: number): QueueCounts => queues[queue] ?? nothing

function withCounts(counts: Counts, queue: number, add: Partial<QueueCounts>): Counts {
  const { packets, bytes, padded, interrupts } = countsOf(counts, queue)
  const sum = {
    packets: packets + (add.packets ?? 0),
    bytes: bytes + (add.bytes ?? 0),
    padded: padded + (add.padded ?? 0),
    interrupts: interrupts + (add.interrupts ?? 0),
  }
  return { ...counts, queues: { ...counts.queues, [queue]: sum } }
}

/** The shortest frame there is on Ethernet, without its checksum: what a target that pads makes of a shorter one. */
const SHORTEST = 60

/** What one packet adds to what was seen. */
export function packetOf(frame: Bytes): Pick<QueueCounts, 'packets' | 'bytes' | 'padded'> {
  const bytes = lengthOf(frame)
  return { packets: 1, bytes, padded: Math.max(bytes, SHORTEST) }
}

/** What an action adds to what was seen, by the states before and after it. */
function addedBy(counts: Counts, action: NetAction, before: NetState, after: NetState): Counts {
  if (action.kind === 'device.uses') {
    const placed = before.arriving.filter((frame) => !after.arriving.includes(frame))
    return placed.reduce((sum, { bytes }) => withCounts(sum, action.queue, packetOf(bytes)), counts)
  }
  if (action.kind === 'device.sends') {
    const left = before.leaving.filter((frame) => !after.leaving.includes(frame))
    return left.reduce((sum, { queue }) => withCounts(sum, queue, packetOf(action.bytes)), counts)
  }
  if (action.kind === 'device.interrupts') return withCounts(counts, action.queue, { interrupts: 1 })
  if (action.kind !== 'device.acknowledges') return counts
  const accepted = counts.accepted + (action.bytes.startsWith('00') ? 1 : 0)
  return { ...counts, commands: counts.commands + 1, accepted }
}

/** A state with what was seen counted in. Nothing is counted where nobody can ask. */
export function counted(before: NetState, action: NetAction, after: NetState): NetState {
  const { statistics = noStatistics } = before
  if (action.kind === 'driver.resets') return { ...after, statistics: { ...noStatistics, earlier: sumOf(statistics) } }
  if (!has(after, 'VIRTIO_NET_F_DEVICE_STATS')) return after
  if (action.kind === 'device.rests') return { ...after, statistics: { ...statistics, rested: statistics.now } }
  const now = addedBy(statistics.now, action, before, after)
  return now === statistics.now ? after : { ...after, statistics: { ...statistics, now } }
}

function sumOf({ now, earlier }: Statistics): Counts {
  const sum = Object.entries(now.queues).reduce(
    (all, [queue, counts]) => withCounts(all, Number(queue), counts),
    earlier,
  )
  return { ...sum, commands: sum.commands + now.commands, accepted: sum.accepted + now.accepted }
}
