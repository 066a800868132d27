import { describe, expect, it } from 'vitest'
import { type FeatureName, featuresNamed } from '../../feature/table.ts'
import { arrayOf, type Bytes, bytes, hexOf, lengthOf, sliceOf } from '../../kernel/bytes.ts'
import { decodeFrame, encodeFrame, type Frame } from '../../wire/frame.ts'
import type { TcpHeader } from '../../wire/tcp.ts'
import type { Transport } from '../../wire/transport.ts'
import type { TransmitRequest } from '../action.ts'
import { type Departure, departed, next } from './departure.ts'
import { outcomeOf } from './outcome.ts'
import { requestOf } from './request.ts'
import { trapOf } from './trap.ts'

const ethernet = { destination: bytes('020000000001'), source: bytes('525400123456'), tags: [] }
const data = (length: number, from = 0) => hexOf(Uint8Array.from({ length }, (_, at) => ((from + at) * 7 + 3) & 0xff))
const tcp: TcpHeader = {
  sourcePort: 1000,
  destinationPort: 80,
  sequence: 0xffff_fff0,
  acknowledgment: 7,
  flags: 0x19 | 0x80,
  window: 500,
  urgent: 0,
  options: bytes(''),
}
const v4 = {
  tos: 0,
  identification: 5,
  dontFragment: true,
  moreFragments: false,
  fragmentOffset: 0,
  ttl: 64,
  source: bytes('0a000001'),
  destination: bytes('0a000002'),
  options: bytes(''),
}
const v6 = {
  trafficClass: 0,
  flowLabel: 0,
  hopLimit: 64,
  source: bytes('20010db8000000000000000000000001'),
  destination: bytes('20010db8000000000000000000000002'),
}

/** A frame by values: lengths and checksums follow. It is the second derivation of what the segments must be. */
function frame(version: 4 | 6, transport: Transport, id = 5) {
  const packet: Frame['packet'] =
    version === 4
      ? { kind: 'ipv4', header: { ...v4, identification: id }, transport }
      : { kind: 'ipv6', header: v6, extensions: [], transport }
  return hexOf(encodeFrame({ ethernet, packet, trailer: bytes('') }))
}
const tcpFrame = (version: 4 | 6, payload: Bytes, header: Partial<TcpHeader> = {}, id = 5) =>
  frame(version, { kind: 'tcp', header: { ...tcp, ...header }, payload }, id)
const udpFrame = (version: 4 | 6, payload: Bytes, id = 5) =>
  frame(version, { kind: 'udp', header: { sourcePort: 9, destinationPort: 10 }, payload }, id)

/** The frame with the sum of its pseudo header, by the words of RFC 1071, in the place of its checksum. */
function prepared(whole: Bytes, start: number, field: number, protocol: number): Bytes {
  const array = arrayOf(whole)
  const view = new DataView(array.buffer)
  const [from, to] = start === 34 ? [26, 34] : [22, 54]
  let sum = protocol + (array.length - start)
  for (let at = from; at < to; at += 2) sum += view.getUint16(at)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16)
  view.setUint16(field, sum)
  return hexOf(array)
}

const all: readonly FeatureName[] = [
  'VIRTIO_NET_F_CSUM',
  'VIRTIO_NET_F_HOST_TSO4',
  'VIRTIO_NET_F_HOST_TSO6',
  'VIRTIO_NET_F_HOST_ECN',
  'VIRTIO_NET_F_HOST_UFO',
  'VIRTIO_NET_F_HOST_USO',
]
const under = (whole: Bytes, request: TransmitRequest, names = all) =>
  outcomeOf(whole, requestOf(request), featuresNamed(names))

/** What is left after these packets. */
function rest(departure: Departure | 'whole', ...packets: readonly Bytes[]): Departure | 'gone' | 'whole' | undefined {
  return packets.reduce<Departure | 'gone' | 'whole' | undefined>(
    (now, packet) => (typeof now === 'object' ? departed(now, packet) : undefined),
    departure,
  )
}

const tso = (version: 4 | 6, gsoSize: number, ecn = true): TransmitRequest => {
  const csumStart = version === 4 ? 34 : 54
  const gsoType = (version === 4 ? 1 : 4) | (ecn ? 0x80 : 0)
  return { flags: 1, gsoType, hdrLen: csumStart + 20, gsoSize, csumStart, csumOffset: 16 }
}

