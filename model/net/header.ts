import type { ClauseId } from '../clause/clause.ts'
import type { Fault } from '../kernel/step.ts'
import { refusal } from '../kernel/step.ts'
import type { NetHeader } from '../wire/net-header.ts'
import { has } from './numbering.ts'
import type { NetState } from './state.ts'

/** Bytes of `virtio_net_hdr` under what is negotiated. @clause net.hdr.def.1 */
export function headerLengthOf(state: NetState): 12 | 20 {
  return has(state, 'VIRTIO_NET_F_HASH_REPORT') ? 20 : 12
}

/** What a received header breaks beside its hash report, without receive offloads and without MRG_RXBUF. */
export function faultsOfHeader(header: NetHeader): readonly Fault[] {
  const fault = (clause: ClauseId, because: string) => refusal('device', [clause], because)
  return [
    ...(header.flags === 0 ? [] : [fault('net.rx.device.8', `flags is ${header.flags} without GUEST_CSUM`)]),
    ...(header.gsoType === 0 ? [] : [fault('net.rx.device.29', `gso_type is ${header.gsoType} without receive GSO`)]),
    ...(header.numBuffers === 1
      ? []
      : [fault('net.rx.device.4', `num_buffers is ${header.numBuffers} without MRG_RXBUF, not 1`)]),
  ]
}
