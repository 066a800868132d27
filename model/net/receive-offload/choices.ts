import { negotiated } from '../../feature/negotiation.ts'
import type { Bytes } from '../../kernel/bytes.ts'
import { type NetHeader, plainHeader } from '../../wire/net-header.ts'
import {
  VIRTIO_NET_HDR_F_DATA_VALID,
  VIRTIO_NET_HDR_F_NEEDS_CSUM,
  VIRTIO_NET_HDR_F_RSC_INFO,
  VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM,
} from '../../wire/net-header-layout.ts'
import { isBeyondMtu } from '../mtu.ts'
import { has } from '../numbering.ts'
import type { Arriving, NetState } from '../state.ts'
import { finished, isPartial } from './checksum.ts'
import { isTaken, TUNNEL_BITS } from './gso.ts'
import { isSound } from './transport.ts'

/** A way to hand a frame to the driver: what its header says, and its bytes. */
export interface Handing {
  readonly header: NetHeader
  readonly bytes: Bytes
}

/**
 * The ways in which a frame may be handed to the driver: finished, finished and said to be right, or as it came and said to be
 * unfinished. A frame that is to be cut is handed over as it came, or not at all.
 */
export function handings(state: NetState, { bytes, offload }: Arriving): readonly Handing[] {
  const whole = { header: plainHeader, bytes: finished(bytes, offload) }
  if (!isTaken(negotiated(state.life), offload)) return []
  if (offload !== undefined && offload.gsoType !== 0) return [{ header: unfinished(state, offload), bytes }]
  if (isBeyondMtu(state, bytes)) return []
  if (!has(state, 'VIRTIO_NET_F_GUEST_CSUM')) return [whole]
  const valid = { ...whole, header: { ...plainHeader, flags: VIRTIO_NET_HDR_F_DATA_VALID } }
  if (isPartial(offload)) return [{ header: unfinished(state, offload), bytes }, valid, whole]
  return isSound(bytes) === true ? [valid, whole] : [whole]
}

/** The header of a frame as it came. */
function unfinished(state: NetState, offload: NonNullable<Arriving['offload']>): NetHeader {
  const { gsoType, hdrLen, gsoSize, csumStart, csumOffset, coalesced, outerThOffset = 0, innerNhOffset = 0 } = offload
  const sums = VIRTIO_NET_HDR_F_NEEDS_CSUM | (offload.flags & VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM)
  const tunnel = (gsoType & TUNNEL_BITS) !== 0 && { outerThOffset, innerNhOffset }
  const said = { ...plainHeader, flags: sums, gsoType, hdrLen, gsoSize, csumStart, csumOffset, ...tunnel }
  if (gsoType === 0 || !has(state, 'VIRTIO_NET_F_RSC_EXT')) return said
  const { segments, duplicateAcks } = coalesced ?? { segments: 1, duplicateAcks: 0 }
  const flags = said.flags | VIRTIO_NET_HDR_F_RSC_INFO
  return { ...said, flags, csumStart: segments, csumOffset: duplicateAcks }
}
