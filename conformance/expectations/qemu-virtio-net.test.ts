import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type FeatureName, featuresNamed } from '../../model/feature/table.ts'
import { union } from '../../model/kernel/bits.ts'
import { pairIndex, queueIndex } from '../../model/kernel/brand.ts'
import { type Bytes, bytes } from '../../model/kernel/bytes.ts'
import { featureBytes } from '../../model/net/fields.ts'
import { properties } from '../../properties/index.ts'
import type { Entry } from '../../properties/target.ts'
import { netModel } from '../net-model.ts'
import {
  changed,
  commanded,
  hashesBy,
  named,
  refusedBy,
  ruled,
  traceOf,
  used,
  widened,
  words,
} from './qemu-virtio-net.fixture.ts'
import { qemuVirtioNetDeviations } from './qemu-virtio-net.ts'
import { qemuVirtioPciDeviations } from './qemu-virtio-pci.ts'
import { expectationsFolder } from './stored-history.ts'
import { isWithin } from './version.ts'

test('every deviation has a name, a property and a trace of its own, and every stored trace is of one', () => {
  expect(new Set(qemuVirtioNetDeviations.map(({ name }) => name)).size).toBe(qemuVirtioNetDeviations.length)
  const ids = properties.map(({ id }) => id)
  for (const { property } of qemuVirtioNetDeviations) expect(ids).toContain(property)
  const stored = readdirSync(expectationsFolder).filter((file) => file.startsWith('qemu-') && file.endsWith('.jsonl'))
  const known = [...qemuVirtioNetDeviations, ...qemuVirtioPciDeviations]
  expect(stored).toEqual(known.map(({ trace }) => trace).sort())
})

describe.each(qemuVirtioNetDeviations)('$name', (deviation) => {
  const trace = traceOf(deviation)
  const broken = { by: deviation.by, clauses: expect.arrayContaining([deviation.clause]) }
  const others = qemuVirtioNetDeviations.filter((one) => one !== deviation)

  test('its trace says what it is: the target, a version in the range, property, clause and party', () => {
    const { target, property, clause, by } = trace.head
    expect({ target: target.name, property, clause, by }).toEqual({
      target: 'qemu-virtio-net',
      property: deviation.property,
      clause: deviation.clause,
      by: deviation.by,
    })
    expect(isWithin(target.version, deviation.versions)).toBe(true)
    // Known of the versions that were tried, and of none before or after them.
    expect(['7.1', '99.0'].map((version) => isWithin(version, deviation.versions))).toEqual([false, false])
  })

  test('the standard refuses its trace by its clause', () => {
    const ruling = ruled(trace.log, trace, [])
    expect(words(ruling)).toBe(`refused by ${deviation.clause}`)
    expect(ruling).toMatchObject({ finding: { refusal: { ...broken, because: trace.head.because } } })
  })

  test('the other deviations together do not explain it; with it they do', () => {
    expect(words(ruled(trace.log, trace, others))).toBe(`refused by ${deviation.clause}`)
    expect(words(ruled(trace.log, trace))).toMatch(new RegExp(`^explained by (.*, )?${deviation.name}(,|$)`))
  })
})

/** By a clause on hashes: which one, the tests of the model say. */
const byAnyOfHashing = /^refused by net\.(rss|hash|hash-report)\.def\.\d$/
const NUM_BUFFERS = 10
const HASH_VALUE = 12
const HASH_REPORT = 16

describe('num_buffers holds what the buffer held before, and nothing else', () => {
  const holding = (value: string) => changed('qemu-num-buffers-unwritten', (log) => used(log, NUM_BUFFERS, value))

  test('1 is right', () => expect(holding('0100')).toBe('accepted'))
  test.each(['8080', 'ffff', '80ff'])('%s is poison', (value) => {
    expect(holding(value)).toBe('explained by qemu-num-buffers-unwritten')
  })
  test.each(['0000', '0200', '0001', '7f80', '807f'])('%s is not', (value) => {
    expect(holding(value)).toBe(refusedBy('net.rx.device.4'))
  })
  test('another defect of the same header stands', () => {
    const report = changed('qemu-num-buffers-unwritten', (log) => used(log, HASH_REPORT, '0300'))
    expect(report).toBe(refusedBy('net.hash-report.def.5'))
  })
})

describe('FEATURES_OK stands for subsets that are not valid, and for no other reason', () => {
  const { config } = traceOf(named('qemu-features-ok-unchecked')).head
  const agreeing = (ok: boolean) =>
    changed('qemu-features-ok-unchecked', (log) =>
      log.map((entry) => (entry.kind === 'device.agrees' ? { ...entry, ok } : entry)),
    )

  test('to decline such a subset is still right', () => {
    expect(agreeing(true)).toBe('explained by qemu-features-ok-unchecked')
    expect(agreeing(false)).toBe('accepted')
  })

  test('what a valid subset deserves stays as it is', () => {
    const { answer } = widened('qemu-features-ok-unchecked')
    const { rules } = netModel
    const valid = config.offered
    expect(rules.answer(valid, valid)).toBe('agree')
    expect(answer(valid, valid)).toBe('agree')
  })
})

