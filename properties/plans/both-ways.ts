import fc from 'fast-check'
import type { NetConfig } from '../../model/net/config.ts'
import { frameIn } from './frame.ts'
import { arrive, type Intent, offer, pairBelow, transmit } from './traffic.ts'

/** Traffic both ways on the first pair. */
export function bothWays(config: NetConfig): fc.Arbitrary<fc.Arbitrary<Intent>> {
  return frameIn(config.mac).map((frame) =>
    fc.oneof(
      { weight: 3, arbitrary: arrive(frame) },
      { weight: 3, arbitrary: transmit(frame) },
      { weight: 2, arbitrary: offer(pairBelow(1)) },
    ),
  )
}
