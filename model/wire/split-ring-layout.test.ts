import { describe, expect, test } from 'vitest'
import {
  availableEntryOffset,
  availableRingBytes,
  availEventOffset,
  descriptorOffset,
  descriptorTableBytes,
  isQueueSize,
  placeSplitRing,
  usedElementOffset,
  usedEventOffset,
  usedRingBytes,
  VIRTQ_AVAIL_F_NO_INTERRUPT,
  VIRTQ_DESC_F_INDIRECT,
  VIRTQ_DESC_F_NEXT,
  VIRTQ_DESC_F_WRITE,
  VIRTQ_USED_F_NO_NOTIFY,
} from './split-ring-layout.ts'

test('flags have the values of the header virtio_queue.h', () => {
  expect([VIRTQ_DESC_F_NEXT, VIRTQ_DESC_F_WRITE, VIRTQ_DESC_F_INDIRECT]).toEqual([1, 2, 4])
  expect([VIRTQ_AVAIL_F_NO_INTERRUPT, VIRTQ_USED_F_NO_NOTIFY]).toEqual([1, 1])
})

describe('sizes are those of the table in "Split Virtqueues": 16·Q, 6 + 2·Q, 6 + 8·Q', () => {
  test.each([1, 2, 256, 32768])('Q = %i', (size) => {
    expect(descriptorTableBytes(size)).toBe(16 * size)
    expect(availableRingBytes(size)).toBe(6 + 2 * size)
    expect(usedRingBytes(size)).toBe(6 + 8 * size)
  })
})

test('the event fields stand behind the entries', () => {
  expect(usedEventOffset(8)).toBe(20)
  expect(availEventOffset(8)).toBe(68)
})

test('entries follow the two header words', () => {
  expect(descriptorOffset(3)).toBe(48)
  expect(availableEntryOffset(0)).toBe(4)
  expect(availableEntryOffset(3)).toBe(10)
  expect(usedElementOffset(0)).toBe(4)
  expect(usedElementOffset(3)).toBe(28)
})

test('a queue size is a power of two up to 32768', () => {
  expect([1, 2, 4, 256, 32768].map(isQueueSize)).toEqual([true, true, true, true, true])
  expect([0, -2, 3, 6, 1.5, 32769, 65536, Number.NaN].some(isQueueSize)).toBe(false)
})

describe('placement', () => {
  test('puts the areas one after the other', () => {
    // 8 entries: 128 bytes of descriptors, 22 of available ring, 70 of used ring on a multiple of 4.
    expect(placeSplitRing(8, 4096)).toEqual({ descriptors: 4096, driver: 4224, device: 4248, end: 4318 })
  })
  test('aligns to 16, 2 and 4 bytes', () => {
    expect(placeSplitRing(1, 1)).toEqual({ descriptors: 16, driver: 32, device: 40, end: 54 })
    expect(placeSplitRing(2, 17)).toEqual({ descriptors: 32, driver: 64, device: 76, end: 98 })
  })
  test('begins at 0 if told so', () => {
    expect(placeSplitRing(1, 0)).toEqual({ descriptors: 0, driver: 16, device: 24, end: 38 })
  })
})
