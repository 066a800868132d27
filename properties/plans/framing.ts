import fc from 'fast-check'
import type { FeatureName } from '../../model/feature/table.ts'
import type { Indirection } from '../../model/net/action.ts'
import type { NetConfig } from '../../model/net/config.ts'
import { frameIn } from './frame.ts'
import type { Groups } from './script.ts'
import { arrive, type Intent, offer, pairBelow, transmit } from './traffic.ts'

/** Of how many descriptors in the ring before it, and how it is marked, a table of descriptors lies; a third of chains has none. */
const indirection: fc.Arbitrary<Indirection | undefined> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  { weight: 2, arbitrary: fc.constant({ direct: 0 }) },
  { weight: 2, arbitrary: fc.constantFrom({ direct: 0, write: true }, { direct: 1 }, { direct: 2, write: true }) },
)

/** Where a transmitted chain is cut, unevenly: between and within the fields of header, Ethernet and IP. */
const unevenCuts: fc.Arbitrary<readonly number[]> = fc.subarray([1, 6, 10, 11, 12, 13, 19, 20, 26, 33, 47], {
  maxLength: 4,
})

/** Lengths of the descriptors of a receive buffer with room for any frame, unevenly: even the header may lie in several. */
const unevenLengths: fc.Arbitrary<readonly number[]> = fc.constantFrom(
  [1534],
  [1, 1533],
  [5, 7, 1522],
  [12, 1522],
  [10, 2, 8, 1514],
  [20, 40, 1474],
  [700, 834],
)

/** How a chain is cut, whatever it is for. */
export interface Framing {
  readonly indirect?: Indirection | undefined
  readonly cuts: readonly number[]
  readonly lengths: readonly number[]
}

/** Any framing. */
export const framing: fc.Arbitrary<Framing> = fc.record({
  indirect: indirection,
  cuts: unevenCuts,
  lengths: unevenLengths,
})

/** An intent whose chain is cut so. */
export function cutBy(intent: Intent, { indirect, cuts, lengths }: Framing): Intent {
  const table = indirect && { indirect }
  if (intent.kind === 'offer') return { ...intent, lengths, ...table }
  if (intent.kind === 'transmit') return { ...intent, cuts, ...table }
  return intent.kind === 'command' ? { ...intent, ...table } : intent
}

/** The same traffic with its chains cut anew, by these framings in turn. */
export function recut(groups: Groups, framings: readonly Framing[]): Groups {
  let nth = 0
  const next = (intent: Intent): Intent => {
    const found = framings[nth++ % framings.length]
    return found === undefined ? intent : cutBy(intent, found)
  }
  return { ...groups, groups: groups.groups.map((group) => group.map(next)) }
}

/** A chain of an intent in pieces of its own, some of them in a table. */
export const framed = (intent: fc.Arbitrary<Intent>): fc.Arbitrary<Intent> =>
  fc.tuple(intent, framing).map(([one, how]) => cutBy(one, how))

/** Traffic both ways on the first pair, each chain cut in its own way. */
export function framedTraffic(config: NetConfig): fc.Arbitrary<fc.Arbitrary<Intent>> {
  return frameIn(config.mac).map((frame) =>
    framed(
      fc.oneof(
        { weight: 3, arbitrary: arrive(frame) },
        { weight: 4, arbitrary: transmit(frame) },
        { weight: 2, arbitrary: offer(pairBelow(1)) },
      ),
    ),
  )
}

/** Any of these features, each as often as not. */
export const someOf = (names: readonly FeatureName[]): fc.Arbitrary<readonly FeatureName[]> => fc.subarray([...names])

/** Sizes of packed rings: most of them no power of two, and small, so that lists lie across the end. */
export const packedSize: fc.Arbitrary<number> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(3, 5, 6, 7, 12) },
  { weight: 2, arbitrary: fc.constantFrom(2, 4, 8, 16) },
)
