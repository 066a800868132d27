import { describe, expect, it } from 'vitest'
import type { FeatureName } from '../../feature/table.ts'
import { bytes } from '../../kernel/bytes.ts'
import { plainHeader } from '../../wire/net-header.ts'
import { live } from '../live.fixture.ts'
import type { Arriving } from '../state.ts'
import { written } from './transport.ts'
import { faultsOfTunnel } from './tunnel.ts'

const GUEST: readonly FeatureName[] = [
  'VIRTIO_NET_F_GUEST_CSUM',
  'VIRTIO_NET_F_GUEST_TSO4',
  'VIRTIO_NET_F_GUEST_TSO6',
  'VIRTIO_NET_F_GUEST_USO4',
  'VIRTIO_NET_F_GUEST_USO6',
]
const TUNNEL: readonly FeatureName[] = [...GUEST, 'VIRTIO_NET_F_GUEST_UDP_TUNNEL_GSO']
const SUMS: readonly FeatureName[] = [...TUNNEL, 'VIRTIO_NET_F_GUEST_UDP_TUNNEL_GSO_CSUM']

/** UDP of 16 bytes in IPv4 from 10.1.0.1 to 10.1.0.2, whose checksum is none. The pseudo header: 0a01+1+0a01+2+11+10 = 1426. */
const frame = bytes(
  '525400123456020000000001080045000024000000004011' +
    '0000' +
    '0a0100010a010002' +
    '9c4012b500100000' +
    '0800000000000000',
)
const FIELD = 40
const PSEUDO = '1426'
const said = {
  flags: 1,
  gsoType: 0x21,
  hdrLen: 0,
  gsoSize: 0,
  csumStart: 44,
  csumOffset: 4,
  outerThOffset: 34,
  innerNhOffset: 42,
}
const header = { ...plainHeader, flags: 1, gsoType: 0x21, outerThOffset: 34, innerNhOffset: 42 }

function clauses(change: object, features: readonly FeatureName[], flags = 1, sum = '0000') {
  const arriving: Arriving = { frame: 1, bytes: frame, treatments: [], excused: false, offload: { ...said, flags } }
  const placed = written(frame, FIELD, bytes(sum))
  return faultsOfTunnel(live({ features }), { ...header, ...change }, arriving, placed).map(({ clauses: [one] }) => one)
}

describe('a packet in a UDP tunnel that is to be cut', () => {
  it('is handed over as what it is', () => {
    expect(clauses({}, TUNNEL)).toEqual([])
    expect(clauses({}, SUMS)).toEqual([])
    expect(clauses({ flags: 9 }, SUMS, 9, PSEUDO)).toEqual([])
  })

  it('is not handed over without the feature', () => {
    expect(clauses({}, GUEST)).toEqual(['net.rx.device.24'])
    expect(clauses({ gsoType: 1 }, GUEST)).toEqual(['net.rx.device.24'])
    expect(clauses({ gsoType: 0 }, GUEST)).toEqual([])
  })

  it('has the bit of its inner header, and both offsets', () => {
    expect(clauses({ gsoType: 0x41 }, TUNNEL)).toEqual(['net.rx.device.25'])
    expect(clauses({ gsoType: 1 }, TUNNEL)).toEqual(['net.rx.device.25'])
    expect(clauses({ outerThOffset: 33 }, TUNNEL)).toEqual(['net.rx.device.26'])
    expect(clauses({ innerNhOffset: 41 }, TUNNEL)).toEqual(['net.rx.device.26'])
  })

  it('has an outer checksum that is none, or complete, or to be completed where that is said', () => {
    expect(clauses({}, TUNNEL, 1, PSEUDO)).toEqual(['net.rx.device.27'])
    expect(clauses({}, TUNNEL, 9, PSEUDO)).toEqual(['net.rx.device.28'])
    expect(clauses({ flags: 9 }, SUMS, 9, '0000')).toEqual(['net.rx.device.39'])
    expect(clauses({}, SUMS, 9, PSEUDO)).toEqual(['net.rx.device.40'])
  })

  it('may have a complete one', () => {
    // The pseudo header 1426, 9c40 + 12b5 + 0010 + 0800: 1426 + 9c40 = b066, + 12b5 = c31b, + 0010 = c32b, + 0800 = cb2b
    expect(clauses({}, SUMS, 9, (0xffff - 0xcb2b).toString(16))).toEqual([])
  })
})
