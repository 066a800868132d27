import { expect, it } from 'vitest'
import { features, implemented } from '../feature.ts'
import { open } from '../index.ts'
import { createQueueRegisters } from './queue-register.ts'

const device = () => open({ memorySize: 0x1_0000, maxPairs: 2 })

it('gives a size no more than the features leave room for', () => {
  const small = device()
  const queues = createQueueRegisters(small, 5)
  queues.chooseSize(3, 128)
  expect([queues.size(3), queues.size(5)]).toEqual([128, 0])
  small.writeStatus(3)
  small.writeFeatures(features('VERSION_1'))
  small.writeStatus(11)
  expect([queues.size(1), queues.size(3)]).toEqual([256, 0])
})

it('says why a queue cannot be enabled, and enables it by both halves of each address', () => {
  const driven = device()
  const queues = createQueueRegisters(driven, 5)
  expect(queues.enable(0)).toContain('before FEATURES_OK')
  driven.writeStatus(3)
  driven.writeFeatures(implemented)
  driven.writeStatus(11)
  queues.chooseSize(0, 4)
  for (const [index, half] of [0x1000, 0, 0x2000, 1, 0x3000, 0].entries()) queues.writeHalf(0, index, half)
  expect(queues.enable(0)).toContain('area driver at 4294975488')
  queues.writeHalf(0, 3, 0)
  expect([queues.enable(0), queues.isEnabled(0), queues.isEnabled(1), queues.isEnabled(9)]).toEqual([
    undefined,
    true,
    false,
    false,
  ])
})

it('forgets all at a reset', () => {
  const queues = createQueueRegisters(device(), 5)
  queues.chooseSize(0, 4)
  queues.mapVector(0, 3)
  queues.writeHalf(0, 5, 9)
  expect([queues.size(0), queues.vector(0), queues.half(0, 5)]).toEqual([4, 3, 9])
  queues.reset()
  expect([queues.size(0), queues.vector(0), queues.half(0, 5)]).toEqual([256, 0xffff, 0])
})

it('takes sizes that are no power of two for packed rings only', () => {
  for (const [names, size] of [
    [['VERSION_1'], 256],
    [['VERSION_1', 'RING_PACKED'], 5],
  ] as const) {
    const driven = device()
    driven.writeStatus(3)
    driven.writeFeatures(features(...names))
    driven.writeStatus(11)
    const queues = createQueueRegisters(driven, 5)
    queues.chooseSize(0, 5)
    expect(queues.size(0)).toBe(size)
  }
})
