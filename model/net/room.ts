import { type Bytes, lengthOf } from '../kernel/bytes.ts'
import { hasRoom, hasRoomInAll, type Queue } from '../ring/queue.ts'
import { headerLengthOf } from './header.ts'
import { has } from './numbering.ts'
import type { NetState } from './state.ts'

/** Whether a frame may be spread over several receive buffers. @clause net.rxbuf.device.2 */
export const merges = (state: NetState): boolean => has(state, 'VIRTIO_NET_F_MRG_RXBUF')

/** Whether a queue has surely room for a frame now, behind its header: in any buffer, or with MRG_RXBUF in all together. */
export function hasRoomFor(state: NetState, queue: Queue, frame: Bytes): boolean {
  const length = headerLengthOf(state) + lengthOf(frame)
  return merges(state) ? hasRoomInAll(queue, length) : hasRoom(queue, length)
}
