import { arrayOf, type Bytes, hexOf } from '../kernel/bytes.ts'
import type { Ends } from './checksum.ts'
import { type Decoded, decoded } from './decoded.ts'
import { decodeTcp, encodeTcp, PROTOCOL_TCP, type TcpHeader } from './tcp.ts'
import { decodeUdp, encodeUdp, PROTOCOL_UDP, type UdpHeader } from './udp.ts'

/** What an IP packet carries. */
export type Transport =
  | { readonly kind: 'tcp'; readonly header: TcpHeader; readonly payload: Bytes }
  | { readonly kind: 'udp'; readonly header: UdpHeader; readonly payload: Bytes }
  /** Another protocol, or a fragment: bytes that are taken as they are. */
  | { readonly kind: 'other'; readonly protocol: number; readonly payload: Bytes }

/** The protocol number of what a packet carries. */
export function protocolOf(transport: Transport): number {
  if (transport.kind === 'other') return transport.protocol
  return transport.kind === 'tcp' ? PROTOCOL_TCP : PROTOCOL_UDP
}

/** The bytes of what a packet between these ends carries. */
export function encodeTransport(transport: Transport, ends: Ends): Uint8Array {
  const payload = arrayOf(transport.payload)
  if (transport.kind === 'tcp') return encodeTcp(transport.header, payload, ends)
  return transport.kind === 'udp' ? encodeUdp(transport.header, payload, ends) : payload
}

/** What a packet between these ends carries, `input` being all of it. */
export function decodeTransport(protocol: number, input: Uint8Array, ends: Ends): Decoded<Transport> {
  if (protocol === PROTOCOL_TCP) {
    const tcp = decodeTcp(input, ends)
    if (!tcp.ok) return tcp
    return decoded({ kind: 'tcp', header: tcp.value.header, payload: hexOf(input.subarray(tcp.value.length)) })
  }
  if (protocol === PROTOCOL_UDP) {
    const udp = decodeUdp(input, ends)
    if (!udp.ok) return udp
    return decoded({ kind: 'udp', header: udp.value.header, payload: hexOf(input.subarray(udp.value.length)) })
  }
  return opaque(protocol, input)
}

/** What is carried, taken as it is. */
export function opaque(protocol: number, input: Uint8Array): Decoded<Transport> {
  return decoded({ kind: 'other', protocol, payload: hexOf(input) })
}
