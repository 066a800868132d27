import { sliceOf } from '../kernel/bytes.ts'
import { be16, type IpReading, type Reading, type Stretch, u8 } from './reading.ts'
import { type Surroundings, transportReadings } from './transport-reading.ts'

const MINIMUM_HEADER = 20
const MORE_FRAGMENTS = 0x2000
const FRAGMENT_OFFSET = 0x1fff

/**
 * The readings of an IPv4 packet. A header that contradicts itself leaves the addresses, or nothing. Where it is the total length
 * that does not cover the header (0 may stand for more than 16 bits hold), all of the frame may be the packet's as well.
 */
export function ipv4Readings({ frame, data, at, end }: Stretch): readonly Reading[] {
  if (end - at < MINIMUM_HEADER) return ['no-ip']
  const reading: IpReading = { family: 4, addresses: sliceOf(frame, at + 12, at + 20) }
  const header = (u8(data, at) & 15) * 4
  const total = be16(data, at + 2)
  const sound = u8(data, at) >> 4 === 4 && header >= MINIMUM_HEADER && at + header <= end
  if (!sound) return [reading, 'no-ip']
  const covers = total >= header
  const body = { frame, data, at: at + header, end: covers ? Math.min(end, at + total) : end }
  const around = { whole: covers && at + total <= end, fragment: fragmentOf(be16(data, at + 6)) }
  const readings = transportReadings(reading, u8(data, at + 9), body, around)
  return covers ? readings : [...readings, 'no-ip']
}

function fragmentOf(flagsAndOffset: number): Surroundings['fragment'] {
  if ((flagsAndOffset & FRAGMENT_OFFSET) !== 0) return 'later'
  return (flagsAndOffset & MORE_FRAGMENTS) !== 0 ? 'first' : 'none'
}
