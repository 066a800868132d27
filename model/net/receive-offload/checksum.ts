import { arrayOf, type Bytes, lengthOf, sliceOf } from '../../kernel/bytes.ts'
import { internetChecksum } from '../../wire/checksum.ts'
import { VIRTIO_NET_HDR_F_NEEDS_CSUM } from '../../wire/net-header-layout.ts'
import type { WireOffload } from '../action.ts'
import { TUNNEL_BITS } from './gso.ts'
import { be16Bytes, transportIn, written } from './transport.ts'

/** Where a checksum is to be calculated, and stored: bytes from the frame's beginning. */
export interface Summing {
  readonly start: number
  readonly field: number
}

/**
 * A frame whose checksum is calculated over all from `start` on and stored at `field`; as it is where that lies outside.
 *
 * @clause net.rx.device.23
 */
export function summed(frame: Bytes, { start, field }: Summing): Bytes {
  if (field < start || field + 2 > lengthOf(frame)) return frame
  const sum = internetChecksum(arrayOf(sliceOf(frame, start)))
  return written(frame, field, be16Bytes(sum === 0 ? 0xffff : sum))
}

/** Whether a peer left a checksum for others to complete. */
export const isPartial = (offload: WireOffload | undefined): offload is WireOffload =>
  offload !== undefined && (offload.flags & VIRTIO_NET_HDR_F_NEEDS_CSUM) !== 0

/** A frame with its checksum complete, as its peer left it or not. */
export function finished(frame: Bytes, offload: WireOffload | undefined): Bytes {
  if (!isPartial(offload)) return frame
  return summed(frame, { start: offload.csumStart, field: offload.csumStart + offload.csumOffset })
}

/** A frame without what may differ between ways of handing it over: its checksum. */
export function withoutChecksum(bytes: string, field: number): string {
  const at = 2 * field
  const digits = Math.min(Math.max(bytes.length - at, 0), 4)
  return bytes.slice(0, at) + '-'.repeat(digits) + bytes.slice(at + 4)
}

/** Where the checksums of a frame stand: that of its transport, and of the tunnel around it. */
export function fieldsOf(frame: Bytes, offload: WireOffload | undefined): readonly number[] {
  const outer = transportIn(frame)?.field
  if (!isPartial(offload)) return outer === undefined ? [] : [outer]
  const field = offload.csumStart + offload.csumOffset
  return isTunnelled(offload) && outer !== undefined ? [field, outer] : [field]
}

/** Whether a frame that is to be cut came in a UDP tunnel. */
export const isTunnelled = (offload: WireOffload | undefined): offload is WireOffload =>
  offload !== undefined && (offload.gsoType & TUNNEL_BITS) !== 0
