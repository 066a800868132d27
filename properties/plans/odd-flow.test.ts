import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytes, lengthOf } from '../../model/kernel/bytes.ts'
import { hashesOf } from '../../model/net/hash.ts'
import { allHashTypes } from '../../model/wire/hash-report.ts'
import { type Flow, flow, type IpFlow } from './flow.ts'
import { frameOf, frameShape } from './frame.ts'
import { extendedFlow, extendedFlows, oddFlow, oddFlows } from './odd-flow.ts'

const mac = bytes('525400123456')
const sample = (flows: fc.Arbitrary<Flow>, numRuns = 600): readonly IpFlow[] =>
  fc.sample(flows, { seed: 1, numRuns }).flatMap((one) => (one.network === 'other' ? [] : [one]))
const frame = (of: Flow) => frameOf(of, { id: 7, destination: mac })

describe('flows behind extension headers', () => {
  test('leave nothing open, whatever their shape', () => {
    fc.assert(
      fc.property(extendedFlow, frameShape, fc.nat(allHashTypes), (of, shape, types) => {
        expect(hashesOf(frameOf(of, { id: 7, destination: mac, shape }), types)).toHaveLength(1)
      }),
      { numRuns: 300 },
    )
  })
  test('come with more than thirty options, more than eleven headers, and Next Header 58 and 59', () => {
    const all = sample(extendedFlow)
    const options = all.map(({ extensions: [first] }) => (first?.kind === 'destination' ? first.options.length : 0))
    expect(Math.max(...options)).toBeGreaterThan(31)
    expect(Math.max(...all.map(({ extensions }) => extensions.length))).toBeGreaterThan(11)
    expect(new Set(all.map(({ oddities }) => oddities?.protocol))).toEqual(new Set([undefined, 58, 59, 132, 136]))
  })
})

describe('odd flows', () => {
  const all = sample(oddFlow)
  const kinds = <T>(of: (one: IpFlow) => T) => new Set(all.map(of))

  test('come with no tag, one and two', () => {
    expect([...kinds(({ oddities }) => (oddities?.tags ?? []).length)].sort()).toEqual([0, 1, 2])
  })
  test('come as fragments of both families, first and later', () => {
    expect(kinds(({ oddities }) => oddities?.fragment)).toEqual(new Set([undefined, 'first', 'later']))
    const offsets = all.flatMap(({ extensions }) =>
      extensions.map((one) => (one.kind === 'fragment' ? one.offset : -1)),
    )
    expect(new Set(offsets)).toEqual(new Set([-1, 0, 5]))
  })
  test('come with every kind of extension header, and routing headers of several types', () => {
    const headers = new Set(all.flatMap(({ extensions }) => extensions.map(({ kind }) => kind)))
    expect([...headers].sort()).toEqual(['authentication', 'destination', 'fragment', 'hop-by-hop', 'routing'])
    const types = all.flatMap(({ extensions }) =>
      extensions.flatMap((one) => (one.kind === 'routing' ? [one.type] : [])),
    )
    expect([...new Set(types)].sort()).toEqual([0, 1, 2, 3, 4])
  })
  test('come with lengths that are wrong', () => {
    expect(kinds(({ oddities }) => oddities?.promises)).toEqual(
      new Set([undefined, 'nothing', 'more', 1, 5, 17, 20, 24]),
    )
  })
  test('leave something open now and then', () => {
    const counts = all.map((one) => hashesOf(frame(one), allHashTypes).length)
    expect(counts.some((count) => count > 1)).toBe(true)
    expect(counts.some((count) => count === 1)).toBe(true)
  })
  test('make frames that the wire can carry, of the length asked for where the headers leave room', () => {
    fc.assert(
      fc.property(oddFlow, frameShape, (of, shape) => {
        const length = lengthOf(frameOf(of, { id: 1, destination: mac, shape }))
        const least = lengthOf(frameOf(of, { id: 1, destination: mac, shape: { ...shape, size: 0 } }))
        expect(length).toBe(Math.max(shape.size, least))
        expect(length).toBeGreaterThanOrEqual(60)
        expect(length).toBeLessThanOrEqual(1514)
      }),
      { numRuns: 300 },
    )
  })
})

test('a lure stands where an extension header or TCP would, and the id behind it', () => {
  const [base] = sample(flow).filter(({ network, transport }) => network === 'ipv6' && transport === 'other')
  if (base === undefined) throw new Error('fault: no flow over IPv6 without ports')
  const of = (lure: 'tcp' | 'extension') =>
    frame({ ...base, extensions: [], oddities: { protocol: 59, lure } }).slice(108)
  expect(of('tcp')).toMatch(/^11112222.{32}00000007/)
  expect(of('extension')).toMatch(/^06000104000000001111.{36}00000007/)
})

test('several flows for a plan', () => {
  for (const some of fc.sample(fc.oneof(oddFlows, extendedFlows), { seed: 1, numRuns: 40 })) {
    expect(some.length).toBeGreaterThanOrEqual(3)
    expect(some.length).toBeLessThanOrEqual(6)
  }
})
