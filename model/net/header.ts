import { negotiated } from '../feature/negotiation.ts'
import { feature } from '../feature/table.ts'
import { type FeatureSet, includes } from '../kernel/bits.ts'
import type { Fault } from '../kernel/step.ts'
import { refusal } from '../kernel/step.ts'
import type { NetHeader } from '../wire/net-header.ts'
import { has } from './numbering.ts'
import type { NetState } from './state.ts'

/** Bytes of `virtio_net_hdr` under what is negotiated. @clause net.hdr.def.1 */
export const headerLengthOf = (state: NetState): 12 | 20 => headerLengthUnder(negotiated(state.life))

/** Bytes of `virtio_net_hdr` under these features. @clause net.hdr.def.1 */
export const headerLengthUnder = (features: FeatureSet): 12 | 20 =>
  includes(features, feature('VIRTIO_NET_F_HASH_REPORT')) ? 20 : 12

/** What `num_buffers` breaks without MRG_RXBUF. */
export function faultsOfCountWithout(state: NetState, { numBuffers }: NetHeader): readonly Fault[] {
  if (numBuffers === 1 || has(state, 'VIRTIO_NET_F_MRG_RXBUF')) return []
  return [refusal('device', ['net.rx.device.4'], `num_buffers is ${numBuffers} without MRG_RXBUF, not 1`)]
}
