import { type Bytes, sliceOf } from '../kernel/bytes.ts'
import { type ExtensionWalk, type Gathered, walkExtensions } from './extension-walk.ts'
import { be16, type IpReading, type Reading, type Stretch, u8 } from './reading.ts'
import { transportReadings } from './transport-reading.ts'

const HEADER = 40

/**
 * The readings of an IPv6 packet. A header that contradicts itself leaves the addresses, or nothing. A payload length of 0 may
 * be meant: then nothing follows; or it stands for more than 16 bits hold (RFC 2675), and all of the frame is the packet's.
 */
export function ipv6Readings({ frame, data, at, end }: Stretch): readonly Reading[] {
  if (end - at < HEADER) return ['no-ip']
  const plain: IpReading = { family: 6, addresses: sliceOf(frame, at + 8, at + HEADER) }
  if (u8(data, at) >> 4 !== 6) return [plain, 'no-ip']
  const payload = be16(data, at + 4)
  const promised = at + HEADER + payload
  const ends = payload === 0 ? [end, promised] : [Math.min(end, promised)]
  const bodies = ends.map((last) => ({ frame, data, at: at + HEADER, end: last }))
  return bodies.flatMap((body) => bodyReadings(plain, u8(data, at + 6), body, promised <= end))
}

/** The readings of a packet whose first extension header or upper layer, called `next`, stands in `body`. */
function bodyReadings(plain: IpReading, next: number, body: Stretch, whole: boolean): readonly Reading[] {
  const walk = walkExtensions(body, next, sliceOf(plain.addresses, 16))
  const stopped = walk.stops.flatMap((gathered) => basesOf(plain, gathered))
  const upper = walk.broken ? [] : upperReadings(basesOf(plain, walk.gathered), walk, body, whole)
  return walk.stops.length === 0 ? upper : [...upper, ...stopped, 'no-ip']
}

/**
 * The packet without a transport header: with the addresses that its extension headers give; also as if it had none, where it
 * is open whether it has any.
 */
function basesOf(plain: IpReading, { extended, homes, routed }: Gathered): readonly IpReading[] {
  if (extended === 'no') return [plain]
  const sources = homes.length > 0 ? homes : [sliceOf(plain.addresses, 0, 16)]
  const destinations = routed.length > 0 ? routed : [sliceOf(plain.addresses, 16)]
  const bases = sources.flatMap(
    (source) => destinations.map((destination) => ({ ...plain, extended: (source + destination) as Bytes })), // Bytes, joined
  )
  return extended === 'perhaps' ? [...bases, plain] : bases
}

/** The packet with what follows its extension headers. */
function upperReadings(
  bases: readonly IpReading[],
  { at, protocol, fragment }: ExtensionWalk,
  body: Stretch,
  whole: boolean,
): readonly Reading[] {
  const rest = { ...body, at }
  return bases.flatMap((base) => transportReadings(base, protocol, rest, { whole, fragment }))
}
