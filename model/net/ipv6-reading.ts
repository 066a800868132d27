import { type Bytes, sliceOf } from '../kernel/bytes.ts'
import { type ExtensionWalk, walkExtensions } from './extension-walk.ts'
import { be16, type IpReading, type Reading, type Stretch, u8 } from './reading.ts'
import { transportReadings } from './transport-reading.ts'

const HEADER = 40

/** The readings of an IPv6 packet. A header that contradicts itself leaves the addresses, or nothing. */
export function ipv6Readings({ frame, data, at, end }: Stretch): readonly Reading[] {
  if (end - at < HEADER) return ['no-ip']
  const plain: IpReading = { family: 6, addresses: sliceOf(frame, at + 8, at + HEADER) }
  if (u8(data, at) >> 4 !== 6) return [plain, 'no-ip']
  const promised = at + HEADER + be16(data, at + 4)
  const body = { frame, data, at: at + HEADER, end: Math.min(end, promised) }
  const walk = walkExtensions(body, u8(data, at + 6), sliceOf(plain.addresses, 16))
  return upperReadings(basesOf(plain, walk), walk, body, promised <= end)
}

/**
 * The packet without a transport header: with the addresses that its extension headers give; also as if it had none, where it
 * is open whether it has any.
 */
function basesOf(plain: IpReading, walk: ExtensionWalk): readonly IpReading[] {
  if (!walk.extended) return [plain]
  const sources = walk.homes.length > 0 ? walk.homes : [sliceOf(plain.addresses, 0, 16)]
  const destinations = walk.routed.length > 0 ? walk.routed : [sliceOf(plain.addresses, 16)]
  const extended = sources.flatMap(
    (source) => destinations.map((destination) => ({ ...plain, extended: (source + destination) as Bytes })), // Bytes, joined
  )
  return walk.doubtful ? [...extended, plain] : extended
}

/** The packet with what follows its extension headers. A device that cannot skip a doubtful one sees nothing of that. */
function upperReadings(
  bases: readonly IpReading[],
  walk: ExtensionWalk,
  body: Stretch,
  whole: boolean,
): readonly Reading[] {
  if (walk.broken) return [...bases, 'no-ip']
  const rest = { ...body, at: walk.at }
  const { protocol, fragment } = walk
  const readings = bases.flatMap((base) => transportReadings(base, protocol, rest, { whole, fragment }))
  return walk.doubtful ? [...readings, ...bases, 'no-ip'] : readings
}
