import { type Bytes, sliceOf } from '../kernel/bytes.ts'
import type { Ends } from './checksum.ts'
import { type Decoded, decoded, shifted } from './decoded.ts'
import { decodeIpv6, encodeIpv6, type Ipv6Header } from './ipv6.ts'
import {
  decodeExtension,
  encodeExtension,
  extensionNumber,
  HOME_ADDRESS_OPTION,
  type Ipv6Extension,
  isExtensionNumber,
  ROUTING_TYPE_2,
} from './ipv6-extension.ts'
import { join } from './join.ts'
import { decodeTransport, encodeTransport, opaque, protocolOf, type Transport } from './transport.ts'

/** An IPv6 packet. */
export interface Ipv6Packet {
  readonly kind: 'ipv6'
  /** The next header follows from the extensions and the transport. */
  readonly header: Omit<Ipv6Header, 'nextHeader'>
  readonly extensions: readonly Ipv6Extension[]
  /** Behind a fragment header always `other`. */
  readonly transport: Transport
}

/**
 * The ends for which TCP and UDP sum up: the home address in place of the source, and the address that a type 2 routing header
 * still leads to in place of the destination (RFC 8200, 8.1; RFC 6275, 6.3 and 6.4).
 */
export function endsOf(header: Ends, extensions: readonly Ipv6Extension[]): Ends {
  let { source, destination } = header
  for (const extension of extensions) {
    if (extension.kind === 'destination') source = homeIn(extension.options) ?? source
    if (extension.kind === 'routing' && extension.type === ROUTING_TYPE_2 && extension.segmentsLeft > 0) {
      destination = sliceOf(extension.data, 4, 20)
    }
  }
  return { source, destination }
}

function homeIn(options: readonly { readonly type: number; readonly data: Bytes }[]): Bytes | undefined {
  return options.find((option) => option.type === HOME_ADDRESS_OPTION)?.data
}

/** The bytes of a packet. Throws a `RangeError` for a field that does not fit. */
export function encodeIpv6Packet({ header, extensions, transport }: Ipv6Packet): Uint8Array {
  const numbers = [...extensions.map(({ kind }) => extensionNumber[kind]), protocolOf(transport)]
  const [nextHeader = 0, ...following] = numbers
  const between = extensions.map((extension, index) => encodeExtension(extension, following[index] ?? 0))
  const payload = join(...between, encodeTransport(transport, endsOf(header, extensions)))
  return join(encodeIpv6({ ...header, nextHeader }, payload.length), payload)
}

interface Chain {
  readonly extensions: readonly Ipv6Extension[]
  readonly protocol: number
  readonly at: number
}

function decodeChain(first: number, input: Uint8Array, start: number): Decoded<Chain> {
  const extensions: Ipv6Extension[] = []
  let [protocol, at] = [first, start]
  while (isExtensionNumber(protocol) && !extensions.some(isLaterFragment)) {
    const parsed = decodeExtension(protocol, input.subarray(at))
    if (!parsed.ok) return shifted(parsed, at)
    extensions.push(parsed.value.extension)
    protocol = parsed.value.nextHeader
    at += parsed.value.length
  }
  return decoded({ extensions, protocol, at })
}

const isLaterFragment = (extension: Ipv6Extension): boolean => extension.kind === 'fragment' && extension.offset > 0

/** The packet at the start of `input`, and how many bytes it takes. */
export function decodeIpv6Packet(input: Uint8Array): Decoded<{ readonly packet: Ipv6Packet; readonly length: number }> {
  const ip = decodeIpv6(input)
  if (!ip.ok) return ip
  const { nextHeader, ...header } = ip.value.header
  const length = ip.value.length + ip.value.payloadLength
  const chain = decodeChain(nextHeader, input.subarray(0, length), ip.value.length)
  if (!chain.ok) return chain
  const { extensions, protocol, at } = chain.value
  const payload = input.subarray(at, length)
  const fragmented = extensions.some((extension) => extension.kind === 'fragment')
  const transport = fragmented
    ? opaque(protocol, payload)
    : decodeTransport(protocol, payload, endsOf(header, extensions))
  if (!transport.ok) return shifted(transport, at)
  return decoded({ packet: { kind: 'ipv6', header, extensions, transport: transport.value }, length })
}
