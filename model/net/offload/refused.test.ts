import { describe, expect, it } from 'vitest'
import { type FeatureName, featuresNamed } from '../../feature/table.ts'
import { type Bytes, bytes, lengthOf, sliceOf } from '../../kernel/bytes.ts'
import { departed } from './departure.ts'
import { outcomeOf } from './outcome.ts'
import { refusalOf } from './refused.ts'
import { requestOf } from './request.ts'
import { trapOf } from './trap.ts'

const names: readonly FeatureName[] = [
  'VIRTIO_NET_F_CSUM',
  'VIRTIO_NET_F_HOST_TSO4',
  'VIRTIO_NET_F_HOST_TSO6',
  'VIRTIO_NET_F_HOST_USO',
  'VIRTIO_NET_F_HOST_UDP_TUNNEL_GSO',
]
const without = featuresNamed(names)
const features = featuresNamed([...names, 'VIRTIO_NET_F_HOST_UDP_TUNNEL_GSO_CSUM'])

/** Where the headers lie in the example of the standard: outer IPv4 and UDP, eight bytes, inner Ethernet, IPv4 and TCP. */
const OUTER = 34
const INNER = 64
const TCP = 84
const example = {
  flags: 1,
  gsoType: 0x21,
  hdrLen: 104,
  gsoSize: 8,
  csumStart: TCP,
  csumOffset: 16,
  outerThOffset: OUTER,
  innerNhOffset: INNER,
}

/** 16 bytes of payload over TCP from 10.0.0.1 to 10.0.0.2, in VXLAN from 10.1.0.1 to 10.1.0.2. */
function packet(outerSum = '0000'): Bytes {
  const ethernet = '020000000001525400123456'
  const outer = `${ethernet}08004500006a000000004011${'0000'}0a0100010a010002${'9c40'}12b50056${outerSum}`
  const inner = `0800000000000100${ethernet}08004500003800004000400600000a0000010a000002`
  // 0a00 + 0001 + 0a00 + 0002 + 0006 + 0024: the pseudo header of 36 bytes of TCP
  const tcp = '0400005000000001000000005010ffff142d0000'
  return bytes(`${outer}${inner}${tcp}00112233445566778899aabbccddeeff`)
}

describe('a packet in a UDP tunnel', () => {
  it('has its headers where the example of the standard has them', () => {
    const frame = packet()
    expect(lengthOf(frame)).toBe(120)
    expect(sliceOf(frame, INNER, INNER + 2)).toBe('4500')
    expect(sliceOf(frame, TCP, TCP + 2)).toBe('0400')
  })

  it('is cut into segments with both sets of headers', () => {
    const outcome = outcomeOf(packet(), requestOf(example), features)
    expect(outcome.excused).toBe(false)
    expect(outcome.departure).toMatchObject({ kind: 'segments', cutting: { outer: { transport: OUTER, sums: false } } })
  })

  it.each([
    [{ outerThOffset: OUTER + 1 }],
    [{ innerNhOffset: INNER + 1 }],
    [{ gsoType: 0x41 }],
    [{ gsoType: 0x24 }],
    [{ flags: 9 }],
  ])('is anything where the request does not fit it: %o', (change) => {
    expect(outcomeOf(packet(), requestOf({ ...example, ...change }), features)).toMatchObject({
      departure: { kind: 'anything' },
      excused: true,
    })
  })

  it('may leave its outer checksum to the device', () => {
    // 0a01 + 0001 + 0a01 + 0002 + 0011 + 0056
    const frame = packet('146c')
    const outcome = outcomeOf(frame, requestOf({ ...example, flags: 9 }), features)
    expect(outcome.departure).toMatchObject({ kind: 'segments', cutting: { outer: { sums: true } } })
    expect(outcomeOf(frame, requestOf(example), features).departure).toMatchObject({ kind: 'anything' })
  })
})

describe('what must not be accepted', () => {
  it.each([
    [{ gsoType: 0x61 }, 'net.tx.device.8'],
    [{ flags: 0 }, 'net.tx.device.10'],
    [{ flags: 3 }, 'net.tx.device.10'],
    [{ gsoType: 0x20 }, 'net.tx.device.10'],
    [{ flags: 9, gsoType: 1 }, 'net.tx.device.11'],
  ] as const)('%o: %s', (change, clause) => {
    const request = requestOf({ ...example, ...change })
    const outcome = outcomeOf(packet(), request, features)
    expect(refusalOf(request, features)).toBe(clause)
    expect(outcome).toEqual({ departure: { kind: 'refused', clause, bytes: packet() }, excused: true })
    if (outcome.departure !== 'whole') expect(departed(outcome.departure, packet())).toBeUndefined()
  })

  it('is open for a device that does not know the bits', () => {
    const plain = featuresNamed(names.slice(0, 4))
    expect(outcomeOf(packet(), requestOf({ ...example, gsoType: 0x61 }), plain).departure).toMatchObject({
      kind: 'anything',
    })
    const request = requestOf({ ...example, flags: 9, gsoType: 1 })
    expect(outcomeOf(packet(), request, without).departure).toMatchObject({ kind: 'anything' })
  })
})

it('no tunnel: nobody may look where it would be', () => {
  const request = requestOf({ innerNhOffset: 30 })
  expect(trapOf(packet(), request, features, outcomeOf(packet(), request, features))).toBe('net.tx.device.9')
  expect(trapOf(packet(), requestOf({}), features, outcomeOf(packet(), requestOf({}), features))).toBeUndefined()
})
