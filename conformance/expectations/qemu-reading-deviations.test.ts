import { describe, expect, test } from 'vitest'
import { featuresNamed } from '../../model/feature/table.ts'
import { noFeatures } from '../../model/kernel/bits.ts'
import type { Bytes } from '../../model/kernel/bytes.ts'
import type { Entry } from '../../properties/target.ts'
import { netModel } from '../net-model.ts'
import { readingDeviations } from './qemu-reading-deviations.ts'
import { commanded, named, traceOf, widened } from './qemu-virtio-net.fixture.ts'

const HASH_REPORT = featuresNamed(['VIRTIO_NET_F_HASH_REPORT'])
const { config } = traceOf(named('qemu-ex-types-first')).head
const frameOf = (name: string): Bytes => {
  const frames = traceOf(named(name)).log.flatMap((entry) => (entry.kind === 'wire.arrives' ? [entry.bytes] : []))
  return frames[0] ?? ('' as Bytes) // no bytes
}
const read = (name: string, features = noFeatures) => widened(name).read(frameOf(name), features)
const byText = (name: string) => netModel.rules.read(frameOf(name), noFeatures)

describe.each(readingDeviations)('$name', ({ name, due }) => {
  const ofProgram = name.startsWith('qemu-ebpf-')
  const { log } = traceOf(named(name))

  test('adds a reading of the frame in its trace, and takes none away', () => {
    expect(read(name).slice(0, -1)).toEqual(byText(name))
    expect(byText(name)).not.toContainEqual(read(name).at(-1))
  })
  test('holds where hashes are reported only if it is not one of the eBPF program', () => {
    expect(read(name, HASH_REPORT)).toHaveLength(byText(name).length + (ofProgram ? 0 : 1))
  })
  test('is due in its trace, and not where nothing is configured, nothing is placed, or no such frame comes', () => {
    const isDue = (entries: readonly Entry[]) => due(entries, config)
    expect(isDue(log)).toBe(true)
    for (const kind of ['driver.commands', 'device.acknowledges', 'wire.arrives', 'device.uses'])
      expect(isDue(log.filter((entry) => entry.kind !== kind))).toBe(false)
    expect(isDue(commanded(log, { hashTypes: 0 }))).toBe(false)
    const other = frameOf('qemu-ex-types-first')
    const harmless = log.map((entry) => (entry.kind === 'wire.arrives' ? { ...entry, bytes: other } : entry))
    expect(isDue(harmless)).toBe(false)
  })
  test('is due only on the side of HASH_REPORT on which it can show', () => {
    const features = ofProgram ? HASH_REPORT : noFeatures
    const turned = log.map((entry) => (entry.kind === 'driver.accepts' ? { ...entry, features } : entry))
    expect(due(turned, config)).toBe(false)
  })
})

test('several in one frame are read together, in every choice of them', () => {
  const [first, second, third] = readingDeviations
  if (first?.kind !== 'widens' || second?.kind !== 'widens' || third?.kind !== 'widens') throw new Error('fault')
  const frame = frameOf(first.name)
  const all = [first, second, third].reduce((rules, one) => one.widen(rules, config), netModel.rules)
  expect(all.read(frame, HASH_REPORT)).toHaveLength(byText(first.name).length + 7)
})
