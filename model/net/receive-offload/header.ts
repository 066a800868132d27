import type { ClauseId } from '../../clause/clause.ts'
import { negotiated } from '../../feature/negotiation.ts'
import { type Bytes, lengthOf } from '../../kernel/bytes.ts'
import { type Fault, refusal } from '../../kernel/step.ts'
import type { NetHeader } from '../../wire/net-header.ts'
import {
  VIRTIO_NET_HDR_F_DATA_VALID,
  VIRTIO_NET_HDR_F_NEEDS_CSUM,
  VIRTIO_NET_HDR_F_RSC_INFO,
  VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM,
  VIRTIO_NET_HDR_GSO_ECN,
} from '../../wire/net-header-layout.ts'
import { isBeyondMtu } from '../mtu.ts'
import { has } from '../numbering.ts'
import { isSame } from '../spread.ts'
import type { Arriving, NetState } from '../state.ts'
import { fieldsOf, finished, isPartial, summed, withoutChecksum } from './checksum.ts'
import { clauseOfGso, kindOf, TUNNEL_BITS } from './gso.ts'
import { isSound, transportIn } from './transport.ts'
import { faultsOfTunnel } from './tunnel.ts'

const fault = (clause: ClauseId, because: string): Fault => refusal('device', [clause], because)
const unless = (right: boolean, clause: ClauseId, because: string): readonly Fault[] =>
  right ? [] : [fault(clause, because)]

/** What the offload fields of a received header break, for a frame of which these bytes were placed. */
export function faultsOfOffload(state: NetState, header: NetHeader, frame: Arriving, placed: Bytes): readonly Fault[] {
  if (!has(state, 'VIRTIO_NET_F_GUEST_CSUM') && header.flags !== 0) {
    return [fault('net.rx.device.8', `flags is ${header.flags} without GUEST_CSUM`)]
  }
  const gso = clauseOfGso(negotiated(state.life), header.gsoType)
  if (gso !== undefined) return [fault(gso, `gso_type is ${header.gsoType}, which was not negotiated`)]
  return [
    ...faultsOfLength(state, header, placed),
    ...faultsOfFlags(state, header),
    ...(kindOf(header.gsoType) === 0 ? [] : faultsOfGso(state, header, frame)),
    ...faultsOfTunnel(state, header, frame, placed),
    ...faultsOfChecksum(state, header, frame, placed),
  ]
}

const is = ({ flags }: NetHeader, flag: number): boolean => (flags & flag) !== 0

/** With MTU negotiated a frame that is not to be cut is no longer than that. */
function faultsOfLength(state: NetState, { gsoType }: NetHeader, placed: Bytes): readonly Fault[] {
  const long = kindOf(gsoType) === 0 && isBeyondMtu(state, placed)
  return unless(!long, 'net.config.device.5', `the frame has ${lengthOf(placed)} bytes, more than MTU allows`)
}

function faultsOfFlags(state: NetState, header: NetHeader): readonly Fault[] {
  const tunnelSum = is(header, VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM)
  const tunnel = (header.gsoType & TUNNEL_BITS) !== 0
  const rsc = is(header, VIRTIO_NET_HDR_F_RSC_INFO)
  return [
    ...unless(!rsc || has(state, 'VIRTIO_NET_F_RSC_EXT'), 'net.rx.device.33', 'RSC_INFO is set without RSC_EXT'),
    ...unless(
      !tunnelSum || has(state, 'VIRTIO_NET_F_GUEST_UDP_TUNNEL_GSO_CSUM'),
      'net.rx.device.15',
      'UDP_TUNNEL_CSUM is set without GUEST_UDP_TUNNEL_GSO_CSUM',
    ),
    ...unless(
      !tunnel || has(state, 'VIRTIO_NET_F_GUEST_UDP_TUNNEL_GSO'),
      'net.rx.device.14',
      `gso_type is ${header.gsoType} without GUEST_UDP_TUNNEL_GSO`,
    ),
    ...unless(
      !tunnel || !is(header, VIRTIO_NET_HDR_F_DATA_VALID),
      'net.rx.device.37',
      'DATA_VALID is set beside a tunnel bit',
    ),
  ]
}

