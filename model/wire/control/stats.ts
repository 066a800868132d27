import { VIRTIO_NET_CTRL_STATS_GET, VIRTIO_NET_CTRL_STATS_QUERY } from '../control-class.ts'
import { type Decoded, decoded, malformed } from '../decoded.ts'
import { unsigned } from '../unsigned.ts'
import { bitsOfWord, wordOfBits } from './bits64.ts'
import type { CommandBody } from './body.ts'

/** VIRTIO_NET_CTRL_STATS_QUERY: asks which statistics there are. */
export interface StatsQuery {
  readonly name: 'STATS_QUERY'
}
/** One entry of `struct virtio_net_ctrl_queue_stats`. */
export interface StatsRequest {
  /** `vq_index`, which need not be a queue's. */
  readonly queue: number
  /** The bits of `types_bitmap` that are set, ascending. */
  readonly types: readonly number[]
}
/** VIRTIO_NET_CTRL_STATS_GET: asks for statistics of queues. */
export interface StatsGet {
  readonly name: 'STATS_GET'
  readonly requests: readonly StatsRequest[]
}
/** A command of the class VIRTIO_NET_CTRL_STATS. */
export type StatsCommand = StatsQuery | StatsGet

/** Bytes of one entry of `struct virtio_net_ctrl_queue_stats`. */
const REQUEST_SIZE = 16
const TYPES_OFFSET = 8
/** Bytes of `struct virtio_net_stats_capabilities`. */
export const STATS_CAPABILITIES_SIZE = 8

/** `struct virtio_net_stats_capabilities`. */
export function encodeStatsCapabilities(types: readonly number[]): Uint8Array {
  const data = new Uint8Array(STATS_CAPABILITIES_SIZE)
  new DataView(data.buffer).setBigUint64(0, wordOfBits(types, 'supported_stats_types'), true)
  return data
}

/** The bits of `supported_stats_types`; `undefined` where there are too few bytes. */
export function decodeStatsCapabilities(data: Uint8Array): readonly number[] | undefined {
  if (data.length < STATS_CAPABILITIES_SIZE) return undefined
  return bitsOfWord(new DataView(data.buffer, data.byteOffset).getBigUint64(0, true))
}

/** The body of a command of this class. @throws RangeError for a number that does not fit */
export function encodeStats(command: StatsCommand): CommandBody {
  if (command.name === 'STATS_QUERY') return { command: VIRTIO_NET_CTRL_STATS_QUERY, data: new Uint8Array(0) }
  const data = new Uint8Array(REQUEST_SIZE * command.requests.length)
  const view = new DataView(data.buffer)
  for (const [nth, { queue, types }] of command.requests.entries()) {
    view.setUint16(nth * REQUEST_SIZE, unsigned(queue, 16, 'vq_index'), true)
    view.setBigUint64(nth * REQUEST_SIZE + TYPES_OFFSET, wordOfBits(types, 'types_bitmap'), true)
  }
  return { command: VIRTIO_NET_CTRL_STATS_GET, data }
}

/** The command of this class that a body is; `undefined` where its number is not known. */
export function decodeStats({ command, data }: CommandBody): Decoded<StatsCommand> | undefined {
  if (command === VIRTIO_NET_CTRL_STATS_GET) return decodeGet(data)
  if (command !== VIRTIO_NET_CTRL_STATS_QUERY) return undefined
  if (data.length > 0) return malformed(0, `${data.length} bytes too many: the query has no data`)
  return decoded({ name: 'STATS_QUERY' })
}

function decodeGet(data: Uint8Array): Decoded<StatsGet> {
  const rest = data.length % REQUEST_SIZE
  if (rest !== 0) return malformed(data.length - rest, `an entry of 16 bytes has only ${rest}`)
  const view = new DataView(data.buffer, data.byteOffset)
  const starts = Array.from({ length: data.length / REQUEST_SIZE }, (_, nth) => nth * REQUEST_SIZE)
  const reserved = starts
    .flatMap((at) => [2, 3, 4, 5, 6, 7].map((byte) => at + byte))
    .find((at) => view.getUint8(at) !== 0)
  if (reserved !== undefined) return malformed(reserved, 'the reserved words must be zero')
  const requests = starts.map((at) => ({
    queue: view.getUint16(at, true),
    types: bitsOfWord(view.getBigUint64(at + TYPES_OFFSET, true)),
  }))
  return decoded({ name: 'STATS_GET', requests })
}
