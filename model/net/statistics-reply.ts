import type { ClauseId } from '../clause/clause.ts'
import { arrayOf, type Bytes, hexOf } from '../kernel/bytes.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import type { StatsGet } from '../wire/control/stats.ts'
import type { NetState } from './state.ts'
import { boundsOf } from './statistics-bounds.ts'
import { REPLY_HEADER_SIZE, replySize, type StatisticsType, statisticsTypes } from './statistics-type.ts'

const fault = (clause: ClauseId, because: string): Fault => refusal('device', [clause], because)

/** A reply that was asked for: a type of a queue. */
interface Wanted {
  readonly queue: number
  readonly number: number
  readonly type: StatisticsType
}

/** Every reply that a command asks for, in the command's order. */
export function wantedBy({ requests }: StatsGet): readonly Wanted[] {
  return requests.flatMap(({ queue, types }) =>
    types.flatMap((number) => {
      const type = statisticsTypes.get(number)
      return type === undefined ? [] : [{ queue, number, type }]
    }),
  )
}

/** Replies whose counters are as small, or as large, as they may be. */
export function encodeReplies(state: NetState, command: StatsGet, which: 'low' | 'high'): Bytes {
  const all = wantedBy(command).map(({ queue, number, type }) => {
    const data = new Uint8Array(replySize(type))
    const view = new DataView(data.buffer)
    view.setUint8(0, number)
    view.setUint16(2, queue, true)
    view.setUint16(6, data.length, true)
    for (const [nth, counter] of type.counters.entries()) {
      view.setBigUint64(REPLY_HEADER_SIZE + 8 * nth, boundsOf(state, queue, counter)[which], true)
    }
    return hexOf(data)
  })
  return all.join('') as Bytes // Bytes, joined
}

/** What is wrong with the result of a command: with headers and sizes first, then with counters. */
export function faultsOfReplies(state: NetState, command: StatsGet, room: number, result: Bytes): readonly Fault[] {
  const data = arrayOf(result)
  const wanted = wantedBy(command)
  const total = wanted.reduce((sum, { type }) => sum + replySize(type), 0)
  if (data.length > total) {
    return [fault('net.stats.device.10', `len covers ${data.length - total} bytes behind the last reply`)]
  }
  const open = [...wanted]
  const faults: Fault[] = []
  let at = 0
  while (at + REPLY_HEADER_SIZE <= data.length) {
    const one = replyAt(state, data, at, open)
    if (one.type === undefined) return [...faults, ...one.faults]
    faults.push(...one.faults)
    at += replySize(one.type)
  }
  const whole = Math.min(total, room)
  if (data.length === whole) return faults
  return [...faults, fault('net.stats.device.10', `len covers ${data.length} bytes of the replies, not ${whole}`)]
}

interface Judged {
  readonly type?: StatisticsType
  readonly faults: readonly Fault[]
}

/** The reply at an offset: takes what it is of out of what is still open. */
function replyAt(state: NetState, data: Uint8Array, at: number, open: Wanted[]): Judged {
  const view = new DataView(data.buffer, data.byteOffset)
  const number = view.getUint8(at)
  const queue = view.getUint16(at + 2, true)
  const size = view.getUint16(at + 6, true)
  const index = open.findIndex((one) => one.number === number && one.queue === queue)
  const [one] = index === -1 ? [] : open.splice(index, 1)
  if (one === undefined) {
    const because = `the reply at byte ${at} says type ${number} of queue ${queue}, which is not asked for, or was answered`
    return { faults: [fault('net.stats.device.9', because)] }
  }
  const { type } = one
  const wrongSize =
    size === replySize(type)
      ? []
      : [fault('net.stats.device.8', `size of ${type.name} of queue ${queue} is ${size}, not ${replySize(type)}`)]
  return { type, faults: [...wrongSize, ...faultsOfCounters(state, view, at, one)] }
}

function faultsOfCounters(state: NetState, view: DataView, at: number, { queue, type }: Wanted): readonly Fault[] {
  return type.counters.flatMap((counter, nth): readonly Fault[] => {
    const place = at + REPLY_HEADER_SIZE + 8 * nth
    if (place + 8 > view.byteLength) return []
    const value = view.getBigUint64(place, true)
    const { low, high } = boundsOf(state, queue, counter)
    if (value >= low && value <= high) return []
    const clause = type.kind === 'control' ? 'net.stats.def.1' : 'house.statistics.true'
    const range = low === high ? `${low}` : `${low} to ${high}`
    return [fault(clause, `${counter} of queue ${queue} is ${value}, not ${range}`)]
  })
}
