import { describe, expect, test } from 'vitest'
import { featuresNamed } from '../../model/feature/table.ts'
import { union } from '../../model/kernel/bits.ts'
import { queueIndex } from '../../model/kernel/brand.ts'
import { bytes, hexOf, noBytes } from '../../model/kernel/bytes.ts'
import type { ControlCommand } from '../../model/wire/control-command.ts'
import { encodeNetHeader, plainHeader } from '../../model/wire/net-header.ts'
import type { Entry } from '../../properties/target.ts'
import { referenceConfig } from '../targets/reference-config.ts'
import { marksIn } from './marks.ts'

const BASE = ['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ'] as const
const HASH = [...BASE, 'VIRTIO_NET_F_HASH_REPORT'] as const
const rest: Entry = { kind: 'device.rests' }
const start: Entry = { kind: 'driver.starts', size: 16 }
const opened = (names: Parameters<typeof featuresNamed>[0] = BASE): readonly Entry[] => [
  { kind: 'driver.accepts', features: featuresNamed(names) },
  { kind: 'device.agrees', ok: true },
  start,
]
const offer = (chain: number, queue = 0): Entry => ({
  kind: 'driver.offers',
  queue: queueIndex(queue),
  chain,
  lengths: [2048],
})
/** An IPv4 frame without a transport that hashes would cover, 64 bytes long and named by its last byte. */
const frameOf = (name: number, size = 64) =>
  bytes(
    ['525400123456', '525400000001', '0800', '450000320000000040fd0000', '0a000001', '0a000002']
      .join('')
      .padEnd((size - 1) * 2, '0') + name.toString(16).padStart(2, '0'),
  )
const arrive = (frame: number, size = 64): Entry => ({ kind: 'wire.arrives', frame, bytes: frameOf(frame, size) })
const header = hexOf(encodeNetHeader({ ...plainHeader, numBuffers: 1 }, 12))
const use = (chain: number, frame: number, queue = 0, head: string = header, size = 64): Entry => {
  const all = bytes(head + frameOf(frame, size))
  return { kind: 'device.uses', queue: queueIndex(queue), chain, length: all.length / 2, bytes: all }
}
const command = (chain: number, what: ControlCommand): Entry => ({ kind: 'driver.commands', chain, command: what })
const acknowledge = (chain: number, ok = true): Entry => ({
  kind: 'device.acknowledges',
  queue: queueIndex(8),
  chain,
  length: 1,
  bytes: bytes(ok ? '00' : '01'),
})
const marks = (log: readonly Entry[], waiting?: readonly number[]) =>
  marksIn(log, referenceConfig, waiting === undefined ? undefined : new Set(waiting)).map(
    ({ clause, taken }) => `${clause} ${taken ? 'taken' : 'declined'}`,
  )
/** The marks of what follows the opening. */
const marksOnceOpen = (log: readonly Entry[], waiting?: readonly number[]) =>
  marks([...opened(), ...log], waiting).slice(1)

