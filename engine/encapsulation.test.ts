import { expect, it } from 'vitest'
import { createEncapsulate } from './encapsulation.ts'

/** 20 bytes of outer IPv4 behind 14 of Ethernet, UDP at 34, then what is inside. */
const packet = {
  frame: 100,
  length: 60,
  version: 4,
  isTcp: true,
  network: 0,
  transport: 0,
  payload: 0,
  checksum: 0,
  outerVersion: 4,
  outerNetwork: 14,
  tunnel: 34,
}

function completed(sums: boolean, outerVersion = 4): DataView {
  const view = new DataView(new ArrayBuffer(200))
  view.setUint8(14, 0x45)
  view.setUint16(18, 0xffff)
  view.setUint8(45, 1)
  // The sum that the driver left for the whole: a pseudo header of 0x1000, and its 26 bytes.
  view.setUint16(140, 0x101a)
  createEncapsulate({ view })({ ...packet, outerVersion }, 0, 50, 2, sums)
  return view
}

it('writes lengths, another identification and the checksum of the outer IPv4 header', () => {
  const view = completed(false)
  expect(view.getUint16(16)).toBe(36)
  expect(view.getUint16(18)).toBe(1)
  // 4500 + 0024 + 0001: 4525, of which it is the complement
  expect(view.getUint16(24)).toBe(0xffff - 0x4525)
  expect(view.getUint16(38)).toBe(16)
  expect(view.getUint16(40)).toBe(0)
})

it('writes the payload length of IPv6', () => {
  const view = new DataView(new ArrayBuffer(200))
  createEncapsulate({ view })({ ...packet, outerVersion: 6, tunnel: 54 }, 0, 70, 0, false)
  expect([view.getUint16(18), view.getUint16(58)]).toEqual([16, 16])
})

it('completes the outer checksum from the sum of the whole where that is asked for', () => {
  // The pseudo header 1000 + 0010, the length 0010 and the word 0001 at 44: 1021
  expect(completed(true).getUint16(40)).toBe(0xffff - 0x1021)
})
