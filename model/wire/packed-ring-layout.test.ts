import { expect, it } from 'vitest'
import * as layout from './packed-ring-layout.ts'

it('has the flags and sizes of the standard', () => {
  expect([layout.VIRTQ_DESC_F_AVAIL, layout.VIRTQ_DESC_F_USED]).toEqual([0x80, 0x8000])
  expect([
    layout.RING_EVENT_FLAGS_ENABLE,
    layout.RING_EVENT_FLAGS_DISABLE,
    layout.RING_EVENT_FLAGS_DESC,
    layout.MAX_PACKED_QUEUE_SIZE,
  ]).toEqual([0, 1, 2, 32768])
  expect(layout.pvirtqDesc).toEqual({ size: 16, align: 16, addr: 0, len: 8, id: 12, flags: 14 })
  expect(layout.pvirtqEventSuppress).toEqual({ size: 4, align: 4, desc: 0, flags: 2 })
})

it('takes any number of entries up to 32768', () => {
  expect([1, 3, 256, 32767, 32768].every(layout.isPackedQueueSize)).toBe(true)
  expect([0, -1, 1.5, 32769, Number.NaN].some(layout.isPackedQueueSize)).toBe(false)
})