describe('FEATURES_OK', () => {
  const answered = (names: Parameters<typeof featuresNamed>[0], ok: boolean, offered = referenceConfig.offered) =>
    marksIn(
      [
        { kind: 'driver.accepts', features: featuresNamed(names) },
        { kind: 'device.agrees', ok },
      ],
      { ...referenceConfig, offered },
    )

  test('a valid subset is accepted, or not', () => {
    expect(answered(BASE, true)).toEqual([{ clause: 'core.features.device.2', taken: true }])
    expect(answered(BASE, false)).toEqual([{ clause: 'core.features.device.2', taken: false }])
  })

  test('without VERSION_1 a device may decline; an invalid subset leaves no choice', () => {
    expect(answered(['VIRTIO_NET_F_MAC'], false)).toEqual([{ clause: 'core.resfeat.device.2', taken: true }])
    expect(answered(['VIRTIO_NET_F_MAC'], true)).toEqual([{ clause: 'core.resfeat.device.2', taken: false }])
    expect(answered(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_MQ'], false)).toEqual([])
  })

  test('nor need it run without what the platform needs; of two reasons none is the one', () => {
    const platform = featuresNamed(['VIRTIO_F_ACCESS_PLATFORM'])
    const order = featuresNamed(['VIRTIO_F_ORDER_PLATFORM'])
    const offered = referenceConfig.offered
    expect(answered(BASE, false, union(offered, platform))).toEqual([{ clause: 'core.resfeat.device.4', taken: true }])
    expect(answered(BASE, true, union(offered, order))).toEqual([{ clause: 'core.resfeat.device.5', taken: false }])
    expect(answered(BASE, true, union(offered, union(order, platform)))).toEqual([])
  })
})

describe('the order of use', () => {
  test('an older chain is passed over, or not; a single one says nothing', () => {
    const two = [offer(1), offer(2), arrive(7), arrive(8)]
    expect(marksOnceOpen([...two, use(2, 7), use(1, 8)])).toEqual(['core.vq.def.1 taken'])
    expect(marksOnceOpen([...two, use(1, 7), use(2, 8)])).toEqual(['core.vq.def.1 declined'])
    expect(marksOnceOpen([offer(1, 0), offer(2, 2), arrive(7), use(2, 7, 2)])).toEqual([])
  })
})

describe('a frame that finds no room', () => {
  test('waits, and comes later', () => {
    expect(marksOnceOpen([arrive(7), rest, offer(1), use(1, 7), rest], [])).toEqual(['house.frame.lost taken'])
  })

  test('is dropped, if it cannot wait any more', () => {
    expect(marksOnceOpen([arrive(7), rest], [])).toEqual(['house.frame.lost declined'])
    expect(marksOnceOpen([arrive(7), rest], [7])).toEqual([])
    expect(marksOnceOpen([arrive(7), rest])).toEqual([])
  })

  test('says nothing where it came before the start, or a reset met it', () => {
    expect(marks([arrive(7), rest, ...opened(), offer(1), use(1, 7)], [])).toEqual(['core.features.device.2 taken'])
    expect(marksOnceOpen([arrive(7), rest, { kind: 'driver.resets' }, rest], [])).toEqual([])
  })
})

test('a short frame is padded, or placed as it is', () => {
  const short = frameOf(7, 40)
  const padded = { ...use(1, 7), bytes: bytes(header + short.padEnd(120, '0')) } as Entry
  expect(marksOnceOpen([offer(1), arrive(7, 40), padded])).toEqual(['house.frame.foreign taken'])
  expect(marksOnceOpen([offer(1), arrive(7, 40), use(1, 7, 0, header, 40)])).toEqual(['house.frame.foreign declined'])
})

describe('a command', () => {
  const raw = { name: 'RAW', class: 77, command: 1, data: noBytes } as const
  test('that nothing gives a meaning to is taken, or turned down', () => {
    expect(marksOnceOpen([command(1, raw), acknowledge(1)])).toEqual(['house.control.ack taken'])
    expect(marksOnceOpen([command(1, raw), acknowledge(1, false)])).toEqual(['house.control.ack declined'])
  })

  test('that must be taken leaves no choice', () => {
    expect(marksOnceOpen([command(1, { name: 'VQ_PAIRS_SET', pairs: 2 }), acknowledge(1)])).toEqual([])
  })
})

describe('a flow that was never transmitted', () => {
  const pairs = (count: number) => [command(1, { name: 'VQ_PAIRS_SET', pairs: count }), acknowledge(1)] as const
  test('is placed beyond receiveq1, or in it', () => {
    expect(marksOnceOpen([...pairs(2), offer(2, 2), arrive(7), use(2, 7, 2)])).toEqual(['net.mq.device.6 taken'])
    expect(marksOnceOpen([...pairs(2), offer(2), arrive(7), use(2, 7)])).toEqual(['net.mq.device.6 declined'])
  })

  test('says nothing under one pair, once something was transmitted, or while a command is on its way', () => {
    const sent: Entry = {
      kind: 'driver.transmits',
      queue: queueIndex(1),
      chain: 9,
      frame: 3,
      bytes: frameOf(3),
      cuts: [],
    }
    const more = command(5, { name: 'VQ_PAIRS_SET', pairs: 3 })
    expect(marksOnceOpen([...pairs(1), offer(2), arrive(7), use(2, 7)])).toEqual([])
    expect(marksOnceOpen([...pairs(2), sent, offer(2), arrive(7), use(2, 7)])).toEqual([])
    expect(marksOnceOpen([...pairs(2), offer(2), arrive(7), more, use(2, 7)])).toEqual([])
    expect(marksOnceOpen([...pairs(2), offer(2), more, arrive(7), use(2, 7)])).toEqual([])
    expect(
      marksOnceOpen([...pairs(2), offer(2), { kind: 'driver.resets' }, ...opened(), offer(2), arrive(7), use(2, 7)]),
    ).toEqual(['core.features.device.2 taken'])
  })
})

describe('a hash that could be', () => {
  const key = bytes('6d'.repeat(40))
  const set = (hashTypes: number, bytesOfKey = key) =>
    [command(1, { name: 'HASH_CONFIG', hashTypes, key: bytesOfKey }), acknowledge(1)] as const
  const reported = (hashReport: number) =>
    hexOf(encodeNetHeader({ ...plainHeader, numBuffers: 1, hashReport, hashValue: 5 }, 20))
  const seen = (hashTypes: number, report: number, bytesOfKey = key) =>
    marks([...opened(HASH), ...set(hashTypes, bytesOfKey), offer(2), arrive(7), use(2, 7, 0, reported(report))]).slice(
      1,
    )

  test('is reported, or NONE', () => {
    expect(seen(1, 1)).toEqual(['net.hash-report.def.3 declined'])
    expect(seen(1, 0)).toEqual(['net.hash-report.def.3 taken'])
  })

  test('says nothing where no enabled type fits, or a key too short for one was taken', () => {
    expect(seen(2, 0)).toEqual([])
    expect(seen(1, 0, bytes('6d'.repeat(39)))).toEqual(['house.control.ack taken'])
  })
})

describe('notifications that were turned off', () => {
  const off: Entry = { kind: 'driver.notifies', queue: queueIndex(0), on: false }
  const on: Entry = { ...off, on: true }
  const interrupt = (queue: number): Entry => ({ kind: 'device.interrupts', queue: queueIndex(queue) })
  const placed = [offer(1), arrive(7), use(1, 7)]

  test('stay away, or do not', () => {
    expect(marksOnceOpen([interrupt(2), off, rest, ...placed, rest])).toEqual(['split.notify.device.2 taken'])
    expect(marksOnceOpen([off, rest, ...placed, interrupt(0), rest])).toEqual(['split.notify.device.2 declined'])
  })

  test('say nothing before a rest, when turned on again, unused, or where no interrupt is ever seen', () => {
    expect(marksOnceOpen([interrupt(2), off, ...placed, rest])).toEqual([])
    expect(marksOnceOpen([interrupt(2), off, rest, on, ...placed, rest])).toEqual([])
    expect(marksOnceOpen([interrupt(2), off, rest, rest])).toEqual([])
    expect(marksOnceOpen([off, rest, ...placed, rest])).toEqual([])
  })
})
