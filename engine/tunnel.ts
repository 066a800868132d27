import { protocol } from './extension.ts'
import type { Layout } from './layout.ts'
import type { Memory } from './memory.ts'

/** VIRTIO_NET_HASH_TUNNEL_TYPE_* bits. @clause net.inner-hash.def.2 */
export const tunnelType = {
  GRE_2784: 0x001,
  GRE_2890: 0x002,
  GRE_7676: 0x004,
  GRE_UDP: 0x008,
  VXLAN: 0x010,
  VXLAN_GPE: 0x020,
  GENEVE: 0x040,
  IPIP: 0x080,
  NVGRE: 0x100,
} as const

/** Every VIRTIO_NET_HASH_TUNNEL_TYPE_* bit that the engine knows. */
export const everyTunnelType = 0x1ff

const etherType = { IPv4: 0x0800, IPv6: 0x86dd, bridged: 0x6558 } as const
const port = { GRE: 4754, VXLAN: 4789, VXLAN_GPE: 4790, GENEVE: 6081 } as const
const ipInIp = 4
const gre = 47
const greFlag = { checksum: 0x8000, key: 0x2000, sequence: 0x1000, reserved: 0x4fff } as const
const ethernetLength = 14
const addressesEnd = 12

/**
 * Finds the packet inside an encapsulated one. Why it is fast: it is asked only while an encapsulation is enabled, and gives up
 * at the first field that does not match.
 *
 * @param kind the protocol behind the outer IP header
 * @param family 4 or 6: version of the outer IP header
 * @param at where the outer IP header's payload begins
 * @param end where it ends
 * @returns where the inner packet begins, its EtherType in `innerType`; -1 if no enabled encapsulation matches
 */
export type TunnelWalk = (kind: number, family: number, at: number, end: number) => number

/** A walk over packets that lie in this memory. */
export function createTunnelWalk({ tunnelTypes, innerType }: Layout, { view }: Memory): TunnelWalk {
  const isEnabled = (types: number): boolean => ((tunnelTypes[0] as number) & types) !== 0

  /** An IP packet, or one in an Ethernet frame, behind a header that ends at `at`. */
  function within(type: number, at: number, end: number): number {
    if (type === etherType.bridged) {
      if (at + ethernetLength > end) return -1
      innerType[0] = view.getUint16(at + addressesEnd, false)
      return at + ethernetLength
    }
    innerType[0] = type
    return type === etherType.IPv4 || type === etherType.IPv6 ? at : -1
  }

  /** The types that a GRE header is of: RFC 2890 adds key and sequence number, RFC 7676 is about IPv6, NVGRE is a keyed frame. */
  function greTypes(family: number, flags: number, type: number): number {
    const extended = (flags & (greFlag.key | greFlag.sequence)) !== 0
    if (type === etherType.bridged && flags === greFlag.key) return tunnelType.NVGRE | tunnelType.GRE_2890
    const plain = extended ? tunnelType.GRE_2890 : tunnelType.GRE_2784
    return family === 6 || type === etherType.IPv6 ? plain | tunnelType.GRE_7676 : plain
  }

  function walkGre(family: number, at: number, end: number, carried: boolean): number {
    if (at + 4 > end) return -1
    const flags = view.getUint16(at, false)
    const type = view.getUint16(at + 2, false)
    if ((flags & greFlag.reserved) !== 0) return -1
    if (!isEnabled(carried ? tunnelType.GRE_UDP : greTypes(family, flags, type))) return -1
    let payload = at + 4
    for (const flag of [greFlag.checksum, greFlag.key, greFlag.sequence]) if ((flags & flag) !== 0) payload += 4
    return payload > end ? -1 : within(type, payload, end)
  }

  function walkGpe(at: number, end: number): number {
    if (view.getUint8(at) !== 0x0c) return -1
    const next = view.getUint8(at + 3)
    if (next === 1) return within(etherType.IPv4, at + 8, end)
    if (next === 2) return within(etherType.IPv6, at + 8, end)
    return next === 3 ? within(etherType.bridged, at + 8, end) : -1
  }

  function walkGeneve(at: number, end: number): number {
    const inside = at + 8 + 4 * (view.getUint8(at) & 0x3f)
    const isData = view.getUint8(at) >>> 6 === 0 && (view.getUint8(at + 1) & 0xc0) === 0
    return isData && inside <= end ? within(view.getUint16(at + 2, false), inside, end) : -1
  }

  function walkUdp(at: number, end: number): number {
    if (at + 16 > end) return -1
    const payload = at + 8
    switch (view.getUint16(at + 2, false)) {
      case port.GRE:
        return walkGre(4, payload, end, true)
      case port.VXLAN:
        if (!isEnabled(tunnelType.VXLAN) || view.getUint8(payload) !== 0x08) return -1
        return within(etherType.bridged, payload + 8, end)
      case port.VXLAN_GPE:
        return isEnabled(tunnelType.VXLAN_GPE) ? walkGpe(payload, end) : -1
      case port.GENEVE:
        return isEnabled(tunnelType.GENEVE) ? walkGeneve(payload, end) : -1
      default:
        return -1
    }
  }

  return (kind, family, at, end) => {
    if (kind === gre) return walkGre(family, at, end, false)
    if (kind === protocol.UDP) return walkUdp(at, end)
    if (kind !== ipInIp || family !== 4 || !isEnabled(tunnelType.IPIP)) return -1
    innerType[0] = etherType.IPv4
    return at
  }
}