describe('segmentation features are offered without what they require, and nothing else is', () => {
  const name = 'qemu-offers-without-required'
  const { config } = traceOf(named(name)).head
  const offering = (...features: readonly FeatureName[]) => {
    const offered = union(config.offered, featuresNamed(features))
    const value = featureBytes(offered)
    const log: readonly Entry[] = [
      { kind: 'driver.reads', field: 'device_features' },
      { kind: 'device.shows', field: 'device_features', value },
      { kind: 'device.rests' },
    ]
    const trace = traceOf(named(name))
    return words(ruled(log, { ...trace, head: { ...trace.head, config: { ...config, offered } } }))
  }

  test.each(['VIRTIO_NET_F_GUEST_TSO4', 'VIRTIO_NET_F_HOST_UDP_TUNNEL_GSO_CSUM', 'VIRTIO_NET_F_HOST_ECN'] as const)(
    '%s beside HOST_USO is known',
    (feature) => expect(offering(feature)).toBe(`explained by ${name}`),
  )
  test('a feature of another kind is not', () => {
    expect(offering('VIRTIO_NET_F_RSC_EXT')).toBe(refusedBy('net.dep.def.22'))
  })
  test('another offer than before is not', () => {
    const other = featureBytes(union(config.offered, featuresNamed(['VIRTIO_NET_F_MTU'])))
    expect(changed(name, (log) => log.map((e) => (e.kind === 'device.shows' ? { ...e, value: other } : e)))).toBe(
      refusedBy('core.features.device.1'),
    )
  })
})

describe('config_generation does not count before DRIVER_OK, and does from then on', () => {
  const name = 'qemu-generation-before-driver-ok'
  const trace = traceOf(named(name))
  const showing = (value: string) =>
    changed(name, (log) =>
      log.map((entry, at) =>
        at === log.length - 2 && entry.kind === 'device.shows' ? { ...entry, value: bytes(value) } : entry,
      ),
    )

  test('the same value is known, another is right', () => {
    expect(showing('00')).toBe(`explained by ${name}`)
    expect(showing('01')).toBe('accepted')
  })
  test('once DRIVER_OK is set the same value is not known', () => {
    const features = featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_MAC'])
    const log: readonly Entry[] = [
      { kind: 'driver.accepts', features },
      { kind: 'device.agrees', ok: true },
      { kind: 'driver.starts', size: 8 },
      ...trace.log,
    ]
    expect(words(ruled(log, trace))).toBe(refusedBy('core.config.def.1'))
  })
})

describe('the types with extension headers come first for every IPv6 packet', () => {
  const name = 'qemu-ex-types-first'
  const arrivals = (of: string): Bytes => {
    const [arrival] = traceOf(named(of)).log.filter((entry) => entry.kind === 'wire.arrives')
    if (arrival === undefined) throw new Error(`fault: no frame arrives in the trace of ${of}`)
    return arrival.bytes
  }
  const udp6 = arrivals(name)
  /** An IPv6 packet with a routing header in front of no transport. */
  const extended = arrivals('qemu-rss-off-after-refusal')
  const tcp4 = arrivals('qemu-hash-survives-reset')
  const reportsOf = (frame: Bytes, types: number) => hashesBy(widened(name))(frame, types).map(({ report }) => report)

  test.each([
    ['UDP, every type', udp6, 0x1ff, [6, 9]],
    ['UDP, the two of UDP', udp6, 0x120, [6, 9]],
    ['UDP, the one with extension headers alone', udp6, 0x100, [0, 9]],
    ['UDP, IP_EX before IP', udp6, 0x048, [4, 7]],
    ['UDP, no type with extension headers', udp6, 0x03f, [6, 6]],
    ['UDP, the types of TCP', udp6, 0x090, [0]],
    ['IPv4 is not touched', tcp4, 0x1ff, [2]],
  ])('%s', (_, frame, types, reports) => {
    expect(reportsOf(frame, types)).toEqual(reports)
  })

  test('the fields of the plain type stand in: the same input under another report', () => {
    const [plain] = hashesBy(netModel.rules)(udp6, 0x020)
    const [, stand] = hashesBy(widened(name))(udp6, 0x100)
    expect(stand).toEqual({ ...plain, report: 9 })
  })

  test('where there are extension headers, TCPv6 and UDPv6 would come before IPv6_EX', () => {
    expect(reportsOf(extended, 0x040)).toEqual([7, 7])
    expect(hashesBy(widened(name))(extended, 0x048)).toHaveLength(hashesBy(netModel.rules)(extended, 0x048).length + 1)
  })

  test('other bytes still fail', () => {
    const holding = (at: number, value: string) => changed(name, (log) => used(log, at, value))
    expect(holding(HASH_REPORT, '0600')).toBe('explained by qemu-num-buffers-unwritten')
    for (const report of ['0000', '0400', '0500', '0700', '0800', '0a00'])
      expect(holding(HASH_REPORT, report)).toMatch(byAnyOfHashing)
    expect(holding(HASH_VALUE, '1dd92144')).toMatch(byAnyOfHashing)
    expect(changed(name, (log) => commanded(log, { hashTypes: 0x03f }))).toMatch(byAnyOfHashing)
  })
})

