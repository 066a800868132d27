import { has } from '../feature.ts'
import type { CommandClass, CommandParts, Limits } from './class.ts'

const stats = { QUERY: 0, GET: 1 } as const
const capabilitiesLength = 8
/** Bytes of one entry of virtio_net_ctrl_queue_stats, and its offsets. */
const requestLength = 16
const request = { queue: 0, reserved: 2, types: 8 } as const
/** Offsets of virtio_net_stats_reply_hdr, and its bytes. */
const header = { type: 0, queue: 2, size: 6, length: 8 } as const
/** Types of statistics: the bit in a bitmap is the number in a reply. */
const type = { RX_BASIC: 0, TX_BASIC: 16, CVQ: 32 } as const
const counters = { basic: 6, control: 2 } as const
const basicLength = header.length + 8 * counters.basic

/** How many requests a command may hold: one for each queue. */
const mostRequests = ({ maxPairs }: Limits): number => 2 * maxPairs + 1
/** Bytes of the longest command of the class. */
export const longestStats = (limits: Limits): number => requestLength * mostRequests(limits)
/** Bytes of the longest reply of the class. */
export const longestStatsReply = (limits: Limits): number => basicLength * mostRequests(limits)

/** A counter as it is answered: 64 bits, which wrap. @clause net.stats.device.11 */
export const wrapped = (count: number): bigint => BigInt.asUintN(64, BigInt(count))

/** The class VIRTIO_NET_CTRL_STATS of a device, which has the statistics that need no feature. */
export function createStats({ layout, memory, negotiated, queues, reply }: CommandParts): CommandClass {
  const { view } = memory
  const { notifications, framesDone, bytesDone, interruptsSent, dropsNoBuffer, dropsTooLarge, dropsMalformed } = layout
  const { commandsDone, commandsAccepted } = layout

  /** The one type of a queue. */
  function typeOf(queue: number): number {
    if (queue === queues.control()) return type.CVQ
    return (queue & 1) === 0 ? type.RX_BASIC : type.TX_BASIC
  }

  /** Whether every request asks for the type of a queue that there is. @clause net.stats.device.2 net.stats.device.3 */
  function isSound(at: number, length: number): boolean {
    for (let place = at; place < at + length; place += requestLength) {
      const queue = view.getUint16(place + request.queue, true)
      if (queue >= queues.count()) return false
      if (view.getUint16(place + request.reserved, true) !== 0) return false
      if (view.getUint32(place + request.reserved + 2, true) !== 0) return false
      if (view.getBigUint64(place + request.types, true) !== 1n << BigInt(typeOf(queue))) return false
    }
    return true
  }

  function writeHeader(at: number, queue: number, length: number): void {
    view.setBigUint64(at, 0n, true)
    view.setUint8(at + header.type, typeOf(queue))
    view.setUint16(at + header.queue, queue, true)
    view.setUint16(at + header.size, length, true)
  }

  /** Writes the statistics of a queue; how many bytes they take. */
  function write(at: number, queue: number): number {
    const values =
      queue === queues.control()
        ? [(commandsDone[0] as number) + 1, (commandsAccepted[0] as number) + 1]
        : basicOf(queue)
    const length = header.length + 8 * values.length
    writeHeader(at, queue, length)
    values.forEach((value, nth) => {
      view.setBigUint64(at + header.length + 8 * nth, wrapped(value), true)
    })
    return length
  }

  function basicOf(queue: number): readonly number[] {
    const noBuffer = dropsNoBuffer[queue] as number
    const tooLarge = dropsTooLarge[queue] as number
    const malformed = dropsMalformed[queue] as number
    return [
      notifications[queue] as number,
      framesDone[queue] as number,
      bytesDone[queue] as number,
      interruptsSent[queue] as number,
      noBuffer + tooLarge + malformed,
      (queue & 1) === 0 ? noBuffer : malformed,
    ]
  }

  function query(length: number): boolean {
    if (length !== 0) return false
    const types = (1n << BigInt(type.RX_BASIC)) | (1n << BigInt(type.TX_BASIC)) | (1n << BigInt(type.CVQ))
    view.setBigUint64(reply, types, true)
    layout.replyLength[0] = capabilitiesLength
    return true
  }

  function get(at: number, length: number): boolean {
    if (length === 0 || length % requestLength !== 0 || !isSound(at, length)) return false
    let end = reply
    for (let place = at; place < at + length; place += requestLength) {
      end += write(end, view.getUint16(place + request.queue, true))
    }
    layout.replyLength[0] = end - reply
    return true
  }

  return {
    execute(command, at, length) {
      if (!has(negotiated(), 'DEVICE_STATS')) return false
      if (command === stats.QUERY) return query(length)
      return command === stats.GET && get(at, length)
    },
  }
}
