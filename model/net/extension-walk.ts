import { type Bytes, sliceOf } from '../kernel/bytes.ts'
import { be16, type Stretch, u8 } from './reading.ts'
import type { Surroundings } from './transport-reading.ts'

/** What a device learnt from the extension headers up to some point. */
export interface Gathered {
  /** Whether there were extension headers; `perhaps` where there were only such as not everybody counts as one. */
  readonly extended: 'no' | 'perhaps' | 'yes'
  /** Addresses in home address options. */
  readonly homes: readonly Bytes[]
  /** Addresses that type 2 routing headers put in place of the destination. */
  readonly routed: readonly Bytes[]
}

/** What was found on the way along the extension headers of an IPv6 packet. */
export interface ExtensionWalk {
  /** Protocol of what follows the last extension header that could be read. */
  readonly protocol: number
  /** Offset of what follows. */
  readonly at: number
  readonly fragment: Surroundings['fragment']
  readonly gathered: Gathered
  /** The chain breaks off, or goes on in bytes that nobody can read: nothing is known of what follows. */
  readonly broken: boolean
  /** What a device has that goes no further than to a header that not everybody can skip, or that is cut off. */
  readonly stops: readonly Gathered[]
}

const UNIT = 8
const HOP_BY_HOP = 0
const ROUTING = 43
const FRAGMENT = 44
const ESP = 50
const AUTHENTICATION = 51
const DESTINATION = 60
/** Extension headers of IPsec, Mobility, Host Identity Protocol, Shim6: each defined outside the text that defines IPv6. */
const ELSEWHERE: readonly number[] = [AUTHENTICATION, 135, 139, 140]
const EXTENSIONS: readonly number[] = [HOP_BY_HOP, ROUTING, FRAGMENT, DESTINATION, ...ELSEWHERE]

const ROUTING_TYPE_2 = 2
/** Bytes of a type 2 routing header. */
const ROUTING_TYPE_2_SIZE = 24
const PAD_1 = 0
const HOME_ADDRESS = 0xc9
/** Bytes of a home address option, its type and length included. */
const HOME_ADDRESS_SIZE = 18

/** Follows the extension headers from the first, whose number is `protocol`, as far as they go. */
export function walkExtensions(stretch: Stretch, protocol: number, destination: Bytes): ExtensionWalk {
  const { data, at: first, end } = stretch
  let walk = startOf(protocol, first)
  while (EXTENSIONS.includes(walk.protocol) && walk.fragment !== 'later') {
    const length = walk.at + UNIT <= end ? sizeOf(walk.protocol, u8(data, walk.at + 1)) : UNIT
    if (walk.at + length > end) return cutOff(walk, stretch)
    walk = past(walk, stretch, length, destination, walk.at === first)
  }
  return walk.protocol === ESP ? hidden(walk) : walk
}

function startOf(protocol: number, at: number): ExtensionWalk {
  const gathered: Gathered = { extended: 'no', homes: [], routed: [] }
  return { protocol, at, fragment: 'none', gathered, broken: false, stops: [] }
}

/** Bytes of an extension header with this number and length field. */
function sizeOf(protocol: number, length: number): number {
  if (protocol === FRAGMENT) return UNIT
  return protocol === AUTHENTICATION ? (length + 2) * 4 : (length + 1) * UNIT
}

/** The extension header that the walk stands at counts as one, for some or for everybody. */
function counted({ gathered }: ExtensionWalk, surely: boolean): Gathered {
  if (surely) return { ...gathered, extended: 'yes' }
  return gathered.extended === 'no' ? { ...gathered, extended: 'perhaps' } : gathered
}

/** The walk, past the extension header of `length` bytes that it stands at. */
function past(
  walk: ExtensionWalk,
  stretch: Stretch,
  length: number,
  destination: Bytes,
  isFirst: boolean,
): ExtensionWalk {
  const { protocol, at } = walk
  const now = counted(walk, !ELSEWHERE.includes(protocol))
  const homes = protocol === DESTINATION ? homeAddresses(stretch, at, at + length) : []
  const routed = protocol === ROUTING ? routedTo(stretch, at, length, destination) : []
  // RFC 8200, 4: hop-by-hop options that do not come first are to be treated as a header that is not known
  const mayStop = ELSEWHERE.includes(protocol) || (protocol === HOP_BY_HOP && !isFirst)
  return {
    protocol: u8(stretch.data, at),
    at: at + length,
    fragment: protocol === FRAGMENT ? fragmentOf(be16(stretch.data, at + 2)) : walk.fragment,
    gathered: { ...now, homes: [...now.homes, ...homes], routed: [...now.routed, ...routed] },
    broken: false,
    stops: mayStop ? [...walk.stops, now] : walk.stops,
  }
}

/** The walk ends at an extension header that is not all there: it may count or not, and home addresses in it that are whole. */
function cutOff(walk: ExtensionWalk, stretch: Stretch): ExtensionWalk {
  const now = counted(walk, false)
  const homes = walk.protocol === DESTINATION ? homeAddresses(stretch, walk.at, stretch.end) : []
  const partly = homes.length > 0 ? [{ ...now, extended: 'yes' as const, homes: [...now.homes, ...homes] }] : []
  return { ...walk, broken: true, stops: [...walk.stops, now, ...partly] }
}

/** The walk ends at ESP: what follows is encrypted. */
function hidden(walk: ExtensionWalk): ExtensionWalk {
  return { ...walk, broken: true, stops: [...walk.stops, counted(walk, false)] }
}

/** A packet with a fragment header counts as a fragment even where it is whole: many a device looks no further. */
const fragmentOf = (offsetAndFlag: number): Surroundings['fragment'] => (offsetAndFlag >> 3 === 0 ? 'first' : 'later')

/** The addresses in home address options of a destination options header. */
function homeAddresses({ frame, data }: Stretch, at: number, end: number): readonly Bytes[] {
  const found: Bytes[] = []
  for (let option = at + 2; option < end; ) {
    const type = u8(data, option)
    const size = type === PAD_1 ? 1 : u8(data, option + 1) + 2
    const isHome = type === HOME_ADDRESS && size === HOME_ADDRESS_SIZE && option + size <= end
    if (isHome) found.push(sliceOf(frame, option + 2, option + size))
    option += size
  }
  return found
}

/** The address in a type 2 routing header; also the destination, where the header is not as it is defined to be. */
function routedTo({ frame, data }: Stretch, at: number, length: number, destination: Bytes): readonly Bytes[] {
  if (u8(data, at + 2) !== ROUTING_TYPE_2 || length < ROUTING_TYPE_2_SIZE) return []
  const address = sliceOf(frame, at + 8, at + ROUTING_TYPE_2_SIZE)
  const sound = length === ROUTING_TYPE_2_SIZE && u8(data, at + 3) === 1
  return sound ? [address] : [address, destination]
}
