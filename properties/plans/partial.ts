import type { Bytes } from '../../model/kernel/bytes.ts'
import { be16Bytes, transportIn, written } from '../../model/net/receive-offload/transport.ts'
import { internetChecksum, pseudoHeader } from '../../model/wire/checksum.ts'

/** A frame with the sum of its pseudo-header in the place of its checksum. @clause net.rx.device.22 */
export function partial(frame: Bytes): Bytes {
  const at = transportIn(frame)
  if (at === undefined) throw new Error('fault: a frame without TCP or UDP')
  const pseudo = pseudoHeader(at, at.protocol, at.end - at.start)
  return written(frame, at.field, be16Bytes(~internetChecksum(pseudo) & 0xffff))
}
