import { arrayOf, type Bytes, lengthOf } from '../kernel/bytes.ts'
import { ETHERNET_HEADER_SIZE } from '../wire/ethernet.ts'
import { has } from './numbering.ts'
import { be16 } from './reading.ts'
import type { NetState } from './state.ts'

const TAGS: readonly number[] = [0x8100, 0x88a8]
const TYPE = 12
const TAG_SIZE = 4

/** Bytes of the VLAN tags of a frame. */
function tagsOf(frame: Uint8Array, at = TYPE): number {
  return TAGS.includes(be16(frame, at)) ? TAG_SIZE + tagsOf(frame, at + TAG_SIZE) : 0
}

/** `mtu`, where MTU was negotiated. */
const mtuIn = (state: NetState): number | undefined => (has(state, 'VIRTIO_NET_F_MTU') ? state.config.mtu : undefined)

/** Whether MTU was negotiated and a frame that is not to be cut is within it, so that it must pass as it is. */
export function isWithinMtu(state: NetState, frame: Bytes): boolean {
  const mtu = mtuIn(state)
  return mtu !== undefined && lengthOf(frame) <= mtu + ETHERNET_HEADER_SIZE
}

/**
 * Whether MTU was negotiated and a frame that is not to be cut is too long for it. The text does not say whether tags belong to the
 * Ethernet header: a frame that is too long only if they do not is neither within nor beyond.
 */
export function isBeyondMtu(state: NetState, frame: Bytes): boolean {
  const mtu = mtuIn(state)
  if (mtu === undefined || lengthOf(frame) <= mtu + ETHERNET_HEADER_SIZE) return false
  return lengthOf(frame) > mtu + ETHERNET_HEADER_SIZE + tagsOf(arrayOf(frame))
}

/** Whether a frame need not pass for its length alone, if it is not to be cut: MTU was negotiated, and it is not within. */
export const mayBeTooLong = (state: NetState, frame: Bytes): boolean =>
  mtuIn(state) !== undefined && !isWithinMtu(state, frame)
