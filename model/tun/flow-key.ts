import { type Bytes, lengthOf } from '../kernel/bytes.ts'
import { ETHERTYPE_IPV4, ETHERTYPE_IPV6 } from '../wire/ethernet.ts'

const PROTOCOL_TCP = 6
const PROTOCOL_UDP = 17
/** More fragments, and the offset of a fragment. */
const FRAGMENT = 0x3fff

/** The number of so many bytes at a place; 0 where they are not all there. */
function numberAt(frame: Bytes, at: number, size: number): number {
  return lengthOf(frame) < at + size ? 0 : Number.parseInt(frame.slice(at * 2, (at + size) * 2), 16)
}

const textAt = (frame: Bytes, at: number, size: number): string => frame.slice(at * 2, (at + size) * 2)
const sorted = (one: string, other: string): string => [one, other].sort().join('-')

function ports(frame: Bytes, protocol: number, at: number): string {
  if (protocol !== PROTOCOL_TCP && protocol !== PROTOCOL_UDP) return ''
  return sorted(textAt(frame, at, 2), textAt(frame, at + 2, 2))
}

/**
 * What makes packets one flow: EtherType, protocol, the two addresses in order and the two ports in order, each pair for itself, so that
 * both directions are one flow. Fragments are flows without ports. What is no IP is one flow an EtherType.
 *
 * Tunnels, VLAN tags and extension headers are looked into by the kernel and not here: plans have none.
 *
 * @clause linux-tun.select.hash
 */
export function flowKeyOf(frame: Bytes): string {
  const type = numberAt(frame, 12, 2)
  if (type === ETHERTYPE_IPV4) {
    const protocol = numberAt(frame, 23, 1)
    const header = (numberAt(frame, 14, 1) & 15) * 4
    const addresses = sorted(textAt(frame, 26, 4), textAt(frame, 30, 4))
    const isFragment = (numberAt(frame, 20, 2) & FRAGMENT) !== 0
    return `ipv4 ${protocol} ${addresses} ${isFragment ? '' : ports(frame, protocol, 14 + header)}`
  }
  if (type === ETHERTYPE_IPV6) {
    const protocol = numberAt(frame, 20, 1)
    return `ipv6 ${protocol} ${sorted(textAt(frame, 22, 16), textAt(frame, 38, 16))} ${ports(frame, protocol, 54)}`
  }
  return `ethertype ${type}`
}
