import type { Memory } from './memory.ts'
import type { Packet } from './packet.ts'
import { folded, sumWords } from './sum.ts'

/** Bits of `offloadsTunnels`: HOST_UDP_TUNNEL_GSO and HOST_UDP_TUNNEL_GSO_CSUM. */
export const tunnelOffload = { segments: 1, checksum: 2 } as const

/**
 * Completes the headers of a UDP tunnel around a segment of `length` bytes at `at`, the `nth` of its packet; with the outer checksum
 * where `sums`. Why it is fast: as with inner headers, the sum of the pseudo header is the driver's, and its length alone is changed.
 */
export type Encapsulate = (packet: Packet, at: number, length: number, nth: number, sums: boolean) => void

/** Encapsulates what lies among the device's own bytes. */
export function createEncapsulate({ view }: Pick<Memory, 'view'>): Encapsulate {
  function completeNetwork(header: number, version: number, length: number, nth: number): void {
    if (version === 6) {
      view.setUint16(header + 4, length - 40)
      return
    }
    view.setUint16(header + 2, length)
    view.setUint16(header + 4, (view.getUint16(header + 4) + nth) & 0xffff)
    view.setUint16(header + 10, 0)
    view.setUint16(header + 10, ~sumWords(view, header, (view.getUint8(header) & 15) * 4, 0) & 0xffff)
  }

  return (packet, at, length, nth, sums) => {
    const { tunnel, outerNetwork, outerVersion } = packet
    completeNetwork(at + outerNetwork, outerVersion, length - outerNetwork, nth)
    const udp = at + tunnel
    const part = length - tunnel
    view.setUint16(udp + 4, part)
    if (!sums) return
    const whole = packet.length - tunnel
    const pseudo = folded(view.getUint16(packet.frame + tunnel + 6) + (~whole & 0xffff) + part)
    view.setUint16(udp + 6, 0)
    const sum = ~sumWords(view, udp, part, pseudo) & 0xffff
    view.setUint16(udp + 6, sum === 0 ? 0xffff : sum)
  }
}
