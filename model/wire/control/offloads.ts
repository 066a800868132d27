import { VIRTIO_NET_CTRL_GUEST_OFFLOADS_SET } from '../control-class.ts'
import { type Decoded, decoded, malformed, missing } from '../decoded.ts'
import { bitsOfWord, wordOfBits } from './bits64.ts'
import type { CommandBody } from './body.ts'

/** VIRTIO_NET_CTRL_GUEST_OFFLOADS_SET: the receive offloads to be in force. @clause net.offloads.def.2 */
export interface GuestOffloadsSet {
  readonly name: 'GUEST_OFFLOADS_SET'
  /** The bits of `offloads` that are set, ascending. */
  readonly offloads: readonly number[]
}

const SIZE = 8

/** The body of the command. @throws RangeError for a bit that a le64 does not have */
export function encodeOffloads({ offloads }: GuestOffloadsSet): CommandBody {
  const data = new Uint8Array(SIZE)
  new DataView(data.buffer).setBigUint64(0, wordOfBits(offloads, 'offloads'), true)
  return { command: VIRTIO_NET_CTRL_GUEST_OFFLOADS_SET, data }
}

/** The command of this class that a body is; `undefined` where its number is not known. */
export function decodeOffloads({ command, data }: CommandBody): Decoded<GuestOffloadsSet> | undefined {
  if (command !== VIRTIO_NET_CTRL_GUEST_OFFLOADS_SET) return undefined
  const short = missing(data, 0, SIZE, 'offloads')
  if (short) return short
  if (data.length > SIZE) return malformed(SIZE, `${data.length - SIZE} bytes too many after offloads`)
  const word = new DataView(data.buffer, data.byteOffset).getBigUint64(0, true)
  return decoded({ name: 'GUEST_OFFLOADS_SET', offloads: bitsOfWord(word) })
}
