import fc from 'fast-check'
import { pairIndex } from '../../model/kernel/brand.ts'
import { type Bytes, hexOf } from '../../model/kernel/bytes.ts'
import type { NetConfig } from '../../model/net/config.ts'
import type {
  ControlCommand,
  HashConfigCommand,
  RssConfigCommand,
  VqPairsSet,
} from '../../model/wire/control-command.ts'
import { pairBelow } from './traffic.ts'

/** The key of Microsoft's RSS verification suite. */
export const microsoftKey = '6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa' as Bytes

/** A key of 40 bytes: Microsoft's, or any. */
export const hashKey: fc.Arbitrary<Bytes> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(microsoftKey) },
  { weight: 2, arbitrary: fc.uint8Array({ minLength: 40, maxLength: 40 }).map(hexOf) },
)

/** Hash types among those supported: all, none of a family, or any subset. */
export function hashTypes({ hashTypes: all }: NetConfig): fc.Arbitrary<number> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant(all) },
    { weight: 3, arbitrary: fc.nat(0x1ff).map((types) => types & all) },
    { weight: 1, arbitrary: fc.constantFrom(0x009, 0x012, 0x024, 0x1c0).map((types) => types & all) },
  )
}

/** How many entries a table may have here: powers of two up to the device's limit. */
function tableLengths({ maxTableLength }: NetConfig): fc.Arbitrary<number> {
  const all = [1, 2, 4, 8, 16, 32, 64, 128].filter((length) => length <= maxTableLength)
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...all.filter((length) => length <= 16)) },
    { weight: 1, arbitrary: fc.constantFrom(...all) },
  )
}

/** A valid RSS_CONFIG. */
export function rssConfig(config: NetConfig): fc.Arbitrary<RssConfigCommand> {
  const pair = pairBelow(config.maxPairs)
  return tableLengths(config).chain((length) =>
    fc.record({
      name: fc.constant('RSS_CONFIG' as const),
      hashTypes: hashTypes(config),
      mask: fc.constant(length - 1),
      unclassified: pair,
      table: fc.array(pair, { minLength: length, maxLength: length }),
      maxTxVq: fc.constant(config.maxPairs),
      key: hashKey,
    }),
  )
}

/** A valid VQ_PAIRS_SET. */
export function pairsSet({ maxPairs }: NetConfig): fc.Arbitrary<VqPairsSet> {
  return fc.integer({ min: 1, max: maxPairs }).map((pairs) => ({ name: 'VQ_PAIRS_SET', pairs }))
}

/** A valid HASH_CONFIG. */
export function hashConfig(config: NetConfig): fc.Arbitrary<HashConfigCommand> {
  return fc.record({ name: fc.constant('HASH_CONFIG' as const), hashTypes: hashTypes(config), key: hashKey })
}

/** An RSS_CONFIG that breaks one driver clause: a table of odd length, a mask too large, a queue or a type that is not there. */
export function brokenRss(config: NetConfig): fc.Arbitrary<ControlCommand> {
  const { maxPairs, maxTableLength, hashTypes: all } = config
  const beyond = pairIndex(maxPairs + 1)
  return rssConfig(config).chain((rss) =>
    fc.constantFrom<ControlCommand>(
      { ...rss, table: rss.table.map(() => beyond) },
      { ...rss, unclassified: beyond },
      { ...rss, mask: maxTableLength * 2 - 1, table: Array.from({ length: maxTableLength * 2 }, () => pairIndex(0)) },
      { ...rss, mask: 2, table: [0, 0, 0].map(pairIndex) },
      { ...rss, hashTypes: (all | 0x8000_0000) >>> 0 },
      { ...rss, maxTxVq: 0 },
      { ...rss, maxTxVq: maxPairs + 1 },
    ),
  )
}

/** A command that no feature gives a meaning to, or that is cut short. */
export const nonsense: fc.Arbitrary<ControlCommand> = fc.constantFrom<ControlCommand>(
  { name: 'RAW', class: 0x77, command: 0, data: '' as Bytes },
  { name: 'RAW', class: 4, command: 9, data: '0000' as Bytes },
  { name: 'RAW', class: 4, command: 1, data: '0000' as Bytes },
  { name: 'VQ_PAIRS_SET', pairs: 0 },
  { name: 'VQ_PAIRS_SET', pairs: 0x8001 },
)