describe('one checksum', () => {
  const whole = tcpFrame(4, data(9))
  const request = { flags: 1, csumStart: 34, csumOffset: 16 }
  const handed = prepared(whole, 34, 50, 6)

  it('is that of the frame as it would have been sent, and nothing else changes', () => {
    const { departure, excused } = under(handed, request)
    expect([excused, rest(departure, whole), rest(departure, handed)]).toEqual([false, 'gone', undefined])
  })
  it('is 0 or 0xffff alike', () => {
    const zero = hexOf(Uint8Array.from([0, 0, 0, 0, 0xff, 0xff, 0, 0]))
    const { departure } = under(zero, { flags: 1, csumStart: 4, csumOffset: 2 })
    expect(rest(departure, bytes('00000000ffff0000'))).toBe('gone')
    expect(rest(departure, bytes('00000000ffffffff'))).toBe('gone')
    expect(rest(departure, bytes('00000000ffff0001'))).toBeUndefined()
  })
  it('that has no place within the frame leaves it as it is, if it leaves', () => {
    const length = lengthOf(handed)
    expect(under(handed, { flags: 1, csumStart: length - 2, csumOffset: 0 }).departure).not.toBe('whole')
    for (const csumStart of [length - 1, length, 0xffff]) {
      const request = requestOf({ flags: 1, csumStart, csumOffset: 0 })
      const outcome = outcomeOf(handed, request, featuresNamed(all))
      expect(outcome).toEqual({ departure: 'whole', excused: true })
      expect(trapOf(handed, request, featuresNamed(all), outcome)).toBe('house.transmit.ignored')
    }
  })
})

describe.each([4, 6] as const)('segments of TCP over IPv%i', (version) => {
  const field = version === 4 ? 50 : 70
  const handed = prepared(tcpFrame(version, data(25)), field - 16, field, 6)
  const ack = 0x10
  const first = tcpFrame(version, data(10), { flags: ack | 0x80 })
  const second = tcpFrame(version, data(10, 10), { flags: ack, sequence: 0xffff_fffa })
  const third = tcpFrame(version, data(5, 20), { flags: 0x19, sequence: 4 })

  it('carry the payload in order, or in any other', () => {
    const { departure, excused } = under(handed, tso(version, 10))
    expect(excused).toBe(false)
    expect(rest(departure, first, second, third)).toBe('gone')
    expect(rest(departure, third, first, second)).toBe('gone')
    expect(rest(departure, first, second)).toMatchObject({ open: [{ from: 20, to: 25 }] })
    expect(rest(departure, first, first)).toBeUndefined()
  })
  it('may be smaller, PSH anywhere, IPv4 identified as the device likes', () => {
    const small = tcpFrame(version, data(4), { flags: ack | 0x80 | 8 }, 99)
    expect(rest(under(handed, tso(version, 10)).departure, small)).toMatchObject({ open: [{ from: 4, to: 25 }] })
  })
  it('are never larger, nor with FIN before the last, nor CWR behind the first', () => {
    const { departure } = under(handed, tso(version, 10))
    for (const wrong of [
      tcpFrame(version, data(11), { flags: ack | 0x80 }),
      tcpFrame(version, data(10), { flags: ack | 0x81 }),
      tcpFrame(version, data(10), { flags: ack }),
      tcpFrame(version, data(10, 10), { flags: ack | 0x80, sequence: 0xffff_fffa }),
      tcpFrame(version, data(5, 20), { flags: ack, sequence: 4 }),
      tcpFrame(version, data(10, 10), { flags: ack | 0x80 }),
      handed,
    ]) {
      expect(rest(departure, wrong)).toBeUndefined()
    }
  })
  it('that the model makes itself are what the device may send', () => {
    let now: Departure | 'whole' | 'gone' | undefined = under(handed, tso(version, 10)).departure
    const sent: Bytes[] = []
    while (typeof now === 'object') {
      const [packet] = next(now)
      if (packet === undefined) break
      sent.push(packet)
      now = departed(now, packet)
    }
    expect([now, sent]).toEqual(['gone', [first, second, third]])
  })
  it('are nobody knows what where the frame is not what was said', () => {
    const free = { departure: { kind: 'anything' }, excused: true }
    expect(under(handed, { ...tso(version, 10), csumStart: 30 })).toMatchObject(free)
    expect(under(handed, { ...tso(version, 10), csumOffset: 6 })).toMatchObject(free)
    expect(under(handed, tso(version === 4 ? 6 : 4, 10))).toMatchObject(free)
    expect(under(handed, tso(version, 0))).toMatchObject(free)
    expect(under(handed, tso(version, 10), ['VIRTIO_NET_F_CSUM'])).toMatchObject(free)
    expect(under(tcpFrame(version, data(25)), tso(version, 10))).toMatchObject(free)
    expect(under(`${handed}00` as Bytes, tso(version, 10))).toMatchObject(free)
  })
  it('hdr_len counts only with GUEST_HDRLEN', () => {
    const request = { ...tso(version, 10), hdrLen: 3 }
    expect(under(handed, request).excused).toBe(false)
    expect(trapOf(handed, requestOf(request), featuresNamed(all), under(handed, request))).toBe('net.tx.device.7')
    expect(under(handed, request, [...all, 'VIRTIO_NET_F_GUEST_HDRLEN']).excused).toBe(true)
  })
})

