import { describe, expect, it } from 'vitest'
import { featuresNamed } from '../../feature/table.ts'
import { pairIndex } from '../../kernel/brand.ts'
import { bytes } from '../../kernel/bytes.ts'
import type { ControlCommand, RssConfigCommand } from '../../wire/control-command.ts'
import { outcomeOf, settingAfter } from '../control.ts'
import { config, hashConfig, microsoftKey, reporting, rssConfig } from '../live.fixture.ts'
import { defaultSetting, type Setting } from '../setting.ts'

const all = featuresNamed(reporting)
const pairsSet = (pairs: number) => ({ name: 'VQ_PAIRS_SET', pairs }) as const
const raw = (commandClass: number) =>
  ({ name: 'RAW', class: commandClass, command: 9, data: bytes('') }) as const satisfies ControlCommand
const key = (size: number) => bytes('5a'.repeat(size))

describe('the outcome of VQ_PAIRS_SET', () => {
  it.each([
    [0, 'either'],
    [1, 'accepted'],
    [4, 'accepted'],
    [5, 'either'],
  ])('for %i of 4 pairs is %s', (pairs, outcome) => {
    expect(outcomeOf(pairsSet(pairs), all, config)).toBe(outcome)
  })

  it('is free without MQ', () => {
    expect(outcomeOf(pairsSet(1), featuresNamed(['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_RSS']), config)).toBe('either')
  })
})

describe('the outcome of RSS_CONFIG', () => {
  const outcome = (change: Partial<RssConfigCommand>, limits: Partial<typeof config> = {}) =>
    outcomeOf(rssConfig([0, 1, 2, 3], change), all, { ...config, ...limits })
  const entries = (count: number) => ({ table: Array.from({ length: count }, () => pairIndex(0)), mask: count - 1 })

  it.each([1, 2, 4, 64, 128])('accepts a table of %i entries', (count) => {
    expect(outcome(entries(count))).toBe('accepted')
  })

  it.each([0, 3, 6, 127, 256])('is free for a table of %i entries', (count) => {
    expect(outcome(entries(count))).toBe('either')
  })

  it('holds the table against the device’s limit', () => {
    expect(outcome(entries(256), { maxTableLength: 256 })).toBe('accepted')
    expect(outcome(entries(256), { maxTableLength: 255 })).toBe('either')
  })

  it.each<[string, Partial<RssConfigCommand>]>([
    ['a mask that is not the table’s', { mask: 1 }],
    ['a mask of the length', { mask: 4 }],
    ['an entry beyond the pairs', { table: [0, 4, 0, 0].map(pairIndex) }],
    ['an unclassified queue beyond the pairs', { unclassified: pairIndex(4) }],
    ['no transmit queue', { maxTxVq: 0 }],
    ['more transmit queues than pairs', { maxTxVq: 5 }],
    ['a hash type that is not supported', { hashTypes: 0x200 }],
    ['hash type bit 31', { hashTypes: 0x8000_0000 }],
    ['a key of 39 bytes', { key: key(39) }],
    ['a key of 41 bytes', { key: key(41) }],
  ])('is free for %s', (_, change) => {
    expect(outcome(change)).toBe('either')
  })

  it.each<[string, Partial<RssConfigCommand>]>([
    ['the last pair everywhere', { unclassified: pairIndex(3), table: [3, 3, 3, 3].map(pairIndex) }],
    ['one transmit queue', { maxTxVq: 1 }],
    ['no hash type at all', { hashTypes: 0 }],
    ['another key', { key: key(40) }],
  ])('accepts %s', (_, change) => {
    expect(outcome(change)).toBe('accepted')
  })

  it('takes longer keys where the device does', () => {
    expect(outcome({ key: key(52) }, { maxKeySize: 52 })).toBe('accepted')
    expect(outcome({ key: key(53) }, { maxKeySize: 52 })).toBe('either')
  })

  it('is free without RSS', () => {
    const without = featuresNamed(['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ', 'VIRTIO_NET_F_HASH_REPORT'])
    expect(outcomeOf(rssConfig([0]), without, config)).toBe('either')
  })
})

describe('the outcome of HASH_CONFIG', () => {
  const features = featuresNamed(['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_HASH_REPORT'])

  it('is accepted with HASH_REPORT and without RSS', () => {
    expect(outcomeOf(hashConfig(), features, config)).toBe('accepted')
    expect(outcomeOf(hashConfig(), featuresNamed(reporting), config)).toBe('either')
    expect(outcomeOf(hashConfig(), featuresNamed(['VIRTIO_NET_F_CTRL_VQ']), config)).toBe('either')
  })

  it('holds types and key against the device’s limits', () => {
    expect(outcomeOf(hashConfig({ hashTypes: 0x200 }), features, config)).toBe('either')
    expect(outcomeOf(hashConfig({ hashTypes: 2 }), features, { ...config, hashTypes: 1 })).toBe('either')
    expect(outcomeOf(hashConfig({ key: key(39) }), features, config)).toBe('either')
    expect(outcomeOf(hashConfig({ key: key(41) }), features, config)).toBe('either')
  })
})

describe('settingAfter', () => {
  const rss = rssConfig([1, 2])
  const byRss: Setting = {
    steering: { kind: 'rss', rss },
    hashing: { kind: 'enabled', types: 0x1ff, key: microsoftKey, binding: true },
  }

  it('RSS_CONFIG steers by RSS, and binds the hash', () => {
    expect(settingAfter(defaultSetting, rss, true)).toEqual(byRss)
  })

  it('HASH_CONFIG enables hashes that bind nobody, and leaves steering alone', () => {
    const steering = { kind: 'automatic', pairs: 2 } as const
    expect(settingAfter({ ...defaultSetting, steering }, hashConfig({ hashTypes: 5 }), true)).toEqual({
      steering,
      hashing: { kind: 'enabled', types: 5, key: microsoftKey, binding: false },
    })
  })

  it('VQ_PAIRS_SET steers automatically; what RSS enabled may go on being reported', () => {
    expect(settingAfter(byRss, pairsSet(3), true)).toEqual({
      steering: { kind: 'automatic', pairs: 3 },
      hashing: { kind: 'enabled', types: 0x1ff, key: microsoftKey, binding: false },
    })
  })

  it('VQ_PAIRS_SET leaves other hashing alone', () => {
    const hashed = settingAfter(defaultSetting, hashConfig(), true)
    expect(settingAfter(hashed, pairsSet(1), true).hashing).toBe(hashed.hashing)
    expect(settingAfter(defaultSetting, pairsSet(1), true).hashing).toEqual({ kind: 'none' })
  })

  it('a command without a meaning, taken all the same, leaves everything open', () => {
    const open = { steering: { kind: 'anywhere' }, hashing: { kind: 'anyhow' } }
    expect(settingAfter(byRss, pairsSet(0), false)).toEqual(open)
    expect(settingAfter(byRss, rss, false)).toEqual(open)
    expect(settingAfter(byRss, hashConfig(), false)).toEqual(open)
    expect(settingAfter(byRss, raw(4), false)).toEqual(open)
  })

  it('a command of another class changes neither', () => {
    expect(settingAfter(byRss, raw(3), false)).toBe(byRss)
    expect(settingAfter(byRss, raw(6), false)).toBe(byRss)
    expect(settingAfter(byRss, raw(4), true)).toBe(byRss)
  })
})
