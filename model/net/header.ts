import { negotiated } from '../feature/negotiation.ts'
import { feature, featuresNamed } from '../feature/table.ts'
import { common, type FeatureSet, includes, noFeatures } from '../kernel/bits.ts'
import type { Fault } from '../kernel/step.ts'
import { refusal } from '../kernel/step.ts'
import type { NetHeader } from '../wire/net-header.ts'
import {
  BASE_HEADER_SIZE,
  HASH_REPORT_HEADER_SIZE,
  type NetHeaderSize,
  TUNNEL_HEADER_SIZE,
} from '../wire/net-header-layout.ts'
import { has } from './numbering.ts'
import type { NetState } from './state.ts'

/** Bytes of `virtio_net_hdr` under what is negotiated. @clause net.hdr.def.1 */
export const headerLengthOf = (state: NetState): NetHeaderSize => headerLengthUnder(negotiated(state.life))

const TUNNELS = featuresNamed(['VIRTIO_NET_F_HOST_UDP_TUNNEL_GSO', 'VIRTIO_NET_F_GUEST_UDP_TUNNEL_GSO'])

/**
 * Bytes of `virtio_net_hdr` under these features: up to the last field that one of them brings. The structure has the fields of tunnels
 * with either of two features; the text on buffers names only one of them.
 *
 * @clause net.hdr.def.1 net.rxbuf.driver.4
 */
export function headerLengthUnder(features: FeatureSet): NetHeaderSize {
  if (common(features, TUNNELS) !== noFeatures) return TUNNEL_HEADER_SIZE
  return includes(features, feature('VIRTIO_NET_F_HASH_REPORT')) ? HASH_REPORT_HEADER_SIZE : BASE_HEADER_SIZE
}

/** What `num_buffers` breaks without MRG_RXBUF. */
export function faultsOfCountWithout(state: NetState, { numBuffers }: NetHeader): readonly Fault[] {
  if (numBuffers === 1 || has(state, 'VIRTIO_NET_F_MRG_RXBUF')) return []
  return [refusal('device', ['net.rx.device.4'], `num_buffers is ${numBuffers} without MRG_RXBUF, not 1`)]
}
