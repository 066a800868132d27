import fc from 'fast-check'
import { arrayOf, type Bytes, lengthOf } from '../../model/kernel/bytes.ts'
import type { WireOffload } from '../../model/net/action.ts'
import { be16Bytes, transportIn, written } from '../../model/net/receive-offload/transport.ts'
import { ipv4Address, ipv6Address } from '../../model/wire/ip-address.ts'
import {
  VIRTIO_NET_HDR_F_NEEDS_CSUM,
  VIRTIO_NET_HDR_GSO_ECN,
  VIRTIO_NET_HDR_GSO_TCPV4,
  VIRTIO_NET_HDR_GSO_TCPV6,
  VIRTIO_NET_HDR_GSO_UDP,
  VIRTIO_NET_HDR_GSO_UDP_L4,
} from '../../model/wire/net-header-layout.ts'
import { TCP_HEADER_SIZE, tcpFlag } from '../../model/wire/tcp.ts'
import { UDP_HEADER_SIZE } from '../../model/wire/udp.ts'
import type { IpFlow } from './flow.ts'
import { frameOf, plainShape } from './frame.ts'
import { partial } from './partial.ts'
import type { Intent } from './traffic.ts'

/** How a frame comes: as it should, with a wrong checksum, with one to be completed, or to be cut too. */
export type Finish = 'finished' | 'corrupt' | 'partial' | 'uncut'

const ends = {
  ipv4: { source: ipv4Address('10.0.0.1'), destination: ipv4Address('10.0.0.2') },
  ipv6: { source: ipv6Address('fd00::1'), destination: ipv6Address('fd00::2') },
} as const

const flowOf = (network: 'ipv4' | 'ipv6', transport: 'tcp' | 'udp', port: number): IpFlow => ({
  network,
  ...ends[network],
  transport,
  sourcePort: port,
  destinationPort: 80,
  extensions: [],
})

/** A frame with another checksum than its own, and not zero, which means none. */
function corrupt(frame: Bytes): Bytes {
  const at = transportIn(frame)?.field ?? 0
  const [high = 0, low = 0] = arrayOf(frame).subarray(at, at + 2)
  return written(frame, at, be16Bytes(((high << 8) | low) ^ 0x0101 || 0x0202))
}

/** What is said of an unfinished frame of a flow. */
function offloadOf(
  frame: Bytes,
  flow: IpFlow,
  { size, ecn, ufo }: { size: number; ecn: boolean; ufo: boolean },
): WireOffload {
  const at = transportIn(frame)
  if (at === undefined) throw new Error('fault: a frame without TCP or UDP')
  const tcp = flow.transport === 'tcp'
  const hdrLen = at.start + (tcp ? TCP_HEADER_SIZE : UDP_HEADER_SIZE)
  const sums = { flags: VIRTIO_NET_HDR_F_NEEDS_CSUM, csumStart: at.start, csumOffset: at.field - at.start }
  if (size === 0) return { ...sums, gsoType: 0, hdrLen, gsoSize: 0 }
  const cut = flow.network === 'ipv4' ? VIRTIO_NET_HDR_GSO_TCPV4 : VIRTIO_NET_HDR_GSO_TCPV6
  const gsoType = tcp
    ? cut | (ecn ? VIRTIO_NET_HDR_GSO_ECN : 0)
    : ufo
      ? VIRTIO_NET_HDR_GSO_UDP
      : VIRTIO_NET_HDR_GSO_UDP_L4
  const segments = Math.ceil((lengthOf(frame) - hdrLen) / size)
  return { ...sums, gsoType, hdrLen, gsoSize: size, coalesced: { segments, duplicateAcks: tcp ? segments % 3 : 0 } }
}

/** Frames of TCP and UDP to `mac`, finished or not, each in one of these ways. */
export function unfinished(mac: Bytes, ways: readonly Finish[]): fc.Arbitrary<Intent> {
  const content = fc.record({
    way: fc.constantFrom(...ways),
    network: fc.constantFrom('ipv4' as const, 'ipv6' as const),
    transport: fc.constantFrom('tcp' as const, 'udp' as const),
    port: fc.integer({ min: 1024, max: 1040 }),
    length: fc.integer({ min: 90, max: 1514 }),
    long: fc.integer({ min: 1600, max: 4000 }),
    size: fc.integer({ min: 200, max: 1400 }),
    ecn: fc.boolean(),
    ufo: fc.boolean(),
  })
  return content.map(({ way, network, transport, port, length, long, size, ecn, ufo }): Intent => {
    const flow = flowOf(network, transport, port)
    const flags = tcpFlag.ACK | (ecn && way === 'uncut' ? tcpFlag.CWR : 0)
    const shape = { ...plainShape, size: way === 'uncut' ? long : length, flags }
    const whole = (id: number) => frameOf(flow, { id, destination: mac, shape })
    if (way === 'finished') return { kind: 'arrive', frame: whole }
    if (way === 'corrupt') return { kind: 'arrive', frame: (id) => corrupt(whole(id)) }
    const offload = offloadOf(whole(0), flow, { size: way === 'uncut' ? size : 0, ecn, ufo })
    return { kind: 'arrive', frame: (id) => partial(whole(id)), offload }
  })
}
