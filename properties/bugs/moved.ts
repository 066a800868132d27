import { pairIndex, receiveQueueOf } from '../../model/kernel/brand.ts'
import type { Bytes } from '../../model/kernel/bytes.ts'
import { hashesOf } from '../../model/net/hash.ts'
import { hashOf, pairByRss } from '../../model/net/steering.ts'
import type { ControlCommand, RssConfigCommand } from '../../model/wire/control-command.ts'
import type { Alteration } from './altered.ts'
import type { Watch } from './watch.ts'

/** The queue that an RSS configuration gives a frame, where the text leaves only one. */
export function queueBy(rss: RssConfigCommand, frame: Bytes) {
  const [input, ...more] = hashesOf(frame, rss.hashTypes)
  if (input === undefined || more.length > 0) return undefined
  return receiveQueueOf(pairByRss(rss, hashOf(rss.key, input)))
}

/** Frames are moved to the queue that `choose` gives, where it gives one. */
export function moved(choose: (frame: Bytes, watch: Watch) => number | undefined): () => Alteration {
  return () => (entry, watch) => {
    if (!watch.isPlacement(entry)) return [entry]
    const pair = choose(watch.frameIn(entry), watch)
    return [pair === undefined ? entry : watch.move(entry, receiveQueueOf(pairIndex(pair)))]
  }
}

/** The RSS configuration in force, if there is one. */
export const rssInForce = (watch: Watch): RssConfigCommand | undefined =>
  watch.inForce?.name === 'RSS_CONFIG' ? watch.inForce : undefined

/** The pair that a command gave frames, RSS or the first. */
export function pairUnder(command: ControlCommand | undefined, frame: Bytes): number | undefined {
  if (command?.name !== 'RSS_CONFIG') return undefined
  const queue = queueBy(command, frame)
  return queue === undefined ? undefined : queue >> 1
}
