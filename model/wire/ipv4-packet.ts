import { type Decoded, decoded, shifted } from './decoded.ts'
import { decodeIpv4, encodeIpv4, type Ipv4Header, isFragment } from './ipv4.ts'
import { join } from './join.ts'
import { decodeTransport, encodeTransport, opaque, protocolOf, type Transport } from './transport.ts'

/** An IPv4 packet. */
export interface Ipv4Packet {
  readonly kind: 'ipv4'
  /** The protocol follows from the transport. */
  readonly header: Omit<Ipv4Header, 'protocol'>
  /** Of a fragment always `other`: its header, if it has one, speaks of the whole datagram. */
  readonly transport: Transport
}

/** The bytes of a packet. Throws a `RangeError` for a field that does not fit. */
export function encodeIpv4Packet({ header, transport }: Ipv4Packet): Uint8Array {
  const payload = encodeTransport(transport, header)
  return join(encodeIpv4({ ...header, protocol: protocolOf(transport) }, payload.length), payload)
}

/** The packet at the start of `input`, and how many bytes it takes. */
export function decodeIpv4Packet(input: Uint8Array): Decoded<{ readonly packet: Ipv4Packet; readonly length: number }> {
  const ip = decodeIpv4(input)
  if (!ip.ok) return ip
  const { protocol, ...header } = ip.value.header
  const length = ip.value.length + ip.value.payloadLength
  const payload = input.subarray(ip.value.length, length)
  const transport = isFragment(header) ? opaque(protocol, payload) : decodeTransport(protocol, payload, header)
  if (!transport.ok) return shifted(transport, ip.value.length)
  return decoded({ packet: { kind: 'ipv4', header, transport: transport.value }, length })
}
