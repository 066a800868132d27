import { arrayOf, type Bytes, sliceOf } from '../../model/kernel/bytes.ts'
import type { IpReading, Reading } from '../../model/net/reading.ts'

/**
 * What QEMU does otherwise than the text has it when it reads a frame in order to hash it:
 *
 * - `later-header`: a later destination options or routing header without an address that counts takes back that of an earlier one
 * - `behind-packet`: the lengths in IP headers are not looked at, and bytes behind the packet are taken for its headers
 * - `authentication-length`: the length of an authentication header is taken for units of eight bytes
 * - `no-next-header`: Next Header 58 and 59 are taken for extension headers
 * - `thirty-options`: no more than thirty options are looked at
 * - `eleven-headers`: no more than eleven extension headers are
 */
export type Quirk =
  | 'later-header'
  | 'behind-packet'
  | 'authentication-length'
  | 'no-next-header'
  | 'thirty-options'
  | 'eleven-headers'

type Has = (quirk: Quirk) => boolean

const TAGS: readonly number[] = [0x8100, 0x88a8]
const EXTENSIONS: readonly number[] = [0, 43, 44, 51, 60, 135]
const [ROUTING, FRAGMENT, AUTHENTICATION, DESTINATION] = [43, 44, 51, 60]
const NO_EXTENSIONS: readonly number[] = [58, 59]
const MOST_OPTIONS = 30
const MOST_HEADERS = 11
const TRANSPORTS: Readonly<Record<number, { readonly kind: 'tcp' | 'udp'; readonly size: number }>> = {
  6: { kind: 'tcp', size: 20 },
  17: { kind: 'udp', size: 8 },
}

/** A frame as QEMU reads it that has these quirks; packets with nothing odd in them as the text has them. */
export function readLikeQemu(frame: Bytes, has: Has): Reading {
  const view = new DataView(arrayOf(frame).buffer)
  let at = 12
  while (at + 2 <= view.byteLength && TAGS.includes(view.getUint16(at))) at += 4
  if (at + 2 + 20 > view.byteLength) return 'no-ip'
  const type = view.getUint16(at)
  if (type === 0x0800) return readIpv4({ frame, view, at: at + 2, has })
  return type === 0x86dd && at + 2 + 40 <= view.byteLength ? readIpv6({ frame, view, at: at + 2, has }) : 'no-ip'
}

interface Packet {
  readonly frame: Bytes
  readonly view: DataView
  readonly at: number
  readonly has: Has
}

function readIpv4({ frame, view, at, has }: Packet): Reading {
  const reading: IpReading = { family: 4, addresses: sliceOf(frame, at + 12, at + 20) }
  const end = has('behind-packet') ? view.byteLength : Math.min(view.byteLength, at + view.getUint16(at + 2))
  if ((view.getUint16(at + 6) & 0x3fff) !== 0) return reading
  return withPorts(reading, frame, view.getUint8(at + 9), at + (view.getUint8(at) & 15) * 4, end)
}

/** A packet with the transport header at `at`; none where it is not there. */
function withPorts(reading: IpReading, frame: Bytes, protocol: number, at: number, end: number): IpReading {
  const transport = TRANSPORTS[protocol]
  if (transport === undefined || at + 4 > end) return reading
  return { ...reading, transport: { kind: transport.kind, ports: sliceOf(frame, at, at + 4) } }
}

function readIpv6(packet: Packet): Reading {
  const { frame, view, at, has } = packet
  const promised = at + 40 + view.getUint16(at + 4)
  const end = has('behind-packet') ? view.byteLength : Math.min(view.byteLength, promised)
  const walk = walkLikeQemu(packet, end)
  if (walk === undefined) return 'no-ip'
  const addresses = sliceOf(frame, at + 8, at + 40)
  const { home = sliceOf(addresses, 0, 16), care = sliceOf(addresses, 16) } = walk
  const reading: IpReading = { family: 6, addresses, ...(walk.extended ? { extended: (home + care) as Bytes } : {}) } // joined
  if (walk.fragment) return reading
  const transport = TRANSPORTS[walk.protocol]
  // Behind a header that is none, QEMU's program gives up where the transport header is not whole.
  if (has('no-next-header') && transport !== undefined && walk.at + transport.size > end) return 'no-ip'
  return withPorts(reading, frame, walk.protocol, walk.at, end)
}

interface Walk {
  readonly protocol: number
  readonly at: number
  readonly extended: boolean
  readonly fragment: boolean
  readonly home?: Bytes | undefined
  readonly care?: Bytes | undefined
}

/** The way along the extension headers; `undefined` where one is not there. */
function walkLikeQemu(packet: Packet, end: number): Walk | undefined {
  const { view, at, has } = packet
  let walk: Walk = { protocol: view.getUint8(at + 6), at: at + 40, extended: false, fragment: false }
  const isHeader = (number: number) =>
    EXTENSIONS.includes(number) || (has('no-next-header') && NO_EXTENSIONS.includes(number))
  for (let count = 0; isHeader(walk.protocol); count++) {
    if (has('eleven-headers') && count === MOST_HEADERS) break
    if (walk.at + 2 > end) return undefined
    const length = sizeOf(walk.protocol, view.getUint8(walk.at + 1), has)
    walk = {
      protocol: view.getUint8(walk.at),
      at: walk.at + length,
      extended: walk.extended || !NO_EXTENSIONS.includes(walk.protocol),
      fragment: walk.fragment || walk.protocol === FRAGMENT,
      ...addressesAfter(walk, packet, Math.min(end, walk.at + length)),
    }
  }
  return walk
}

function sizeOf(protocol: number, units: number, has: Has): number {
  if (protocol === FRAGMENT) return 8
  return protocol === AUTHENTICATION && !has('authentication-length') ? (units + 2) * 4 : (units + 1) * 8
}

/** The addresses that count once the header that the walk stands at, up to `end`, was looked at. */
function addressesAfter(walk: Walk, { frame, view, has }: Packet, end: number): Pick<Walk, 'home' | 'care'> {
  const { protocol, at, home, care } = walk
  const before = (found: Bytes | undefined, old: Bytes | undefined) => (has('later-header') ? found : (found ?? old))
  if (protocol === DESTINATION) return { home: before(homeIn(frame, view, at, end, has), home), care }
  if (protocol !== ROUTING || view.getUint8(at + 1) !== 2 || at + 24 > end) return { home, care }
  const counts = view.getUint8(at + 2) === 2 && view.getUint8(at + 3) === 1
  return { home, care: before(counts ? sliceOf(frame, at + 8, at + 24) : undefined, care) }
}

/** The first home address among the options from behind `at` to `end`. */
function homeIn(frame: Bytes, view: DataView, at: number, end: number, has: Has): Bytes | undefined {
  let option = at + 2
  for (let count = 0; option + 1 < end; count++) {
    if (has('thirty-options') && count === MOST_OPTIONS) return undefined
    const type = view.getUint8(option)
    if (type === 0xc9) return option + 18 <= end ? sliceOf(frame, option + 2, option + 18) : undefined
    option += type === 0 ? 1 : view.getUint8(option + 1) + 2
  }
  return undefined
}
