import { type Bytes, sliceOf } from '../kernel/bytes.ts'
import { be16, type Stretch, u8 } from './reading.ts'
import type { Surroundings } from './transport-reading.ts'

/** What was found on the way along the extension headers of an IPv6 packet. */
export interface ExtensionWalk {
  /** Protocol of what follows the last extension header that could be read. */
  readonly protocol: number
  /** Offset of what follows. */
  readonly at: number
  /** There were extension headers. */
  readonly extended: boolean
  /** Among them one that not everybody counts as an extension header, or can skip. */
  readonly doubtful: boolean
  /** The chain breaks off, or goes on in bytes that nobody can read. */
  readonly broken: boolean
  readonly fragment: Surroundings['fragment']
  /** Addresses in home address options. */
  readonly homes: readonly Bytes[]
  /** Addresses that type 2 routing headers put in place of the destination. */
  readonly routed: readonly Bytes[]
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
  const { data, end } = stretch
  let walk = startOf(protocol, stretch.at)
  while (EXTENSIONS.includes(walk.protocol) && walk.fragment !== 'later') {
    const length = walk.at + UNIT <= end ? sizeOf(walk.protocol, u8(data, walk.at + 1)) : UNIT
    if (walk.at + length > end) return { ...walk, extended: true, broken: true }
    walk = past(walk, stretch, length, destination)
  }
  return walk.protocol === ESP ? { ...walk, extended: true, doubtful: true, broken: true } : walk
}

function startOf(protocol: number, at: number): ExtensionWalk {
  const nothing = { extended: false, doubtful: false, broken: false, fragment: 'none' } as const
  return { ...nothing, protocol, at, homes: [], routed: [] }
}

/** Bytes of an extension header with this number and length field. */
function sizeOf(protocol: number, length: number): number {
  if (protocol === FRAGMENT) return UNIT
  return protocol === AUTHENTICATION ? (length + 2) * 4 : (length + 1) * UNIT
}

/** The walk, past the extension header of `length` bytes that it stands at. */
function past(walk: ExtensionWalk, stretch: Stretch, length: number, destination: Bytes): ExtensionWalk {
  const { protocol, at } = walk
  const homes = protocol === DESTINATION ? homeAddresses(stretch, at, at + length) : []
  const routed = protocol === ROUTING ? routedTo(stretch, at, length, destination) : []
  return {
    protocol: u8(stretch.data, at),
    at: at + length,
    extended: true,
    doubtful: walk.doubtful || ELSEWHERE.includes(protocol),
    broken: false,
    fragment: protocol === FRAGMENT ? fragmentOf(be16(stretch.data, at + 2)) : walk.fragment,
    homes: [...walk.homes, ...homes],
    routed: [...walk.routed, ...routed],
  }
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