describe('a refused command of the MQ class turns RSS off, and no other does', () => {
  const name = 'qemu-rss-off-after-refusal'
  const placedIn = (queue: number) =>
    changed(name, (log) =>
      log.map((entry) =>
        entry.kind === 'device.uses' || entry.kind === 'driver.offers' || entry.kind === 'device.interrupts'
          ? { ...entry, queue: entry.queue === 0 ? queueIndex(queue) : entry.queue }
          : entry,
      ),
    )

  test('frames are placed in any queue of the device then', () => {
    expect(placedIn(2)).toBe('explained by qemu-num-buffers-unwritten')
    for (const queue of [0, 4, 6]) expect(placedIn(queue)).toBe(`explained by qemu-num-buffers-unwritten, ${name}`)
  })

  test('a refused command of another class leaves it on', () => {
    const ofClass = (given: number) =>
      changed(name, (log) =>
        log.map((entry) =>
          entry.kind === 'driver.commands' && entry.command.name === 'RAW'
            ? { ...entry, command: { ...entry.command, class: given } }
            : entry,
        ),
      )
    expect(ofClass(4)).toBe(`explained by qemu-num-buffers-unwritten, ${name}`)
    expect(ofClass(3)).toBe(refusedBy('house.control.refused'))
  })

  test('without the refused command it is on', () => {
    const without = changed(name, (log) => log.filter((_, index) => index < 7 || index > 9))
    expect(without).toBe(refusedBy('net.rss.device.5'))
  })

  test('a refused command that is not raw turns it off as well, and hashing with it', () => {
    const rules = widened(name)
    const rss = {
      name: 'RSS_CONFIG' as const,
      hashTypes: 1,
      mask: 0,
      unclassified: pairIndex(0),
      table: [pairIndex(0)],
      maxTxVq: 3,
      key: bytes(''),
    }
    const off = { steering: { kind: 'automatic', pairs: 3 }, hashing: { kind: 'none' } }
    const before = { steering: { kind: 'rss', rss }, hashing: { kind: 'anyhow' } } as const
    expect(rules.afterRefusal(before, { name: 'VQ_PAIRS_SET', pairs: 9 })).toEqual(off)
    expect(rules.afterRefusal(before, { name: 'RAW', class: 4, command: 9, data: bytes('') })).toEqual(off)
    expect(rules.afterRefusal(before, { name: 'RAW', class: 5, command: 9, data: bytes('') })).toEqual(before)
    const first = { ...before, steering: { kind: 'first' } } as const
    expect(rules.afterRefusal(first, { name: 'VQ_PAIRS_SET', pairs: 9 })).toEqual({
      ...first,
      hashing: { kind: 'none' },
    })
  })
})

describe('hash types and key outlive a reset', () => {
  const name = 'qemu-hash-survives-reset'
  const holding = (at: number, value: string) => changed(name, (log) => used(log, at, value))

  test('NONE is still right', () => {
    expect(holding(HASH_VALUE, '000000000000')).toBe('explained by qemu-num-buffers-unwritten')
  })

  test('other values and other types still fail', () => {
    expect(holding(HASH_VALUE, '7e1f3d8e')).toMatch(byAnyOfHashing)
    for (const report of ['0100', '0300']) expect(holding(HASH_REPORT, report)).toMatch(byAnyOfHashing)
  })

  test('what was not configured before does not', () => {
    const without = changed(name, (log) => log.filter((_, index) => index < 3 || index > 5))
    expect(without).toBe(refusedBy('net.hash-report.def.5'))
  })

  test('steering goes, as it must', () => {
    const hashing = { kind: 'enabled', types: 1, key: bytes('aa'), binding: true } as const
    const { afterReset } = widened(name)
    expect(afterReset({ steering: { kind: 'automatic', pairs: 4 }, hashing })).toEqual({
      steering: { kind: 'first' },
      hashing: { ...hashing, binding: false },
    })
    expect(afterReset({ steering: { kind: 'first' }, hashing: { kind: 'none' } }).hashing).toEqual({ kind: 'none' })
  })
})

