import { expect, it } from 'vitest'
import { featureSet, noFeatures } from '../../model/kernel/bits.ts'
import { createFeatureWindows } from './feature-window.ts'

const offered = featureSet(0, 31, 32, 60, 64)

it('shows 32 features at a time, and none beyond the last', () => {
  const windows = createFeatureWindows(offered)
  expect([0, 1, 2, 3, 4, 0xffff_ffff].map(windows.offered)).toEqual([0x8000_0001, 0x1000_0001, 1, 0, 0, 0])
})

it('shows what was written of what is offered, and knows all that was written', () => {
  const windows = createFeatureWindows(offered)
  windows.accept(0, 0x8000_0003)
  windows.accept(1, 0x1000_0000)
  windows.accept(3, 0x8000_0000)
  expect([0, 1, 2, 3, 9].map(windows.accepted)).toEqual([0x8000_0001, 0x1000_0000, 0, 0, 0])
  expect(windows.written()).toBe(featureSet(0, 1, 31, 60, 127))
})

it('remembers that features beyond the windows were accepted, which none offers', () => {
  const windows = createFeatureWindows(offered)
  windows.accept(4, 0)
  expect(windows.written()).toBe(noFeatures)
  windows.accept(0xffff_ffff, 1)
  expect(windows.written()).toBe(featureSet(128))
  windows.accept(0, 1)
  windows.reset()
  expect([windows.written(), windows.accepted(0)]).toEqual([noFeatures, 0])
})
