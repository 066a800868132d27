import { tunnelOffload } from './encapsulation.ts'
import { count, type Layout } from './layout.ts'
import type { Memory } from './memory.ts'
import { gso, gsoEcn, gsoTunnel } from './packet.ts'
import { type Segmenter, sending, type TunnelRequest } from './segment.ts'
import { sumWords } from './sum.ts'
import type { Sink } from './transmit.ts'

/** Fields of virtio_net_hdr that ask for something: offsets in bytes. */
const headerOffset = {
  flags: 0,
  gso_type: 1,
  gso_size: 4,
  csum_start: 6,
  csum_offset: 8,
  outer_th_offset: 20,
  inner_nh_offset: 22,
} as const
const flag = { NEEDS_CSUM: 1, DATA_VALID: 2, UDP_TUNNEL_CSUM: 8 } as const

/** Whether the header at `header` asks for nothing. */
export const isPlain = (view: DataView, header: number): boolean =>
  view.getUint16(header + headerOffset.flags, true) === 0

/** Whether the header at `header` asks for segments or fragments. */
export const isSegmented = (view: DataView, header: number): boolean =>
  (view.getUint8(header + headerOffset.gso_type) & ~gsoEcn) !== gso.NONE

/** What a frame's header asks for where CSUM was negotiated. Why it is fast: a frame that asks for nothing costs one load of 16 bits. */
export interface Offload {
  /**
   * Sends a frame of `length` bytes, whose header is at `header`, as its header asks: as it is, its checksum completed, or in segments, of
   * which a bounded number goes at once.
   *
   * @returns whether all of it went; else the next call goes on where this one ended
   */
  send(queue: number, header: number, frame: number, length: number): boolean
}

/** What offloading is made of. */
export interface OffloadParts {
  readonly layout: Layout
  readonly memory: Memory
  readonly segmenter: Segmenter
  readonly sink: Sink
}

/** The offloads of the sending side. */
export function createOffload({ layout, memory, segmenter, sink }: OffloadParts): Offload {
  const { dropsImpossible, offloadsTunnels } = layout
  const tunnel: TunnelRequest = { outer: 0, inner: 0, sums: false }
  const { view, bytes } = memory

  /** Completes the checksum from `start` to the end of the frame; a place that is not within the frame is let be. */
  function complete(frame: number, length: number, start: number, offset: number): void {
    const place = start + offset
    if (place + 2 > length) return
    const sum = ~sumWords(view, frame + start, length - start, 0) & 0xffff
    view.setUint16(frame + place, sum === 0 ? 0xffff : sum)
  }

  /**
   * Whether what the header says of a UDP tunnel, or does not say, can be accepted. Offsets are looked at only beside a tunnel bit.
   *
   * @clause net.tx.device.8 net.tx.device.9 net.tx.device.10 net.tx.device.11
   */
  function isAcceptable(header: number, flags: number, type: number): boolean {
    const able = offloadsTunnels[0] as number
    const sums = (flags & flag.UDP_TUNNEL_CSUM) !== 0
    if ((type & gsoTunnel.both) === 0) return !sums || (able & tunnelOffload.checksum) === 0
    if ((able & tunnelOffload.segments) === 0 || (flags & flag.DATA_VALID) !== 0) return false
    if (sums && (able & tunnelOffload.checksum) === 0) return false
    tunnel.outer = view.getUint16(header + headerOffset.outer_th_offset, true)
    tunnel.inner = view.getUint16(header + headerOffset.inner_nh_offset, true)
    tunnel.sums = sums
    return true
  }

  return {
    send(queue, header, frame, length) {
      const flags = view.getUint8(header + headerOffset.flags)
      const type = view.getUint8(header + headerOffset.gso_type)
      const sums = (flags & flag.NEEDS_CSUM) !== 0
      const start = view.getUint16(header + headerOffset.csum_start, true)
      const offset = view.getUint16(header + headerOffset.csum_offset, true)
      if (!isAcceptable(header, flags, type)) {
        count(dropsImpossible, queue)
        return true
      }
      if (isSegmented(view, header)) {
        const size = view.getUint16(header + headerOffset.gso_size, true)
        const outcome = sums
          ? segmenter.send(queue, frame, length, type, size, start, offset, tunnel)
          : sending.impossible
        if (outcome === sending.impossible) count(dropsImpossible, queue)
        return outcome !== sending.begun
      }
      if (sums) complete(frame, length, start, offset)
      sink(bytes, frame, length)
      return true
    },
  }
}
