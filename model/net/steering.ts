import { match } from 'ts-pattern'
import { type PairIndex, pairIndex, type QueueIndex, receiveQueueOf } from '../kernel/brand.ts'
import { arrayOf, type Bytes } from '../kernel/bytes.ts'
import type { RssConfigCommand } from '../wire/control-command.ts'
import { type HashInput, hashesOf } from './hash.ts'
import type { Setting } from './setting.ts'
import { toeplitz } from './toeplitz.ts'

/** What a frame's hash may be calculated over, under these enabled types. */
export type HashRule = (frame: Bytes, hashTypes: number) => readonly HashInput[]

/** A hash that was calculated: its report code and value. */
export interface Hash {
  readonly report: number
  readonly value: number
}

/** A hash input under a key; `undefined` where no hash is calculated. @clause net.hash.def.8 */
export function hashOf(key: Bytes, input: HashInput): Hash | undefined {
  if (input.report === 0) return undefined
  return { report: input.report, value: toeplitz(arrayOf(key), arrayOf(input.input)) }
}

/**
 * The receive queue of RSS: the hash under the mask indexes the table; without a hash, the unclassified queue.
 *
 * @clause net.rss.device.4 net.rss.device.5
 */
export function pairByRss(rss: RssConfigCommand, hash: Hash | undefined): PairIndex {
  if (hash === undefined) return rss.unclassified
  return rss.table[(hash.value & rss.mask) >>> 0] ?? rss.unclassified
}

/** The receive queues in which a frame may be placed under a setting: several only where the text leaves it open. */
export function steer(
  setting: Setting,
  frame: Bytes,
  maxPairs: number,
  hashes: HashRule = hashesOf,
): readonly QueueIndex[] {
  return match(setting.steering)
    .with({ kind: 'first' }, () => [receiveQueueOf(pairIndex(0))])
    .with({ kind: 'automatic' }, ({ pairs }) => firstPairs(pairs))
    .with({ kind: 'anywhere' }, () => firstPairs(maxPairs))
    .with({ kind: 'rss' }, ({ rss }) => queuesByRss(rss, hashes(frame, rss.hashTypes)))
    .exhaustive()
}

function queuesByRss(rss: RssConfigCommand, inputs: readonly HashInput[]): readonly QueueIndex[] {
  const pairs = inputs.map((input) => pairByRss(rss, hashOf(rss.key, input)))
  return [...new Set(pairs)].map(receiveQueueOf)
}

function firstPairs(count: number): readonly QueueIndex[] {
  return Array.from({ length: count }, (_, pair) => receiveQueueOf(pairIndex(pair)))
}
