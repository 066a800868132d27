import { arrayOf, type Bytes, bytes, hexOf, lengthOf } from '../kernel/bytes.ts'
import { type Decoded, decoded, type Malformed, malformed, missing } from './decoded.ts'
import { address } from './ethernet.ts'
import { join } from './join.ts'
import { unsigned } from './unsigned.ts'

/** An option of a hop-by-hop or destination options header. Pad1 has type 0 and no data; PadN is type 1. */
export interface Ipv6Option {
  readonly type: number
  readonly data: Bytes
}

/** An IPv6 extension header. */
export type Ipv6Extension =
  | { readonly kind: 'hop-by-hop' | 'destination'; readonly options: readonly Ipv6Option[] }
  | {
      readonly kind: 'routing'
      readonly type: number
      readonly segmentsLeft: number
      /** What follows the first four bytes; four bytes more than a multiple of eight. */
      readonly data: Bytes
    }
  | {
      readonly kind: 'fragment'
      /** In units of eight bytes. */
      readonly offset: number
      readonly more: boolean
      readonly identification: number
    }
  | {
      readonly kind: 'authentication'
      /** What follows the first four bytes: index, sequence number and check value; four bytes more than a multiple of eight. */
      readonly data: Bytes
    }

/** The numbers by which the header before names an extension header. */
export const extensionNumber = {
  'hop-by-hop': 0,
  routing: 43,
  fragment: 44,
  authentication: 51,
  destination: 60,
} as const

/** Option type of padding, two bytes or more. */
export const PAD_N = 1
/** Option type of the home address option. */
export const HOME_ADDRESS_OPTION = 0xc9
/** Type of the routing header of Mobile IPv6. */
export const ROUTING_TYPE_2 = 2

const kindOf: Readonly<Record<number, Ipv6Extension['kind']>> = {
  [extensionNumber['hop-by-hop']]: 'hop-by-hop',
  [extensionNumber.routing]: 'routing',
  [extensionNumber.fragment]: 'fragment',
  [extensionNumber.authentication]: 'authentication',
  [extensionNumber.destination]: 'destination',
}

/** Whether a next header number is that of an extension header that has a codec here. */
export const isExtensionNumber = (number: number): boolean => kindOf[number] !== undefined

/** A destination options header with a home address option, padded so that the option stands where it must (8n + 6). */
export function homeAddress(home: Bytes): Ipv6Extension {
  const pad = { type: PAD_N, data: bytes('0000') }
  return { kind: 'destination', options: [pad, { type: HOME_ADDRESS_OPTION, data: hexOf(address(home, 16, 'home')) }] }
}

/** A type 2 routing header. Its address takes the place of the destination at the mobile node. */
export function routingType2(home: Bytes): Ipv6Extension {
  const data = hexOf(join(new Uint8Array(4), address(home, 16, 'home')))
  return { kind: 'routing', type: ROUTING_TYPE_2, segmentsLeft: 1, data }
}

const words = (kind: Ipv6Extension['kind']): string => `${kind === 'authentication' ? 'an' : 'a'} ${kind} header`

function encodeOption({ type, data }: Ipv6Option): Uint8Array {
  const value = arrayOf(data)
  if (type === 0) {
    if (value.length > 0) throw new RangeError(`option type 0 is Pad1, which has no data, not ${value.length} bytes`)
    return Uint8Array.of(0)
  }
  return join(Uint8Array.of(unsigned(type, 8, 'type'), unsigned(value.length, 8, 'the length of an option')), value)
}

function encodeBody(extension: Ipv6Extension): Uint8Array {
  switch (extension.kind) {
    case 'hop-by-hop':
    case 'destination':
      return join(...extension.options.map(encodeOption))
    case 'routing': {
      const type = unsigned(extension.type, 8, 'type')
      return join(Uint8Array.of(type, unsigned(extension.segmentsLeft, 8, 'segmentsLeft')), arrayOf(extension.data))
    }
    case 'fragment': {
      const body = new Uint8Array(6)
      const view = new DataView(body.buffer)
      view.setUint16(0, (unsigned(extension.offset, 13, 'offset') << 3) | Number(extension.more))
      view.setUint32(2, unsigned(extension.identification, 32, 'identification'))
      return body
    }
    case 'authentication':
      return join(new Uint8Array(2), arrayOf(extension.data))
  }
}

