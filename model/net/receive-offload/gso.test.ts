import { describe, expect, it } from 'vitest'
import { featuresNamed } from '../../feature/table.ts'
import type { WireOffload } from '../action.ts'
import { clauseOfGso, hasGso, isTaken, kindOf } from './gso.ts'

const tcp = featuresNamed(['VIRTIO_NET_F_GUEST_CSUM', 'VIRTIO_NET_F_GUEST_TSO4'])
const uso = featuresNamed(['VIRTIO_NET_F_GUEST_CSUM', 'VIRTIO_NET_F_GUEST_USO4'])
const none = featuresNamed(['VIRTIO_NET_F_GUEST_CSUM'])
const of = (gsoType: number): WireOffload => ({
  flags: 1,
  gsoType,
  hdrLen: 54,
  gsoSize: 100,
  csumStart: 34,
  csumOffset: 16,
})

it('is TCPV4 1, UDP 3, TCPV6 4, UDP_L4 5, beside other bits', () => {
  expect([1, 0x81, 0x21, 0x44, 5].map(kindOf)).toEqual([1, 1, 1, 4, 5])
})

describe('gso_type', () => {
  it.each([
    [tcp, 0, undefined],
    [tcp, 1, undefined],
    [tcp, 3, 'net.rx.device.11'],
    [tcp, 4, 'net.rx.device.12'],
    [tcp, 5, 'net.rx.device.13'],
    [uso, 1, 'net.rx.device.10'],
    [uso, 5, undefined],
    [none, 1, 'net.rx.device.29'],
  ] as const)('under %s is %i: %s', (features, type, clause) => {
    expect(clauseOfGso(features, type)).toBe(clause)
  })
  it('is negotiated with any of the features', () => {
    expect([tcp, uso, none].map(hasGso)).toEqual([true, true, false])
  })
})

describe('a frame that is to be cut', () => {
  it('is taken by a driver that agreed to it', () => {
    expect(isTaken(none, undefined)).toBe(true)
    expect(isTaken(none, of(0))).toBe(true)
    expect([isTaken(none, of(1)), isTaken(tcp, of(1)), isTaken(tcp, of(4))]).toEqual([false, true, false])
  })
  it('need not be with only one feature of two, without ECN, without tunnels', () => {
    expect(isTaken(uso, of(5))).toBe(false)
    expect([isTaken(tcp, of(0x81)), isTaken(tcp, of(0x21))]).toEqual([false, false])
  })
})
