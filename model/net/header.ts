import type { ClauseId } from '../clause/clause.ts'
import { negotiated } from '../feature/negotiation.ts'
import { feature } from '../feature/table.ts'
import { type FeatureSet, includes } from '../kernel/bits.ts'
import type { Fault } from '../kernel/step.ts'
import { refusal } from '../kernel/step.ts'
import type { NetHeader } from '../wire/net-header.ts'
import type { NetState } from './state.ts'

/** Bytes of `virtio_net_hdr` under what is negotiated. @clause net.hdr.def.1 */
export const headerLengthOf = (state: NetState): 12 | 20 => headerLengthUnder(negotiated(state.life))

/** Bytes of `virtio_net_hdr` under these features. @clause net.hdr.def.1 */
export const headerLengthUnder = (features: FeatureSet): 12 | 20 =>
  includes(features, feature('VIRTIO_NET_F_HASH_REPORT')) ? 20 : 12

/** What a received header breaks beside its hash report, without receive offloads; `merges`: with MRG_RXBUF. */
export function faultsOfHeader(header: NetHeader, merges = false): readonly Fault[] {
  const fault = (clause: ClauseId, because: string) => refusal('device', [clause], because)
  return [
    ...(header.flags === 0 ? [] : [fault('net.rx.device.8', `flags is ${header.flags} without GUEST_CSUM`)]),
    ...(header.gsoType === 0 ? [] : [fault('net.rx.device.29', `gso_type is ${header.gsoType} without receive GSO`)]),
    ...(merges || header.numBuffers === 1
      ? []
      : [fault('net.rx.device.4', `num_buffers is ${header.numBuffers} without MRG_RXBUF, not 1`)]),
  ]
}
