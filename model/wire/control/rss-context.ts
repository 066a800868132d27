import { arrayOf, type Bytes, hexOf } from '../../kernel/bytes.ts'
import {
  VIRTNET_RSS_CTX_CTRL_ADD,
  VIRTNET_RSS_CTX_CTRL_CAP_GET,
  VIRTNET_RSS_CTX_CTRL_DEL,
  VIRTNET_RSS_CTX_CTRL_MOD,
} from '../control-class.ts'
import { type Decoded, decoded, malformed, missing, shifted } from '../decoded.ts'
import { decodeRssConfig, encodeRssConfig, type RssConfig } from '../rss-config.ts'
import type { CommandBody } from './body.ts'
import { decodeFields, encodeFields, type Fields } from './fields.ts'

/** VIRTNET_RSS_CTX_CTRL_CAP_GET: asks how many contexts there may be. */
export interface RssContextCapGet {
  readonly name: 'RSS_CTX_CAP_GET'
}
/** VIRTNET_RSS_CTX_CTRL_ADD and VIRTNET_RSS_CTX_CTRL_MOD: `struct virtnet_rss_ctx_add_modify`. */
export interface RssContextSet<Name extends 'RSS_CTX_ADD' | 'RSS_CTX_MOD'> {
  readonly name: Name
  /** `rss_ctx_id`; 1 is the smallest. */
  readonly id: number
  /** Six bytes that a device ignores. */
  readonly reserved: Bytes
  readonly rss: RssConfig
}
/** VIRTNET_RSS_CTX_CTRL_DEL: `struct virtnet_rss_ctx_del`. */
export interface RssContextDel {
  readonly name: 'RSS_CTX_DEL'
  readonly id: number
}
/** A command of the class VIRTNET_RSS_CTX_CTRL. */
export type RssContextCommand =
  | RssContextCapGet
  | RssContextSet<'RSS_CTX_ADD'>
  | RssContextSet<'RSS_CTX_MOD'>
  | RssContextDel

const idField: Fields<'id'> = [['id', 16]]
/** Offset of `rss` in `struct virtnet_rss_ctx_add_modify`. */
const RSS_OFFSET = 8
/** Bytes of `struct virtnet_rss_ctx_cap`. */
export const RSS_CONTEXT_CAP_SIZE = 2

function encodeSet({ id, reserved, rss }: RssContextSet<'RSS_CTX_ADD' | 'RSS_CTX_MOD'>): Uint8Array {
  const config = encodeRssConfig(rss)
  const data = new Uint8Array(RSS_OFFSET + config.length)
  data.set(encodeFields(idField, { id }))
  data.set(arrayOf(reserved).subarray(0, RSS_OFFSET - 2), 2)
  data.set(config, RSS_OFFSET)
  return data
}

/** The body of a command of this class. @throws RangeError for a field that does not fit */
export function encodeRssContext(command: RssContextCommand): CommandBody {
  switch (command.name) {
    case 'RSS_CTX_CAP_GET':
      return { command: VIRTNET_RSS_CTX_CTRL_CAP_GET, data: new Uint8Array(0) }
    case 'RSS_CTX_ADD':
      return { command: VIRTNET_RSS_CTX_CTRL_ADD, data: encodeSet(command) }
    case 'RSS_CTX_MOD':
      return { command: VIRTNET_RSS_CTX_CTRL_MOD, data: encodeSet(command) }
    case 'RSS_CTX_DEL':
      return { command: VIRTNET_RSS_CTX_CTRL_DEL, data: encodeFields(idField, command) }
  }
}

function decodeSet<Name extends 'RSS_CTX_ADD' | 'RSS_CTX_MOD'>(
  name: Name,
  data: Uint8Array,
): Decoded<RssContextSet<Name>> {
  const short = missing(data, 0, RSS_OFFSET, 'the start of a virtnet_rss_ctx_add_modify')
  if (short) return short
  const rss = decodeRssConfig(data.subarray(RSS_OFFSET))
  if (!rss.ok) return shifted(rss, RSS_OFFSET)
  const id = new DataView(data.buffer, data.byteOffset).getUint16(0, true)
  return decoded({ name, id, reserved: hexOf(data.subarray(2, RSS_OFFSET)), rss: rss.value })
}

/** The command of this class that a body is; `undefined` where its number is not known. */
export function decodeRssContext({ command, data }: CommandBody): Decoded<RssContextCommand> | undefined {
  if (command === VIRTNET_RSS_CTX_CTRL_ADD) return decodeSet('RSS_CTX_ADD', data)
  if (command === VIRTNET_RSS_CTX_CTRL_MOD) return decodeSet('RSS_CTX_MOD', data)
  if (command === VIRTNET_RSS_CTX_CTRL_CAP_GET) {
    if (data.length > 0) return malformed(0, `${data.length} bytes too many: the query has no data`)
    return decoded({ name: 'RSS_CTX_CAP_GET' })
  }
  if (command !== VIRTNET_RSS_CTX_CTRL_DEL) return undefined
  const read = decodeFields(idField, data, 'rss_ctx_id')
  return read.ok ? decoded({ name: 'RSS_CTX_DEL', ...read.value }) : read
}