/** How many bytes an extension header has. */
export function extensionSize(extension: Ipv6Extension): number {
  switch (extension.kind) {
    case 'hop-by-hop':
    case 'destination':
      return extension.options.reduce((sum, { type, data }) => sum + (type === 0 ? 1 : 2 + lengthOf(data)), 2)
    case 'fragment':
      return 8
    case 'routing':
    case 'authentication':
      return 4 + lengthOf(extension.data)
  }
}

/** The bytes of an extension header. Throws a `RangeError` for a field that does not fit, or a length that is no multiple of 8. */
export function encodeExtension(extension: Ipv6Extension, nextHeader: number): Uint8Array {
  const body = encodeBody(extension)
  const size = body.length + 2
  if (size % 8 !== 0) throw new RangeError(`${words(extension.kind)} must have a multiple of 8 bytes, not ${size}`)
  // a fragment header, always 8 bytes, has a reserved byte here that must be zero, which is its length too
  const units = extension.kind === 'authentication' ? size / 4 - 2 : size / 8 - 1
  const length = unsigned(units, 8, 'the length of an extension header')
  return join(Uint8Array.of(unsigned(nextHeader, 8, 'nextHeader'), length), body)
}

/** An extension header that was read, what it names next, and how many bytes it took. */
export interface ParsedExtension {
  readonly extension: Ipv6Extension
  readonly nextHeader: number
  readonly length: number
}

function decodeOptions(input: Uint8Array): Decoded<readonly Ipv6Option[]> {
  const options: Ipv6Option[] = []
  for (let at = 2; at < input.length; ) {
    const [type, length] = input.subarray(at)
    if (type === 0) {
      options.push({ type, data: hexOf(new Uint8Array()) })
      at += 1
      continue
    }
    if (type === undefined || length === undefined) return malformed(at, 'an option has no length')
    const cut = missing(input, at + 2, length, `the data of option ${type}`)
    if (cut) return cut
    options.push({ type, data: hexOf(input.subarray(at + 2, at + 2 + length)) })
    at += 2 + length
  }
  return decoded(options)
}

function decodeFragment(input: Uint8Array): Decoded<Ipv6Extension> {
  const view = new DataView(input.buffer, input.byteOffset)
  if (view.getUint8(1) !== 0) return malformed(1, 'the reserved byte of a fragment header must be zero')
  const word = view.getUint16(2)
  if ((word & 6) !== 0) return malformed(3, 'the reserved bits of a fragment header must be zero')
  const more = (word & 1) !== 0
  return decoded({ kind: 'fragment', offset: word >> 3, more, identification: view.getUint32(4) })
}

function decodeAuthentication(input: Uint8Array): Decoded<Ipv6Extension> {
  const reserved = input.subarray(2, 4).findIndex((byte) => byte !== 0)
  if (reserved !== -1) return malformed(2 + reserved, 'the reserved bytes of an authentication header must be zero')
  if (input.length % 8 !== 0)
    return malformed(1, `an authentication header must have a multiple of 8 bytes, not ${input.length}`)
  return decoded({ kind: 'authentication', data: hexOf(input.subarray(4)) })
}

/** Bytes of an extension header with this length field. Authentication counts in units of four bytes, and two fewer. */
function sizeOf(kind: Ipv6Extension['kind'], units: number): number {
  if (kind === 'fragment') return 8
  return kind === 'authentication' ? (units + 2) * 4 : (units + 1) * 8
}

function decodeBody(kind: Ipv6Extension['kind'], input: Uint8Array): Decoded<Ipv6Extension> {
  if (kind === 'fragment') return decodeFragment(input)
  if (kind === 'authentication') return decodeAuthentication(input)
  const [, , type = 0, segmentsLeft = 0] = input
  if (kind === 'routing') return decoded({ kind, type, segmentsLeft, data: hexOf(input.subarray(4)) })
  const options = decodeOptions(input)
  return options.ok ? decoded({ kind, options: options.value }) : options
}

/**
 * The extension header at the start of `input`, which the header before called `number`.
 *
 * @throws RangeError if `number` is not that of an extension header ({@link isExtensionNumber})
 */
export function decodeExtension(number: number, input: Uint8Array): Decoded<ParsedExtension> {
  const kind = kindOf[number]
  if (kind === undefined) throw new RangeError(`next header ${number} is no extension header`)
  const short: Malformed | undefined = missing(input, 0, 8, words(kind))
  if (short) return short
  const [nextHeader = 0, units = 0] = input
  const length = sizeOf(kind, units)
  const cut = missing(input, 0, length, words(kind))
  if (cut) return cut
  const body = decodeBody(kind, input.subarray(0, length))
  return body.ok ? decoded({ extension: body.value, nextHeader, length }) : body
}
