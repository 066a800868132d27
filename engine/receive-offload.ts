import type { FeatureSet } from '../model/kernel/bits.ts'
import { type FeatureName, has } from './feature.ts'
import type { Layout } from './layout.ts'
import type { Memory } from './memory.ts'

/** What a peer says of a frame that it hands over unfinished: fields of `virtio_net_hdr`, offsets and sizes in bytes. */
export interface Handover {
  /** VIRTIO_NET_HDR_F_NEEDS_CSUM (1), with VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM (8) or without; or 0. */
  readonly flags: number
  readonly gsoType: number
  readonly hdrLen: number
  readonly gsoSize: number
  readonly csumStart: number
  readonly csumOffset: number
  /** Of a frame in a UDP tunnel. */
  readonly outerThOffset?: number
  readonly innerNhOffset?: number
}

const NEEDS_CSUM = 1
const TUNNEL_CSUM = 8
/** The bits of `gso_type` that say that the packet is in a UDP tunnel. */
const TUNNEL = 0x60
const ECN = 0x80
/** `gso_type` of TCP over IPv4 and IPv6, of UDP to be fragmented, of UDP to be cut. */
const gso = { TCPV4: 1, UDP: 3, TCPV6: 4, UDP_L4: 5 } as const
/** Bits of {@link receivable}. */
const bit = { TSO4: 1, TSO6: 2, UFO: 4, USO4: 8, USO6: 16, ECN: 32, TUNNEL: 64, TUNNEL_CSUM: 128 } as const

/** What a driver with these features takes without it being cut, as bits. */
export function receivable(agreed: FeatureSet): number {
  const names: readonly (readonly [FeatureName, number])[] = [
    ['GUEST_TSO4', bit.TSO4],
    ['GUEST_TSO6', bit.TSO6],
    ['GUEST_UFO', bit.UFO],
    ['GUEST_USO4', bit.USO4],
    ['GUEST_USO6', bit.USO6],
    ['GUEST_ECN', bit.ECN],
    ['GUEST_UDP_TUNNEL_GSO', bit.TUNNEL],
    ['GUEST_UDP_TUNNEL_GSO_CSUM', bit.TUNNEL_CSUM],
  ]
  return names.reduce((all, [name, one]) => (has(agreed, name) ? all | one : all), 0)
}

/**
 * Frames that their peer left unfinished. Why it is fast: a frame that is finished costs one load, and one whose driver finishes it
 * is not looked at either.
 */
export interface ReceiveOffload {
  /** Keeps what is said of the frame in a place of the backlog; nothing is said of a finished one. */
  keep(place: number, said: Handover | undefined): void
  /**
   * Makes ready the frame of a place, `length` bytes at `frame`, for the driver: `offload*` is what its header says. `false` where
   * the driver does not take it.
   */
  prepare(place: number, frame: number, length: number): boolean
}

/** What a device does with unfinished frames. */
export function createReceiveOffload(layout: Layout, { bytes, view }: Memory): ReceiveOffload {
  const { backlogFlags, backlogGso, backlogHeaders, backlogSegment, backlogStart, backlogField } = layout
  const { offloadFlags, offloadGso, offloadHeaders, offloadSegment, offloadStart, offloadField } = layout
  const { backlogOuter, backlogInner, offloadOuter, offloadInner } = layout
  const { completesChecksum, receivesGso, frameFamily } = layout

  /** The features that a driver must have to be given such a frame as it is, as bits; what nobody has for an unknown kind. */
  function needed(type: number, flags: number): number {
    const tunnel = ((type & TUNNEL) === 0 ? 0 : bit.TUNNEL) | ((flags & TUNNEL_CSUM) === 0 ? 0 : bit.TUNNEL_CSUM)
    return tunnel | neededInside(type & ~TUNNEL)
  }

  /** Likewise of what is in a tunnel, or in none. */
  function neededInside(type: number): number {
    const ecn = (type & ECN) === 0 ? 0 : bit.ECN
    switch (type & ~ECN) {
      case gso.TCPV4:
        return bit.TSO4 | ecn
      case gso.TCPV6:
        return bit.TSO6 | ecn
      case gso.UDP:
        return bit.UFO
      case gso.UDP_L4:
        return frameFamily[0] === 6 ? bit.USO6 : bit.USO4
      default:
        return -1
    }
  }

  function sum(from: number, to: number): number {
    let total = 0
    let at = from
    for (; at + 1 < to; at += 2) total += view.getUint16(at)
    if (at < to) total += (bytes[at] as number) << 8
    while (total > 0xffff) total = (total & 0xffff) + Math.floor(total / 0x1_0000)
    return ~total & 0xffff || 0xffff
  }

  function finish(place: number, frame: number, length: number): void {
    const start = backlogStart[place] as number
    const field = start + (backlogField[place] as number)
    view.setUint16(frame + field, sum(frame + start, frame + length))
  }

  function copy(place: number): void {
    offloadFlags[0] = backlogFlags[place] as number
    offloadOuter[0] = backlogOuter[place] as number
    offloadInner[0] = backlogInner[place] as number
    offloadGso[0] = backlogGso[place] as number
    offloadHeaders[0] = backlogHeaders[place] as number
    offloadSegment[0] = backlogSegment[place] as number
    offloadStart[0] = backlogStart[place] as number
    offloadField[0] = backlogField[place] as number
  }

  function say(nothing: 0): void {
    offloadFlags[0] = nothing
    offloadGso[0] = nothing
    offloadHeaders[0] = nothing
    offloadSegment[0] = nothing
    offloadStart[0] = nothing
    offloadField[0] = nothing
    offloadOuter[0] = nothing
    offloadInner[0] = nothing
  }

  return {
    keep(place, said) {
      if (said === undefined || (said.flags & NEEDS_CSUM) === 0) {
        backlogFlags[place] = 0
        return
      }
      backlogFlags[place] = said.flags & (NEEDS_CSUM | TUNNEL_CSUM)
      backlogGso[place] = said.gsoType
      backlogHeaders[place] = said.hdrLen
      backlogSegment[place] = said.gsoSize
      backlogStart[place] = said.csumStart
      backlogField[place] = said.csumOffset
      backlogOuter[place] = said.outerThOffset ?? 0
      backlogInner[place] = said.innerNhOffset ?? 0
    },
    prepare(place, frame, length) {
      say(0)
      if (backlogFlags[place] === 0) return true
      if ((backlogStart[place] as number) + (backlogField[place] as number) + 2 > length) return false
      const type = backlogGso[place] as number
      if (type !== 0 && (needed(type, backlogFlags[place] as number) & ~(receivesGso[0] as number)) !== 0) return false
      if (completesChecksum[0] !== 0) copy(place)
      else finish(place, frame, length)
      return true
    },
  }
}
