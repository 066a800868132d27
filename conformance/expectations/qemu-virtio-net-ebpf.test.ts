import { describe, expect, test } from 'vitest'
import { noFeatures } from '../../model/kernel/bits.ts'
import { pairIndex, queueIndex } from '../../model/kernel/brand.ts'
import { bytes } from '../../model/kernel/bytes.ts'
import type { Entry } from '../../properties/target.ts'
import { netModel } from '../net-model.ts'
import {
  changed,
  commanded,
  hashesBy,
  named,
  overwritten,
  refusedBy,
  traceOf,
  widened,
} from './qemu-virtio-net.fixture.ts'

describe('in the eBPF program a type for extension headers only exchanges the addresses of its plain twin', () => {
  const name = 'qemu-ebpf-ex-types-need-twins'
  const { log } = traceOf(named(name))
  const command = log.flatMap((entry) => (entry.kind === 'driver.commands' ? [entry.command] : []))[0]
  const frame = log.flatMap((entry) => (entry.kind === 'wire.arrives' ? [entry.bytes] : []))[0]
  if (command?.name !== 'RSS_CONFIG' || frame === undefined)
    throw new Error('fault: a trace without RSS_CONFIG or frame')
  /** Queues of the frame, TCP behind a routing header, where the table gives pair 1 and the unclassified queue is of pair 2. */
  const queuesOf = (hashTypes: number, bytes = frame, features = noFeatures) =>
    netModel.rules.steer(
      { steering: { kind: 'rss', rss: { ...command, hashTypes } }, hashing: { kind: 'none' } },
      bytes,
      4,
      hashesBy(widened(name), features),
    )

  test.each([
    ['the three alone', 0x1c0, [2, 4]],
    ['TCP_EX and the twin of another', 0x0a0, [2, 4]],
    ['TCP_EX and its twin', 0x090, [2]],
    ['IP_EX and its twin', 0x048, [2]],
    ['TCPv6 alone', 0x010, [2]],
    ['UDP_EX and its twin, which do not fit', 0x120, [4]],
    ['nothing', 0, [4]],
  ])('%s', (_, types, queues) => {
    expect(queuesOf(types)).toEqual(queues)
  })

  test('TCPv6 comes before IP_EX: another input, so that another entry of the table may give the queue', () => {
    const rss = { ...command, hashTypes: 0x050, mask: 3, table: [0, 1, 2, 3].map(pairIndex) }
    const queuesBy = (types: number) =>
      netModel.rules.steer({ steering: { kind: 'rss', rss }, hashing: { kind: 'none' } }, frame, 4, (bytes) =>
        hashesBy(netModel.rules)(bytes, types),
      )
    const setting = { steering: { kind: 'rss', rss }, hashing: { kind: 'none' } } as const
    const queues = netModel.rules.steer(setting, frame, 4, hashesBy(widened(name)))
    expect(queuesBy(0x010)).not.toEqual(queuesBy(0x040))
    expect(queues).toEqual([...queuesBy(0x040), ...queuesBy(0x010)])
  })

  test('a packet without extension headers, or of IPv4, is steered as it must be', () => {
    const first = (of: string) =>
      traceOf(named(of)).log.flatMap((entry) => (entry.kind === 'wire.arrives' ? [entry.bytes] : []))[0]
    expect(queuesOf(0x008, first('qemu-ex-types-first'))).toEqual([2])
    expect(queuesOf(0x1c0, first('qemu-ex-types-first'))).toEqual([4])
    expect(queuesOf(0x001, first('qemu-hash-survives-reset'))).toEqual([2])
  })

  test('a third queue still fails', () => {
    const elsewhere = changed(name, (entries) =>
      entries.map((entry) =>
        (entry.kind === 'device.uses' || entry.kind === 'driver.offers') && entry.queue === 4
          ? { ...entry, queue: queueIndex(6) }
          : entry,
      ),
    )
    expect(elsewhere).toBe(refusedBy('net.rss.device.2'))
  })

  test('it is due where such types alone are in force, the table lacks the unclassified queue and such a frame comes', () => {
    const { config } = traceOf(named(name)).head
    const due = (entries: readonly Entry[]) => named(name).due(entries, config)
    const only = commanded(log, { hashTypes: 0x1c7 })
    expect(due(only)).toBe(true)
    expect(due(commanded(log, { hashTypes: 0x1c8 }))).toBe(false)
    expect(due(commanded(log, { hashTypes: 0x0c0 }))).toBe(false)
    expect(due(commanded(only, { table: [2, 1].map(pairIndex) }))).toBe(false)
    expect(due(only.filter(({ kind }) => kind !== 'wire.arrives'))).toBe(false)
    expect(due(only.filter(({ kind }) => kind !== 'device.acknowledges'))).toBe(false)
    const turnedDown = only.map((entry) =>
      entry.kind === 'device.acknowledges' ? { ...entry, bytes: bytes('01') } : entry,
    )
    expect(due(turnedDown)).toBe(false)
    const plain = only.map((entry) =>
      entry.kind === 'wire.arrives' ? { ...entry, bytes: overwritten(entry.bytes, 20, '06') } : entry,
    )
    expect(due(plain)).toBe(false)
    const reporting = only.map((entry) =>
      entry.kind === 'driver.accepts' ? { ...entry, features: config.offered } : entry,
    )
    expect(due(reporting)).toBe(false)
  })
})
