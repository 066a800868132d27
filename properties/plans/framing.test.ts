import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { referenceConfig } from '../../conformance/targets/reference-config.ts'
import { pairIndex } from '../../model/kernel/brand.ts'
import { bytes } from '../../model/kernel/bytes.ts'
import { cutBy, framed, framedTraffic, framing, packedSize, recut, someOf } from './framing.ts'
import type { Intent } from './traffic.ts'

const sample = <T>(arbitrary: fc.Arbitrary<T>, numRuns = 300): readonly T[] =>
  fc.sample(arbitrary, { numRuns, seed: 1 })
const frame = () => bytes('aa')
const transmit: Intent = { kind: 'transmit', share: 0, frame, cuts: [] }
const offer: Intent = { kind: 'offer', pair: pairIndex(0), lengths: [2048] }
const arrive: Intent = { kind: 'arrive', frame }
const inTable = { indirect: { direct: 1 }, cuts: [1, 6], lengths: [10, 1524] }

describe('a framing', () => {
  it('cuts within the shortest frame behind the shortest header, in order, and keeps room for every frame', () => {
    for (const { cuts, lengths } of sample(framing)) {
      expect(cuts.every((cut, nth) => cut > (cuts[nth - 1] ?? 0) && cut < 72)).toBe(true)
      expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(1534)
    }
  })

  it('has no table, a whole one, one behind others and one that is marked WRITE', () => {
    const seen = new Set(sample(framing).map(({ indirect }) => JSON.stringify(indirect)))
    expect(seen).toEqual(
      new Set([undefined, '{"direct":0}', '{"direct":0,"write":true}', '{"direct":1}', '{"direct":2,"write":true}']),
    )
  })

  it('cuts what has a chain, and leaves the rest of an intent alone', () => {
    expect(cutBy(transmit, inTable)).toEqual({ ...transmit, cuts: [1, 6], indirect: { direct: 1 } })
    expect(cutBy(offer, inTable)).toEqual({ ...offer, lengths: [10, 1524], indirect: { direct: 1 } })
    expect(cutBy(arrive, inTable)).toBe(arrive)
    const command: Intent = { kind: 'command', command: { name: 'VQ_PAIRS_SET', pairs: 1 } }
    expect(cutBy(command, inTable)).toEqual({ ...command, indirect: { direct: 1 } })
    expect(cutBy(transmit, { cuts: [], lengths: [] })).toEqual(transmit)
    expect(new Set(sample(framed(fc.constant(transmit)), 30).map((one) => JSON.stringify(one))).size).toBeGreaterThan(5)
  })

  it('is taken in turn by traffic that is cut anew', () => {
    const groups = { groups: [[transmit, arrive], [transmit], [transmit]], racy: 0, width: 0 }
    const plain = { cuts: [12], lengths: [1] }
    expect(recut(groups, [inTable, plain]).groups.flat()).toEqual([
      cutBy(transmit, inTable),
      arrive,
      cutBy(transmit, inTable),
      cutBy(transmit, plain),
    ])
    expect(recut(groups, [])).toEqual(groups)
  })
})

describe('framed traffic', () => {
  it('goes both ways', () => {
    const kinds = sample(framedTraffic(referenceConfig), 5).flatMap((one) => sample(one, 40).map(({ kind }) => kind))
    expect(new Set(kinds)).toEqual(new Set(['arrive', 'transmit', 'offer']))
  })
})

describe('someOf and packedSize', () => {
  it('reach every subset, and sizes of both sorts', () => {
    expect(new Set(sample(someOf(['VIRTIO_F_EVENT_IDX', 'VIRTIO_F_IN_ORDER'])).map((names) => names.join())).size).toBe(
      4,
    )
    const sizes = sample(packedSize)
    expect([sizes.some((size) => size === 3), sizes.some((size) => size === 8), Math.max(...sizes)]).toEqual([
      true,
      true,
      16,
    ])
  })
})
