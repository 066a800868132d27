import { expect, test } from 'vitest'
import { queueIndex } from '../../model/kernel/brand.ts'
import type { Entry } from '../../properties/target.ts'
import { qemuQueueResetDeviations, undropped } from './qemu-queue-reset.ts'
import { changed, named, refusedBy, traceOf, widened } from './qemu-virtio-net.fixture.ts'

const waits = 'qemu-frames-wait-for-reset-queue'
const stuck = 'qemu-stuck-behind-reset-queue'

test('a frame that waits is placed in its own queue, and is no other frame', () => {
  const elsewhere = (log: readonly Entry[]) =>
    log.map((entry) =>
      entry.kind === 'device.uses'
        ? { ...entry, bytes: entry.bytes.replace(/..$/, '99') as typeof entry.bytes }
        : entry,
    )
  expect(changed(waits, (log) => log)).toMatch(/^explained by/)
  expect(changed(waits, elsewhere)).toBe(refusedBy('house.frame.foreign'))
})

test('the queue in reset is still not served', () => {
  const served = (log: readonly Entry[]) =>
    log.flatMap((entry) => (entry.kind === 'driver.reenables' || entry.kind === 'driver.offers' ? [] : [entry]))
  expect(changed(waits, served)).toBe(refusedBy('core.vqreset.device.1'))
})

test('frames are held up only while a receive queue is or was in reset', () => {
  const sound = (log: readonly Entry[]) =>
    log.map((entry) => (entry.kind === 'driver.resetsQueue' ? { ...entry, queue: queueIndex(7) } : entry))
  expect(changed(stuck, (log) => log)).toMatch(/^explained by/)
  expect(changed(stuck, sound)).toBe(refusedBy('house.frame.lost'))
})

test('what must be dropped is not held, unless it waits', () => {
  const { drops } = widened(waits)
  const state = { arriving: [], queues: [] } as never // no frame, no queue: nothing else is looked at
  expect(undropped(state, drops)).toEqual([])
  expect(drops({ steering: { kind: 'first' }, hashing: { kind: 'none' } }, 0n as never)).toBeUndefined() // no feature counts
})

test('the first is due where a frame came and the device rested while the only queue was in reset', () => {
  const { log, head } = traceOf(named(waits))
  const due = (entries: readonly Entry[]) => named(waits).due(entries, head.config)
  expect(due(log)).toBe(true)
  expect(due(log.filter(({ kind }) => kind !== 'device.rests'))).toBe(false)
  expect(due(traceOf(named(stuck)).log)).toBe(false)
  expect(qemuQueueResetDeviations.map((one) => one.due([], head.config))).toEqual([false, false])
})
