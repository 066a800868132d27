/** Frames put together by hand, field by field, in hexadecimal. Checksums are zero: the device does not look at them. */
const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')
const bytesOf = (text: string): number => text.length / 2

/** An array of what is written in hexadecimal; blanks are for the reader. */
export const fromHex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))

/** Destination and source addresses, EtherType, payload. */
export const ethernet = (type: string, payload: string): Uint8Array =>
  fromHex(`525400123456 02aabbccddee ${type} ${payload}`)

/** A TCP header of 20 bytes. */
export const tcp = (source: number, destination: number): string =>
  `${hex(source, 4)}${hex(destination, 4)}00000001000000005002000000000000`

/** A UDP header and four bytes. */
export const udp = (source: number, destination: number): string =>
  `${hex(source, 4)}${hex(destination, 4)}000c0000deadbeef`

export interface IPv4Fields {
  readonly source: string
  readonly destination: string
  readonly protocol: number
  readonly payload: string
  /** Options, a multiple of four bytes. */
  readonly options?: string
  /** Flags and fragment offset. */
  readonly fragment?: number
  readonly totalLength?: number
}

export function ipv4(fields: IPv4Fields): string {
  const { source, destination, protocol, payload, options = '', fragment = 0 } = fields
  const words = 5 + bytesOf(options) / 4
  const total = fields.totalLength ?? words * 4 + bytesOf(payload)
  const start = `4${hex(words, 1)}00${hex(total, 4)}0001${hex(fragment, 4)}40${hex(protocol, 2)}0000`
  return `${start}${source}${destination}${options}${payload}`
}

export interface IPv6Fields {
  readonly source: string
  readonly destination: string
  /** The first next header. */
  readonly next: number
  readonly payload: string
  readonly payloadLength?: number
}

export function ipv6({ source, destination, next, payload, payloadLength }: IPv6Fields): string {
  return `60000000${hex(payloadLength ?? bytesOf(payload), 4)}${hex(next, 2)}40${source}${destination}${payload}`
}
