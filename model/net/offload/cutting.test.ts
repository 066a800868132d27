import { expect, it } from 'vitest'
import { bytes } from '../../kernel/bytes.ts'
import { cuttingOf } from './cutting.ts'
import { endsAt } from './ends.ts'
import { fragmentIn, isFragmentable } from './fragment.ts'
import { requestOf } from './request.ts'
import { segmentOf } from './segment.ts'

/** Written out by hand: UDP from 10.0.0.1:1 to 10.0.0.2:2, three bytes of payload, the sum of the pseudo header in its place. */
const ethernet = '02000000000152540012345608004500001f000900004011'
const frame = bytes(`${ethernet}66c30a0000010a00000200010002000b141f616263`)
const request = requestOf({ flags: 1, gsoType: 5, gsoSize: 2, hdrLen: 42, csumStart: 34, csumOffset: 6 })
const cutting = {
  network: { version: 4, at: 14 },
  protocol: 17,
  transport: 34,
  payload: 42,
  length: 45,
} as const

it('says where a frame is to be cut', () => {
  expect(cuttingOf(frame, request)).toEqual(cutting)
  expect(isFragmentable(cutting)).toBe(true)
  expect(isFragmentable({ ...cutting, transport: 38 })).toBe(false)
})
it('knows nothing of a frame without the sum of its pseudo header', () => {
  expect(cuttingOf(bytes(frame.replace('141f', '1420')), request)).toBeUndefined()
})
it('finds addresses', () => {
  expect(endsAt(Buffer.from(frame, 'hex'), cutting.network)).toEqual({ source: '0a000001', destination: '0a000002' })
})
it('makes a segment as one would by hand', () => {
  const segment = segmentOf(Buffer.from(frame, 'hex'), cutting, { from: 1, to: 3 }, { identification: 10 })
  const expected = `${ethernet.replace('001f0009', '001e000a')}66c30a0000010a00000200010002000a89716263`
  expect(Buffer.from(segment).toString('hex')).toBe(expected)
})
it('reads a fragment', () => {
  const packet = Buffer.from(`${ethernet.replace('000900004011', '000960034011')}00000a0000010a000002aabb`, 'hex')
  expect(fragmentIn(packet, cutting)).toEqual({
    choice: { identification: 9, dontFragment: true },
    range: { from: 24, to: 26 },
  })
  expect(fragmentIn(packet.subarray(0, 34), cutting)).toBeUndefined()
})
