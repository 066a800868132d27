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

/** A key that binds: Microsoft's, or any of 40 bytes up to the device's limit. */
export function hashKey({ maxKeySize }: NetConfig): fc.Arbitrary<Bytes> {
  const any = (length: number) => fc.uint8Array({ minLength: length, maxLength: length }).map(hexOf)
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant(microsoftKey) },
    { weight: 3, arbitrary: any(40) },
    { weight: 1, arbitrary: any(maxKeySize) },
  )
}

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
      key: hashKey(config),
    }),
  )
}

/** The hash types for packets with extension headers. */
const EXTENSION_TYPES = 0x1c0

/** A valid RSS_CONFIG; now and then with no type, or with no other type, than those for packets with extension headers. */
export function rssWithOrWithoutExtensionTypes(config: NetConfig): fc.Arbitrary<RssConfigCommand> {
  const mask = fc.constantFrom(0x1ff, EXTENSION_TYPES, 0x1ff & ~EXTENSION_TYPES)
  return fc.tuple(rssConfig(config), mask).map(([rss, kept]) => ({ ...rss, hashTypes: rss.hashTypes & kept }))
}

/** A valid VQ_PAIRS_SET. */
export function pairsSet({ maxPairs }: NetConfig): fc.Arbitrary<VqPairsSet> {
  return fc.integer({ min: 1, max: maxPairs }).map((pairs) => ({ name: 'VQ_PAIRS_SET', pairs }))
}

/** A valid HASH_CONFIG. */
export function hashConfig(config: NetConfig): fc.Arbitrary<HashConfigCommand> {
  return fc.record({ name: fc.constant('HASH_CONFIG' as const), hashTypes: hashTypes(config), key: hashKey(config) })
}

/**
 * An RSS_CONFIG that breaks one driver clause (a table of odd length, a mask too large, a queue or a type that is not there), or
 * has a key longer than the device's limit, or too short to bind anybody.
 */
export function brokenRss(config: NetConfig): fc.Arbitrary<ControlCommand> {
  const { maxPairs, maxTableLength, maxKeySize, hashTypes: all } = config
  return fc.tuple(rssConfig(config), fc.constantFrom(maxPairs, maxPairs + 1).map(pairIndex)).chain(([rss, beyond]) =>
    fc.constantFrom<ControlCommand>(
      { ...rss, table: rss.table.map(() => beyond) },
      { ...rss, table: [...rss.table.slice(0, -1), beyond] },
      { ...rss, unclassified: beyond },
      { ...rss, mask: maxTableLength * 2 - 1, table: Array.from({ length: maxTableLength * 2 }, () => pairIndex(0)) },
      { ...rss, mask: 2, table: [0, 0, 0].map(pairIndex) },
      { ...rss, hashTypes: (all | 0x8000_0000) >>> 0 },
      { ...rss, maxTxVq: 0 },
      { ...rss, maxTxVq: maxPairs + 1 },
      { ...rss, key: rss.key.slice(0, 32) as Bytes }, // its first bytes
      { ...rss, key: rss.key.padEnd(2 * Math.min(maxKeySize + 1, 0xff), '5a') as Bytes }, // more bytes
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

/** A VQ_PAIRS_SET just beyond its bounds, on one side or the other. @clause net.mq.driver.4 */
export function brokenPairs({ maxPairs }: NetConfig): fc.Arbitrary<ControlCommand> {
  return fc.constantFrom(0, maxPairs + 1).map((pairs) => ({ name: 'VQ_PAIRS_SET', pairs }))
}
