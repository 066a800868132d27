import fc from 'fast-check'
import { type PairIndex, pairIndex } from '../../model/kernel/brand.ts'
import type { ScriptStep } from './numbered.ts'
import { rest } from './script.ts'
import type { Intent } from './traffic.ts'

/**
 * Receive buffers for frames that may be spread over several, each with room for a header of `header` bytes at least: for that and
 * nothing else, for a byte more, for a part of a frame, for a whole one; in one piece or several.
 */
export function smallLengths(header: number): fc.Arbitrary<readonly number[]> {
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        [header],
        [header + 1],
        [header + 13],
        [64],
        [72],
        [100],
        [header, 30],
        [1, header, 7],
      ),
    },
    { weight: 2, arbitrary: fc.integer({ min: header, max: 400 }).map((length) => [length]) },
    { weight: 1, arbitrary: fc.constantFrom([600], [1534], [700, 834]) },
  )
}

/** A small receive buffer for a pair. */
export function smallOffer(pair: fc.Arbitrary<PairIndex>, header: number): fc.Arbitrary<Intent> {
  return fc.record({ kind: fc.constant('offer' as const), pair, lengths: smallLengths(header) })
}

/** Small buffers in the receive queues of the first `pairs` pairs, from `min` to `max` each, then a rest. */
export function smallStock(
  pairs: number,
  header: number,
  { min, max }: { min: number; max: number },
): fc.Arbitrary<readonly ScriptStep[]> {
  return fc
    .array(smallLengths(header), { minLength: min * pairs, maxLength: max * pairs })
    .map((all) => [
      ...all.map((lengths, at): Intent => ({ kind: 'offer', pair: pairIndex(at % pairs), lengths })),
      rest,
    ])
}