describe.each([4, 6] as const)('datagrams over IPv%i', (version) => {
  const start = version === 4 ? 34 : 54
  const request: TransmitRequest = {
    flags: 1,
    gsoType: 5,
    hdrLen: start + 8,
    gsoSize: 10,
    csumStart: start,
    csumOffset: 6,
  }
  const handed = prepared(udpFrame(version, data(25)), start, start + 6, 17)

  it('carry the payload, each with a length and a checksum of its own', () => {
    const { departure } = under(handed, request)
    const parts = [udpFrame(version, data(10)), udpFrame(version, data(10, 10)), udpFrame(version, data(5, 20))]
    expect(rest(departure, ...parts)).toBe('gone')
    expect(rest(departure, udpFrame(version, data(11)))).toBeUndefined()
  })
  it('are fragments where UFO asks for them: all but the last of a multiple of eight bytes, together the datagram', () => {
    const whole = udpFrame(version, data(25))
    const { departure } = under(handed, { ...request, gsoType: 3, gsoSize: 16 })
    const packets: Bytes[] = []
    let now: Departure | 'whole' | 'gone' | undefined = departure
    while (typeof now === 'object') {
      const [packet] = next(now)
      if (packet === undefined) break
      packets.push(packet)
      now = departed(now, packet)
    }
    expect([now, packets.length]).toEqual(['gone', 3])
    const read = packets.map((packet) => decodeFrame(arrayOf(packet)))
    expect(read.every(({ ok }) => ok)).toBe(true)
    const behind = start + (version === 4 ? 0 : 8)
    expect(packets.map((packet) => sliceOf(packet, behind)).join('')).toBe(sliceOf(whole, start))
    expect(rest(departure, ...[...packets].reverse())).toBe('gone')
    expect(rest(departure, whole)).toBeUndefined()
    expect(under(handed, { ...request, gsoType: 3, gsoSize: 7 }).excused).toBe(true)
    expect(rest(under(handed, { ...request, gsoType: 3, gsoSize: 25 }).departure, whole)).toBe('gone')
  })
})

describe('what must not be looked at', () => {
  const whole = tcpFrame(4, data(9))
  const trap = (request: TransmitRequest, names = all) =>
    trapOf(whole, requestOf(request), featuresNamed(names), under(whole, request, names))
  it('is told by its clause', () => {
    expect(trap({ flags: 0x80 })).toBe('net.tx.device.1')
    expect(under(whole, { flags: 0x80 })).toEqual({ departure: 'whole', excused: false })
    expect(trap({ csumStart: 34, csumOffset: 16 })).toBe('net.tx.device.2')
    expect(trap({ csumStart: 34 })).toBe('net.tx.device.2')
    expect(trap({ hdrLen: 500 })).toBe('net.tx.device.7')
    expect(trap({ hdrLen: 54 })).toBeUndefined()
    expect(trap({ flags: 1, csumStart: 34, csumOffset: 16, hdrLen: 20 })).toBe('net.tx.device.7')
    expect(trap({ flags: 1, csumStart: 34, csumOffset: 16, hdrLen: 54 })).toBeUndefined()
  })
})
