import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { referenceConfig } from '../../conformance/targets/reference-config.ts'
import { feature, featuresNamed } from '../../model/feature/table.ts'
import { without } from '../../model/kernel/bits.ts'
import { lengthOf } from '../../model/kernel/bytes.ts'
import { outcomeOf } from '../../model/net/control.ts'
import { encodeControlCommand } from '../../model/wire/control-command.ts'
import {
  brokenPairs,
  brokenRss,
  hashConfig,
  hashKey,
  hashTypes,
  microsoftKey,
  nonsense,
  pairsSet,
  rssConfig,
} from './command.ts'

const features = referenceConfig.offered
const withoutRss = without(features, feature('VIRTIO_NET_F_RSS'))
const small = { ...referenceConfig, maxPairs: 2, maxTableLength: 16, hashTypes: 0x03f }
const configs = [referenceConfig, small]

describe('valid commands', () => {
  it.each(configs)('must be accepted by a device of $maxPairs pairs', (config) => {
    fc.assert(
      fc.property(rssConfig(config), pairsSet(config), hashConfig(config), (rss, pairs, hash) => {
        expect(outcomeOf(rss, features, config)).toBe('accepted')
        expect(outcomeOf(pairs, features, config)).toBe('accepted')
        expect(outcomeOf(hash, withoutRss, config)).toBe('accepted')
      }),
    )
  })

  it('reach every number of pairs and every length of a table', () => {
    const counts = fc.sample(pairsSet(referenceConfig), { numRuns: 100, seed: 1 }).map(({ pairs }) => pairs)
    expect(new Set(counts)).toEqual(new Set([1, 2, 3, 4]))
    const lengths = fc.sample(rssConfig(referenceConfig), { numRuns: 500, seed: 1 }).map(({ table }) => table.length)
    expect(new Set(lengths)).toEqual(new Set([1, 2, 4, 8, 16, 32, 64, 128]))
  })
})

describe('broken commands', () => {
  it.each(configs)('have no meaning for a device of $maxPairs pairs, and can be written', (config) => {
    fc.assert(
      fc.property(fc.oneof(brokenRss(config), brokenPairs(config), nonsense), (command) => {
        expect(outcomeOf(command, features, config)).toBe('either')
        expect(encodeControlCommand(command).length).toBeGreaterThanOrEqual(2)
      }),
    )
  })

  it('are of many kinds', () => {
    const names = fc.sample(nonsense, { numRuns: 100, seed: 1 }).map((command) => JSON.stringify(command))
    expect(new Set(names).size).toBe(5)
  })
})

describe('hashKey', () => {
  it('has 40 bytes or as many as may be, and is Microsoft’s now and then', () => {
    const keys = fc.sample(hashKey(referenceConfig), { numRuns: 100, seed: 1 })
    expect([...new Set(keys.map(lengthOf))].sort()).toEqual([40, 52])
    expect(keys).toContain(microsoftKey)
    expect(new Set(keys).size).toBeGreaterThan(20)
  })
})

describe('hashTypes', () => {
  it('are among those supported: all of them, some, none', () => {
    const types = fc.sample(hashTypes(small), { numRuns: 300, seed: 1 })
    expect(types.every((mask) => (mask & ~0x03f) === 0)).toBe(true)
    expect(types).toContain(0x03f)
    expect(types).toContain(0)
    expect(types).toContain(0x009)
  })
})

it('the features of these tests are those that the commands need', () => {
  expect(features & featuresNamed(['VIRTIO_NET_F_MQ', 'VIRTIO_NET_F_RSS'])).toBe(
    featuresNamed(['VIRTIO_NET_F_MQ', 'VIRTIO_NET_F_RSS']),
  )
})