/** The frame is to be cut by somebody else: what is needed for that must be said. */
function faultsOfGso(state: NetState, header: NetHeader, { offload }: Arriving): readonly Fault[] {
  const { gsoSize = 0, gsoType = 0, hdrLen = 0 } = offload ?? {}
  const ecn = (gsoType & VIRTIO_NET_HDR_GSO_ECN) !== 0
  const shown = (header.gsoType & VIRTIO_NET_HDR_GSO_ECN) !== 0
  const advice = has(state, 'VIRTIO_NET_F_GUEST_ECN') ? 'net.rx.device.17' : 'net.rx.device.16'
  return [
    ...unless(is(header, VIRTIO_NET_HDR_F_NEEDS_CSUM), 'net.rx.device.30', 'gso_type is set and NEEDS_CSUM is not'),
    ...unless(header.gsoSize === gsoSize, 'net.rx.device.31', `gso_size is ${header.gsoSize}, not ${gsoSize}`),
    ...unless(!ecn || (shown && advice === 'net.rx.device.17'), advice, 'the frame has the ECN bit, gso_type has not'),
    ...faultsOfCoalescing(state, header, offload?.coalesced),
    ...unless(
      header.hdrLen >= hdrLen,
      'net.rx.device.34',
      `hdr_len is ${header.hdrLen} and the headers ${hdrLen} bytes`,
    ),
  ]
}

/** What a device that coalesces segments says of them. @clause net.rx.device.32 net.rx.def.2 */
function faultsOfCoalescing(
  state: NetState,
  header: NetHeader,
  coalesced: { readonly segments: number; readonly duplicateAcks: number } | undefined,
): readonly Fault[] {
  if (!has(state, 'VIRTIO_NET_F_RSC_EXT')) return []
  const { segments, duplicateAcks } = coalesced ?? { segments: header.csumStart, duplicateAcks: header.csumOffset }
  if (!is(header, VIRTIO_NET_HDR_F_RSC_INFO)) return [fault('net.rx.device.32', 'RSC_INFO is not set')]
  const counts = `csum_start is ${header.csumStart} and csum_offset ${header.csumOffset}`
  const right = header.csumStart === segments && header.csumOffset === duplicateAcks
  return unless(right, 'net.rx.def.2', `${counts}, of ${segments} segments and ${duplicateAcks} duplicate ACKs`)
}

/** What is said of the checksum must be so; where nothing is said, it is as it came or complete. */
function faultsOfChecksum(state: NetState, header: NetHeader, frame: Arriving, placed: Bytes): readonly Fault[] {
  const { bytes, offload } = frame
  const right = finished(bytes, offload)
  const isRight = isSame(state, right, placed)
  const sound = isPartial(offload) || isSound(bytes)
  if (is(header, VIRTIO_NET_HDR_F_NEEDS_CSUM)) {
    if (sound === false) return [fault('net.rx.device.21', 'NEEDS_CSUM is set, and the checksum that came was wrong')]
    return is(header, VIRTIO_NET_HDR_F_RSC_INFO) ? [] : faultsOfSumming(header, frame, placed, right)
  }
  if (is(header, VIRTIO_NET_HDR_F_DATA_VALID)) {
    return unless(sound !== false && isRight, 'net.rx.device.36', 'DATA_VALID is set, and the checksum is wrong')
  }
  if (isRight) return []
  if (!isSame(state, bytes, placed))
    return [fault('house.frame.foreign', 'the checksum is another than that of the frame')]
  const advice = has(state, 'VIRTIO_NET_F_GUEST_CSUM') ? 'house.frame.whole' : 'net.rx.device.9'
  return [fault(advice, 'the checksum is left incomplete, and nothing says so')]
}

/** Calculated as the header says, the checksum must come out right. */
function faultsOfSumming(header: NetHeader, frame: Arriving, placed: Bytes, right: Bytes): readonly Fault[] {
  const start = header.csumStart
  const field = start + header.csumOffset
  const [, outer = field] = fieldsOf(frame.bytes, frame.offload)
  const sum = summed(placed, { start, field })
  if (sum === right || (outer !== field && withoutChecksum(sum, outer) === withoutChecksum(right, outer))) return []
  const { offload } = frame
  const at = isPartial(offload) ? offload.csumStart : transportIn(frame.bytes)?.start
  const fieldAt = isPartial(offload) ? offload.csumStart + offload.csumOffset : transportIn(frame.bytes)?.field
  const wrong = `the checksum from ${start} on, stored at ${field}, does not come out right`
  return [fault(start === at && field === fieldAt ? 'net.rx.device.22' : 'net.rx.device.23', wrong)]
}
