import { describe, expect, it } from 'vitest'
import type { FeatureName } from '../../feature/table.ts'
import { bytes } from '../../kernel/bytes.ts'
import { type NetHeader, plainHeader } from '../../wire/net-header.ts'
import { live, tcpFrame } from '../live.fixture.ts'
import type { Arriving } from '../state.ts'
import { finished } from './checksum.ts'
import { handings } from './choices.ts'
import { faultsOfOffload } from './header.ts'
import { written } from './transport.ts'

/** The sum of the pseudo-header of {@link tcpFrame}: 4209 + 95bb + a18e + 6450 + 0006 + 0014 = 1ddbc, and the carry. */
const partial = written(tcpFrame, 50, bytes('ddbd'))
const said = { flags: 1, gsoType: 0, hdrLen: 54, gsoSize: 0, csumStart: 34, csumOffset: 16 }
const arriving = (content = partial, change: object | null = {}): Arriving => ({
  frame: 1,
  bytes: content,
  treatments: [],
  excused: false,
  ...(change && { offload: { ...said, ...change } }),
})
const whole = finished(partial, said)
const CSUM: FeatureName = 'VIRTIO_NET_F_GUEST_CSUM'
const TSO: FeatureName = 'VIRTIO_NET_F_GUEST_TSO4'

function clausesOf(
  header: Partial<NetHeader>,
  features: readonly FeatureName[] = [CSUM],
  frame = arriving(),
  placed = partial,
) {
  return faultsOfOffload(live({ features }), { ...plainHeader, ...header }, frame, placed).map(
    ({ clauses }) => clauses[0],
  )
}
const needs = { flags: 1, csumStart: 34, csumOffset: 16 }

describe('a checksum', () => {
  it('is complete, or said to be incomplete', () => {
    expect(clausesOf({}, [CSUM], arriving(), whole)).toEqual([])
    expect(clausesOf({ flags: 2 }, [CSUM], arriving(), whole)).toEqual([])
    expect(clausesOf(needs)).toEqual([])
    expect(clausesOf({})).toEqual(['house.frame.whole'])
    expect(clausesOf({}, [])).toEqual(['net.rx.device.9'])
    expect(clausesOf({}, [CSUM], arriving(), written(partial, 50, bytes('1234')))).toEqual(['house.frame.foreign'])
  })
  it('comes out right', () => {
    expect(clausesOf({ ...needs, csumStart: 14 })).toEqual(['net.rx.device.23'])
    expect(clausesOf(needs, [CSUM], arriving(), written(partial, 50, bytes('0000')))).toEqual(['net.rx.device.22'])
  })
  it('was looked at', () => {
    const corrupt = arriving(tcpFrame, null)
    expect(clausesOf(needs, [CSUM], corrupt, tcpFrame)).toEqual(['net.rx.device.21'])
    expect(clausesOf({ flags: 2 }, [CSUM], corrupt, tcpFrame)).toEqual(['net.rx.device.36'])
    expect(clausesOf({ flags: 2 })).toEqual(['net.rx.device.36'])
    expect(clausesOf({}, [CSUM], corrupt, tcpFrame)).toEqual([])
  })
  it('is spoken of where that was negotiated', () => {
    expect(clausesOf({ flags: 2 }, [], arriving(), whole)).toEqual(['net.rx.device.8'])
    expect(clausesOf({ flags: 4 }, [CSUM], arriving(), whole)).toEqual(['net.rx.device.33'])
    expect(clausesOf({ flags: 8 }, [CSUM], arriving(), whole)).toEqual(['net.rx.device.15'])
  })
})

describe('segments', () => {
  const cut = arriving(partial, { gsoType: 1, gsoSize: 100 })
  const good = { ...needs, gsoType: 1, gsoSize: 100, hdrLen: 54 }
  const of = (change: Partial<NetHeader>, more: readonly FeatureName[] = [], frame = cut) =>
    clausesOf({ ...good, ...change }, [CSUM, TSO, ...more], frame)

  it('are said to be what they are', () => {
    expect(of({})).toEqual([])
    expect(of({ gsoSize: 99 })).toEqual(['net.rx.device.31'])
    expect(of({ flags: 0 })).toContain('net.rx.device.30')
    expect(of({ hdrLen: 53 })).toEqual(['net.rx.device.34'])
    expect(of({ gsoType: 4 })).toEqual(['net.rx.device.12'])
    expect(clausesOf(good)).toEqual(['net.rx.device.29'])
    expect(of({ gsoType: 0x21 })).toEqual(['net.rx.device.14'])
    expect(of({ gsoType: 0x21, flags: 3 })).toEqual(['net.rx.device.14', 'net.rx.device.37'])
  })
  it('have the ECN bit where the frame has', () => {
    const ecn = arriving(partial, { gsoType: 0x81, gsoSize: 100 })
    expect(of({}, ['VIRTIO_NET_F_GUEST_ECN'], ecn)).toEqual(['net.rx.device.17'])
    expect(of({ gsoType: 0x81 }, ['VIRTIO_NET_F_GUEST_ECN'], ecn)).toEqual([])
    expect(of({ gsoType: 0x81 }, [], ecn)).toEqual(['net.rx.device.16'])
  })
  it('are counted with RSC_EXT', () => {
    const rsc = ['VIRTIO_NET_F_CSUM', 'VIRTIO_NET_F_HOST_TSO4', 'VIRTIO_NET_F_RSC_EXT'] as const
    const frame = arriving(partial, { gsoType: 1, gsoSize: 100, coalesced: { segments: 3, duplicateAcks: 1 } })
    expect(of({}, rsc, frame)).toEqual(['net.rx.device.32'])
    expect(of({ flags: 5, csumStart: 3, csumOffset: 1 }, rsc, frame)).toEqual([])
    expect(of({ flags: 5, csumStart: 3, csumOffset: 0 }, rsc, frame)).toEqual(['net.rx.def.2'])
  })
})

describe('the ways to hand a frame over', () => {
  const flagsOf = (features: readonly FeatureName[], frame: Arriving) =>
    handings(live({ features }), frame).map(({ header: { flags, gsoType } }) => [flags, gsoType])

  it('are those that were negotiated', () => {
    expect(flagsOf([], arriving())).toEqual([[0, 0]])
    expect(flagsOf([CSUM], arriving())).toEqual([
      [1, 0],
      [2, 0],
      [0, 0],
    ])
    expect(flagsOf([CSUM], arriving(tcpFrame, null))).toEqual([[0, 0]])
    expect(flagsOf([CSUM], arriving(partial, { gsoType: 1 }))).toEqual([])
    expect(flagsOf([CSUM, TSO], arriving(partial, { gsoType: 1 }))).toEqual([[1, 1]])
  })
})
