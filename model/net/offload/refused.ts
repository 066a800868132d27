import type { ClauseId } from '../../clause/clause.ts'
import { feature } from '../../feature/table.ts'
import { type FeatureSet, includes } from '../../kernel/bits.ts'
import {
  VIRTIO_NET_HDR_F_DATA_VALID,
  VIRTIO_NET_HDR_F_NEEDS_CSUM,
  VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM,
  VIRTIO_NET_HDR_GSO_NONE,
} from '../../wire/net-header-layout.ts'
import { kindOf, type Request, TUNNEL, tunnelOf } from './request.ts'

/**
 * The clause by which a device must not accept a packet of which this is asked. A device that does not know the bits, since their
 * feature was not negotiated, cannot be held to it.
 */
export function refusalOf(request: Request, negotiated: FeatureSet): ClauseId | undefined {
  const has = (name: Parameters<typeof feature>[0]) => includes(negotiated, feature(name))
  const tunnel = tunnelOf(request)
  if (!has('VIRTIO_NET_F_HOST_UDP_TUNNEL_GSO')) return undefined
  if (tunnel === TUNNEL) return 'net.tx.device.8'
  if (tunnel !== 0) return isWhole(request) ? undefined : 'net.tx.device.10'
  const sums = (request.flags & VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM) !== 0
  return sums && has('VIRTIO_NET_F_HOST_UDP_TUNNEL_GSO_CSUM') ? 'net.tx.device.11' : undefined
}

/** Whether all stands beside a tunnel bit that has to, and nothing that must not. */
function isWhole(request: Request): boolean {
  const flags = request.flags & (VIRTIO_NET_HDR_F_NEEDS_CSUM | VIRTIO_NET_HDR_F_DATA_VALID)
  return flags === VIRTIO_NET_HDR_F_NEEDS_CSUM && kindOf(request) !== VIRTIO_NET_HDR_GSO_NONE
}