describe('frames wait behind one that found no room', () => {
  const name = 'qemu-stuck-behind-full-queue'

  test('a frame that surely found room may not stay away: the buffer was offered before a rest', () => {
    const room = changed(name, (log) => {
      const offer = log.filter((entry) => entry.kind === 'driver.offers')
      const others = log.filter((entry) => entry.kind !== 'driver.offers')
      return [...others.slice(0, 6), ...offer, { kind: 'device.rests' }, ...others.slice(6)]
    })
    expect(room).toBe(refusedBy('house.frame.lost'))
  })

  test('nor one with none before it', () => {
    const alone = changed(name, (log) => log.filter((entry) => entry.kind !== 'wire.arrives' || entry.frame !== 10))
    expect(alone).toBe(refusedBy('house.frame.lost'))
  })
})

describe('when a deviation is due', () => {
  const { config } = traceOf(named('qemu-ex-types-first')).head
  const isDue = (name: string, ...log: readonly Entry[]) => named(name).due(log, config)
  const times = (count: number, entry: Entry): readonly Entry[] => Array.from({ length: count }, () => entry)
  const use = (queue: number, length: number): Entry => ({
    kind: 'device.uses',
    queue: queueIndex(queue),
    chain: 1,
    length,
    bytes: bytes(''),
  })
  const placed = use(2, 12)
  const resets: Entry = { kind: 'driver.resets' }
  const command = (chain: number, hashTypes: number): Entry => ({
    kind: 'driver.commands',
    chain,
    command: { name: 'HASH_CONFIG', hashTypes, key: bytes('') },
  })
  const arrives = (type: string): Entry => ({
    kind: 'wire.arrives',
    frame: 1,
    bytes: bytes(`${'00'.repeat(12)}${type}`),
  })
  const [rss, accepts] = ['driver.commands', 'driver.accepts'].map(
    (kind) => traceOf(named('qemu-ex-types-first')).log.find((entry) => entry.kind === kind) ?? resets,
  )
  if (rss?.kind !== 'driver.commands' || accepts === undefined) throw new Error('fault: a trace without RSS_CONFIG')
  const acknowledged = (chain: number, ack: string): Entry => ({
    kind: 'device.acknowledges',
    queue: queueIndex(8),
    chain,
    length: 1,
    bytes: bytes(ack),
  })
  const [configured, refused] = [
    [rss, acknowledged(rss.chain, '00')],
    [{ ...rss, chain: 99 }, acknowledged(99, '01')],
  ]

  test('num_buffers: a frame was placed', () => {
    expect(isDue('qemu-num-buffers-unwritten', placed)).toBe(true)
    expect(isDue('qemu-num-buffers-unwritten', use(1, 12), use(2, 0), resets)).toBe(false)
  })

  test('FEATURES_OK: more than eight subsets', () => {
    expect(isDue('qemu-features-ok-unchecked', ...times(9, accepts))).toBe(true)
    expect(isDue('qemu-features-ok-unchecked', ...times(8, accepts), resets)).toBe(false)
  })

  test('hash types: an IPv6 packet, and every type with extension headers configured', () => {
    const of = (...log: readonly Entry[]) => isDue('qemu-ex-types-first', ...log)
    expect(of(arrives('86dd'), command(1, 0x1c0))).toBe(true)
    expect(of(command(1, 0x1ff), arrives('0800'), arrives('86dd'))).toBe(true)
    expect(of(arrives('86dd'), command(1, 0x180))).toBe(false)
    expect(of(arrives('0800'), command(1, 0x1c0))).toBe(false)
    expect(of(arrives('86dd'), resets)).toBe(false)
  })

  test('RSS off: tables accepted and refused, and more than twelve frames placed', () => {
    const of = (...log: readonly Entry[]) => isDue('qemu-rss-off-after-refusal', ...log)
    expect(of(...configured, ...refused, ...times(13, placed))).toBe(true)
    expect(of(...configured, ...refused, ...times(12, placed))).toBe(false)
    expect(of(...configured, ...times(13, placed))).toBe(false)
    expect(of(...refused, ...times(13, placed))).toBe(false)
    expect(of(command(5, 1), acknowledged(5, '00'), ...refused, ...times(13, placed))).toBe(false)
  })

  test('hashes after a reset: a table accepted, and more than one reset', () => {
    const of = (...log: readonly Entry[]) => isDue('qemu-hash-survives-reset', ...log)
    expect(of(...configured, resets, resets)).toBe(true)
    expect(of(...configured, resets)).toBe(false)
    expect(of(...refused, resets, resets)).toBe(false)
  })

  test('frames that wait: of several flows, not of those of the stored trace', () => {
    expect(isDue('qemu-stuck-behind-full-queue', ...traceOf(named('qemu-stuck-behind-full-queue')).log)).toBe(false)
  })
})
