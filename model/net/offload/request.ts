import {
  VIRTIO_NET_HDR_GSO_ECN,
  VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV4,
  VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV6,
} from '../../wire/net-header-layout.ts'
import type { TransmitRequest } from '../action.ts'

/** A request with every field: those that the driver left out are zero. */
export type Request = Required<TransmitRequest>

const nothing: Request = {
  flags: 0,
  gsoType: 0,
  hdrLen: 0,
  gsoSize: 0,
  csumStart: 0,
  csumOffset: 0,
  numBuffers: 0,
  outerThOffset: 0,
  innerNhOffset: 0,
}

/** A request, whole. */
export const requestOf = (given: TransmitRequest = {}): Request => ({ ...nothing, ...given })

/** The bits of `gso_type` that say that the frame is in a UDP tunnel. */
export const TUNNEL = VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV4 | VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV6

/** The bits of `gso_type` that speak of tunnels. */
export const tunnelOf = ({ gsoType }: Request): number => gsoType & TUNNEL

/** What is asked for, the bits beside it left out: a `VIRTIO_NET_HDR_GSO_*`. */
export const kindOf = ({ gsoType }: Request): number => gsoType & ~(TUNNEL | VIRTIO_NET_HDR_GSO_ECN)
