import { type Bytes, bytes, hexOf } from '../kernel/bytes.ts'
import { encodeFrame } from '../wire/frame.ts'

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

/** Which of the two ends sends: both are one flow. */
export type Direction = 'forth' | 'back'

/**
 * A UDP datagram over IPv4 of a flow by its number, from 0 to 2²⁴ - 1: each has addresses of its own. `mark` makes it another packet of the same
 * flow; `back` is the other direction.
 */
export function numberedPacket(flow: number, mark: number, direction: Direction = 'forth'): Bytes {
  const near = { address: bytes(`0a${hex(flow, 6)}`), port: 1024 + (flow % 1000) }
  const far = { address: bytes(`c0a8${hex(flow & 0xffff, 4)}`), port: 53 }
  const [from, to] = direction === 'forth' ? [near, far] : [far, near]
  const frame = encodeFrame({
    ethernet: { destination: bytes('020000000002'), source: bytes('020000000001'), tags: [] },
    packet: {
      kind: 'ipv4',
      header: {
        tos: 0,
        identification: 0,
        dontFragment: true,
        moreFragments: false,
        fragmentOffset: 0,
        ttl: 64,
        source: from.address,
        destination: to.address,
        options: bytes(''),
      },
      transport: {
        kind: 'udp',
        header: { sourcePort: from.port, destinationPort: to.port },
        payload: bytes(`${hex(mark, 8)}${'5a'.repeat(14)}`),
      },
    },
    trailer: bytes(''),
  })
  return hexOf(frame)
}
