import type { ClauseId } from '../../clause/clause.ts'
import { arrayOf, type Bytes, sliceOf } from '../../kernel/bytes.ts'
import { type Fault, refusal } from '../../kernel/step.ts'
import { internetChecksum, pseudoHeader, transportChecksum } from '../../wire/checksum.ts'
import type { NetHeader } from '../../wire/net-header.ts'
import { VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM } from '../../wire/net-header-layout.ts'
import { PROTOCOL_UDP } from '../../wire/udp.ts'
import { has } from '../numbering.ts'
import { be16 } from '../reading.ts'
import type { Arriving, NetState } from '../state.ts'
import { finished, isTunnelled } from './checksum.ts'
import { kindOf, TUNNEL_BITS } from './gso.ts'
import { type Transport, transportIn } from './transport.ts'

const fault = (clause: ClauseId, because: string): Fault => refusal('device', [clause], because)

/** What the header of a frame that is to be cut breaks by what it says of a UDP tunnel around it, or does not say. */
export function faultsOfTunnel(state: NetState, header: NetHeader, frame: Arriving, placed: Bytes): readonly Fault[] {
  const { offload } = frame
  if (kindOf(header.gsoType) === 0) return []
  const shown = header.gsoType & TUNNEL_BITS
  const came = (offload?.gsoType ?? 0) & TUNNEL_BITS
  if (!has(state, 'VIRTIO_NET_F_GUEST_UDP_TUNNEL_GSO')) {
    const because = 'a packet in a UDP tunnel is to be cut, without GUEST_UDP_TUNNEL_GSO'
    return came === 0 ? [] : [fault('net.rx.device.24', because)]
  }
  if (shown !== came) {
    return [fault('net.rx.device.25', `the tunnel bits of gso_type are ${shown}, and those of the packet ${came}`)]
  }
  if (!isTunnelled(offload)) return []
  const { outerThOffset = 0, innerNhOffset = 0 } = header
  const isThere = outerThOffset === offload.outerThOffset && innerNhOffset === offload.innerNhOffset
  const where = `outer_th_offset is ${outerThOffset} and inner_nh_offset ${innerNhOffset}`
  const misplaced = isThere ? [] : [fault('net.rx.device.26', `${where}, where the headers are not`)]
  return [...misplaced, ...faultsOfOuter(state, header, frame, placed)]
}

/** The outer checksum is that of the pseudo header where the flag says so, else none or complete. */
function faultsOfOuter(state: NetState, header: NetHeader, frame: Arriving, placed: Bytes): readonly Fault[] {
  const outer = transportIn(frame.bytes)
  if (outer === undefined) return []
  const value = be16(arrayOf(placed), outer.field)
  if ((header.flags & VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM) !== 0) {
    const sum = ~internetChecksum(pseudoHeader(outer, PROTOCOL_UDP, outer.end - outer.start)) & 0xffff
    const because = `UDP_TUNNEL_CSUM is set, and the outer checksum is ${value}, not the sum of its pseudo header, ${sum}`
    return value === sum ? [] : [fault('net.rx.device.39', because)]
  }
  if (value === 0 || isComplete(placed, outer) || isComplete(finished(placed, frame.offload), outer)) return []
  return [fault(clauseOfOuter(state, frame), `the outer checksum is ${value}: to be completed, and nothing says so`)]
}

/** By which clause an outer checksum may not be left to the driver. The packet may have come so, or not. */
function clauseOfOuter(state: NetState, { offload }: Arriving): ClauseId {
  if (has(state, 'VIRTIO_NET_F_GUEST_UDP_TUNNEL_GSO_CSUM')) return 'net.rx.device.40'
  const sums = ((offload?.flags ?? 0) & VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM) !== 0
  return sums ? 'net.rx.device.28' : 'net.rx.device.27'
}

/** Whether the outer checksum is right for the packet as it is. */
const isComplete = (frame: Bytes, outer: Transport): boolean =>
  transportChecksum(outer, PROTOCOL_UDP, arrayOf(sliceOf(frame, outer.start, outer.end))) === 0
