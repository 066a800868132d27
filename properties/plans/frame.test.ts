import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arrayOf, bytes, lengthOf, sliceOf } from '../../model/kernel/bytes.ts'
import { hashesOf } from '../../model/net/hash.ts'
import { decodeFrame } from '../../model/wire/frame.ts'
import { allHashTypes } from '../../model/wire/hash-report.ts'
import { type Flow, flow, flows, reversed } from './flow.ts'
import { frameAmong, frameIn, frameOf, frameShape, plainShape } from './frame.ts'

const mac = bytes('525400123456')
const tcp4: Flow = {
  network: 'ipv4',
  source: bytes('01020304'),
  destination: bytes('05060708'),
  transport: 'tcp',
  sourcePort: 0x090a,
  destinationPort: 0x0b0c,
  extensions: [],
}

describe('a frame of a flow', () => {
  test('decodes, so that its lengths and checksums are right', () => {
    fc.assert(
      fc.property(flow, frameShape, fc.nat(0xffff_ffff), (flow, shape, id) => {
        const decoded = decodeFrame(arrayOf(frameOf(flow, { id, destination: mac, shape })))
        expect(decoded).toMatchObject({ ok: true, value: { ethernet: { destination: mac, source: '020000000001' } } })
      }),
      { numRuns: 300 },
    )
  })
  test('has at least 60 bytes and at most 1514, and as many as were asked for where they suffice', () => {
    fc.assert(
      fc.property(flow, frameShape, (flow, shape) => {
        const length = lengthOf(frameOf(flow, { id: 1, destination: mac, shape }))
        const least = lengthOf(frameOf(flow, { id: 1, destination: mac, shape: { ...shape, size: 0 } }))
        expect(length).toBe(Math.max(shape.size, least))
        expect(length).toBeGreaterThanOrEqual(60)
        expect(length).toBeLessThanOrEqual(1514)
      }),
      { numRuns: 300 },
    )
  })
  test('holds its id, so that frames with different ids are different', () => {
    fc.assert(
      fc.property(flow, flow, frameShape, frameShape, fc.nat(0xffff_ffff), fc.nat(0xffff_ffff), (a, b, s, t, i, j) => {
        const one = frameOf(a, { id: i, destination: mac, shape: s })
        expect(one).toContain(i.toString(16).padStart(8, '0'))
        if (i !== j) expect(frameOf(b, { id: j, destination: mac, shape: t })).not.toBe(one)
      }),
    )
  })
  test('is hashed alike, whatever its shape', () => {
    fc.assert(
      fc.property(flow, frameShape, fc.nat(0xffff_ffff), (flow, shape, id) => {
        const plain = hashesOf(frameOf(flow, { id: 0, destination: mac }), allHashTypes)
        expect(plain).toHaveLength(1)
        expect(hashesOf(frameOf(flow, { id, destination: mac, shape }), allHashTypes)).toEqual(plain)
      }),
      { numRuns: 300 },
    )
  })
  test('with padding: the id alone, then zeros', () => {
    const frame = frameOf(tcp4, { id: 0xdeadbeef, destination: mac, shape: { ...plainShape, padded: true } })
    expect(sliceOf(frame, 16, 18)).toBe('002c') // 20 + 20 + 4
    expect(sliceOf(frame, 54)).toBe('deadbeef0000')
  })
  test('without padding: bytes that differ from frame to frame', () => {
    const payload = (id: number) => sliceOf(frameOf(tcp4, { id, destination: mac }), 58)
    expect(payload(1)).not.toBe(payload(2))
    expect(lengthOf(payload(1))).toBe(2)
  })
  test('from another station, shorter where asked', () => {
    const udp4: Flow = { ...tcp4, transport: 'udp' }
    const shape = { ...plainShape, size: 0 }
    const frame = frameOf(udp4, { id: 1, destination: mac, source: bytes('0a0000000000'), shape })
    expect(lengthOf(frame)).toBe(14 + 20 + 8 + 4)
    expect(sliceOf(frame, 0, 14)).toBe('5254001234560a00000000000800')
  })
  test('with options', () => {
    const frame = frameOf(tcp4, { id: 1, destination: mac, shape: { ...plainShape, options: true } })
    expect(sliceOf(frame, 34, 38)).toBe('94040000')
    expect(sliceOf(frame, 58, 70)).toBe('0101080a0000000100000002')
  })
})

describe('flows', () => {
  const kinds = new Set(
    fc
      .sample(flow, { seed: 1, numRuns: 400 })
      .flatMap((flow) =>
        hashesOf(frameOf(flow, { id: 1, destination: mac }), allHashTypes).map(({ report }) => report),
      ),
  )
  test('come with every hash type, and with none', () => {
    expect([...kinds].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })
  test('turn round', () => {
    expect(reversed(tcp4)).toEqual({
      ...tcp4,
      source: bytes('05060708'),
      destination: bytes('01020304'),
      sourcePort: 0x0b0c,
      destinationPort: 0x090a,
    })
    expect(reversed({ network: 'other' })).toEqual({ network: 'other' })
  })
})

describe('frames for a plan', () => {
  test('are of the flows given', () => {
    fc.assert(
      fc.property(frameAmong([tcp4, reversed(tcp4)], mac), (make) => {
        expect(['0102030405060708', '0506070801020304']).toContain(sliceOf(make(7), 26, 34))
      }),
    )
  })
  test('are of few flows, which return', () => {
    const plans = frameIn(mac).chain((frame) => fc.array(frame, { minLength: 20, maxLength: 20 }))
    fc.assert(
      fc.property(plans, (makers) => {
        const inputs = makers.map((make, id) => JSON.stringify(hashesOf(make(id), allHashTypes)))
        expect(new Set(inputs).size).toBeLessThanOrEqual(5)
      }),
      { numRuns: 50 },
    )
  })
  test('are drawn from two to five flows', () => {
    fc.assert(
      fc.property(flows, (some) => {
        expect(some.length).toBeGreaterThanOrEqual(2)
        expect(some.length).toBeLessThanOrEqual(5)
      }),
    )
  })
})
