import { sliceOf } from '../kernel/bytes.ts'
import type { HashedTransport } from './hash-type.ts'
import { type IpReading, type Reading, type Stretch, u8 } from './reading.ts'

const TRANSPORTS: Readonly<Record<number, HashedTransport>> = { 6: 'tcp', 17: 'udp' }
const PORTS = 4
const TCP_HEADER = 20
const UDP_HEADER = 8

/** What is known of an IP packet around its transport header. */
export interface Surroundings {
  /** The frame has all the bytes that the IP header promises. */
  readonly whole: boolean
  /** `first` holds the transport header, `later` holds none, whatever its bytes look like. */
  readonly fragment: 'none' | 'first' | 'later'
}

/**
 * The readings of a packet whose upper layer is `protocol` and stands in `stretch`. `without` is the packet without a
 * transport header; it is a reading of its own where that header is cut off, or the packet is a fragment.
 */
export function transportReadings(
  without: IpReading,
  protocol: number,
  stretch: Stretch,
  { whole, fragment }: Surroundings,
): readonly Reading[] {
  const kind = TRANSPORTS[protocol]
  if (kind === undefined) return fragment === 'none' ? [without] : [without, 'no-ip']
  const { frame, at, end } = stretch
  if (fragment === 'later' || end - at < PORTS) return [without, 'no-ip']
  const reading: IpReading = { ...without, transport: { kind, ports: sliceOf(frame, at, at + PORTS) } }
  return whole && fragment === 'none' && hasHeader(kind, stretch) ? [reading] : [without, reading, 'no-ip']
}

/** Whether the whole transport header is there. */
function hasHeader(kind: HashedTransport, { data, at, end }: Stretch): boolean {
  if (kind === 'udp') return end - at >= UDP_HEADER
  const header = (u8(data, at + 12) >> 4) * 4
  return header >= TCP_HEADER && end - at >= header
}
