import { arrayOf, type Bytes, hexOf } from '../kernel/bytes.ts'
import { type Decoded, decoded, shifted } from './decoded.ts'
import { decodeEthernet, ETHERTYPE_IPV4, ETHERTYPE_IPV6, type EthernetHeader, encodeEthernet } from './ethernet.ts'
import { decodeIpv4Packet, encodeIpv4Packet, type Ipv4Packet } from './ipv4-packet.ts'
import { decodeIpv6Packet, encodeIpv6Packet, type Ipv6Packet } from './ipv6-packet.ts'
import { join } from './join.ts'

/** What is no IP packet: an EtherType (or length) and all the bytes behind it. */
export interface OtherPacket {
  readonly kind: 'other'
  readonly etherType: number
  readonly payload: Bytes
}

/** An Ethernet frame without its check sequence. */
export interface Frame {
  /** The EtherType follows from the packet. */
  readonly ethernet: Omit<EthernetHeader, 'etherType'>
  readonly packet: Ipv4Packet | Ipv6Packet | OtherPacket
  /** What stands behind an IP packet: padding. */
  readonly trailer: Bytes
}

type Packet = Frame['packet']

function etherTypeOf(packet: Packet): number {
  if (packet.kind === 'other') return packet.etherType
  return packet.kind === 'ipv4' ? ETHERTYPE_IPV4 : ETHERTYPE_IPV6
}

function encodePacket(packet: Packet): Uint8Array {
  if (packet.kind === 'other') return arrayOf(packet.payload)
  return packet.kind === 'ipv4' ? encodeIpv4Packet(packet) : encodeIpv6Packet(packet)
}

/** The bytes of a frame, with right lengths and checksums. Throws a `RangeError` for a field that does not fit. */
export function encodeFrame(frame: Frame): Uint8Array {
  const header = encodeEthernet({ ...frame.ethernet, etherType: etherTypeOf(frame.packet) })
  return join(header, encodePacket(frame.packet), arrayOf(frame.trailer))
}

function decodePacket(
  etherType: number,
  input: Uint8Array,
): Decoded<{ readonly packet: Packet; readonly length: number }> {
  if (etherType === ETHERTYPE_IPV4) return decodeIpv4Packet(input)
  if (etherType === ETHERTYPE_IPV6) return decodeIpv6Packet(input)
  return decoded({ packet: { kind: 'other', etherType, payload: hexOf(input) }, length: input.length })
}

/** The frame that these bytes are. A length or checksum that is not right makes them malformed. */
export function decodeFrame(input: Uint8Array): Decoded<Frame> {
  const ethernet = decodeEthernet(input)
  if (!ethernet.ok) return ethernet
  const { header, length } = ethernet.value
  const { etherType, ...addresses } = header
  const inner = decodePacket(etherType, input.subarray(length))
  if (!inner.ok) return shifted(inner, length)
  const trailer = hexOf(input.subarray(length + inner.value.length))
  return decoded({ ethernet: addresses, packet: inner.value.packet, trailer })
}
