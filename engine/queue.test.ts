import { describe, expect, it } from 'vitest'
import { HandDriver } from './driver.fixture.ts'
import { features } from './feature.ts'
import { type EngineConfig, open } from './index.ts'
import { isKicked, kick } from './kicked.ts'

const memorySize = 0x4_0000
const sizes = (hand: HandDriver): number[] => [-1, 0, 1, 2, 3, 7, 8, 9].map((queue) => hand.device.maxQueueSize(queue))
const fresh = (options: Partial<EngineConfig> = {}): HandDriver => new HandDriver(open({ memorySize, ...options }))

describe('which queues there are', () => {
  it('follows from what is offered until FEATURES_OK', () => {
    expect(sizes(fresh())).toEqual([0, 256, 256, 256, 256, 256, 64, 0])
    const single = fresh({ offered: features('VERSION_1', 'CTRL_VQ'), maxQueueSize: 32, maxControlQueueSize: 4 })
    expect(sizes(single)).toEqual([0, 32, 32, 4, 0, 0, 0, 0])
  })
  it.each([
    ['MQ', features('VERSION_1', 'CTRL_VQ', 'MQ'), [0, 256, 256, 256, 256, 256, 64, 0]],
    ['RSS alone', features('VERSION_1', 'CTRL_VQ', 'RSS'), [0, 256, 256, 256, 256, 256, 64, 0]],
    ['CTRL_VQ alone', features('VERSION_1', 'CTRL_VQ'), [0, 256, 256, 64, 0, 0, 0, 0]],
    ['none of them', features('VERSION_1'), [0, 256, 256, 0, 0, 0, 0, 0]],
  ])('follows from what was negotiated: %s', (_, accepted, expected) => {
    const hand = fresh()
    expect(hand.negotiate(accepted)).toBe(11)
    expect(sizes(hand)).toEqual(expected)
  })
  it('counts pairs up to the device’s own number', () => {
    const hand = fresh({ maxPairs: 3 })
    hand.negotiate(features('VERSION_1', 'CTRL_VQ', 'RSS'))
    expect(sizes(hand)).toEqual([0, 256, 256, 256, 256, 0, 0, 0])
    expect(hand.device.maxQueueSize(6)).toBe(64)
  })
})

describe('enabling a queue', () => {
  const good = { size: 8, descriptors: 0x1000, driver: 0x2000, device: 0x3000 }
  function negotiated(): HandDriver {
    const hand = fresh()
    hand.negotiate(features('VERSION_1', 'CTRL_VQ'))
    return hand
  }

  it('keeps where it lies and where its positions begin', () => {
    const hand = negotiated()
    expect(hand.device.enable(1, { ...good, position: 65535 })).toBeUndefined()
    const { queueSize, descriptorArea, driverArea, deviceArea, availablePosition, usedPosition } = hand.device.layout
    const columns = [queueSize, descriptorArea, driverArea, deviceArea, availablePosition, usedPosition]
    expect(columns.map((column) => column[1])).toEqual([8, 0x1000, 0x2000, 0x3000, 65535, 65535])
    expect(columns.map((column) => column[0])).toEqual([0, 0, 0, 0, 0, 0])
  })
  it('begins at position 0 unless it is told otherwise', () => {
    const hand = negotiated()
    expect(hand.device.enable(0, good)).toBeUndefined()
    expect([hand.device.layout.availablePosition[0], hand.device.layout.usedPosition[0]]).toEqual([0, 0])
  })
  it('waits for FEATURES_OK', () => {
    expect(fresh().device.enable(0, good)).toBe('queue 0 is enabled before FEATURES_OK')
  })
  it('is done once', () => {
    const hand = negotiated()
    hand.device.enable(0, good)
    expect(hand.device.enable(0, good)).toBe('queue 0 is enabled already')
  })
  it('needs a queue that there is', () => {
    expect(negotiated().device.enable(3, good)).toBe('there is no queue 3: the last is 2')
    expect(negotiated().device.enable(-1, good)).toBe('there is no queue -1: the last is 2')
  })
  it.each([0, 3, 12, 512, -8, 1.5, 0.5])('needs a size that can be: not %d', (size) => {
    const isSize = [3, 12].includes(size)
    const because = isSize ? `size ${size} of a split ring is no power of two` : `size ${size} is not 1..256`
    expect(negotiated().device.enable(0, { ...good, size })).toBe(because)
  })
  it('takes the least and the greatest size', () => {
    expect(negotiated().device.enable(0, { ...good, size: 1 })).toBeUndefined()
    expect(negotiated().device.enable(0, { ...good, size: 256 })).toBeUndefined()
    expect(negotiated().device.enable(2, { ...good, size: 128 })).toBe('size 128 is not 1..64')
  })
  it.each([-1, 65536, 0.5])('needs a position that can be: not %d', (position) => {
    expect(negotiated().device.enable(0, { ...good, position })).toBe(`position ${position} is not 0..65535`)
  })
  it.each([
    ['descriptors', 0x1008],
    ['descriptors', memorySize - 112],
    ['descriptors', -16],
    ['driver', 0x2001],
    ['driver', memorySize - 20],
    ['driver', -2],
    ['device', 0x3002],
    ['device', memorySize - 68],
    ['device', 2 ** 32],
  ])('needs its area %s aligned and in memory: not at %d', (name, at) => {
    const said = `area ${name} at ${at} is unaligned or outside the ${memorySize} bytes of memory`
    expect(negotiated().device.enable(0, { ...good, [name]: at })).toBe(said)
  })
  it.each([
    ['descriptors', memorySize - 128],
    ['descriptors', 0],
    ['driver', memorySize - 22],
    ['device', memorySize - 72],
  ])('may have its area %s at %d', (name, at) => {
    expect(negotiated().device.enable(0, { ...good, [name]: at })).toBeUndefined()
  })
})

describe('resetting a queue', () => {
  const ring = { size: 8, descriptors: 0x1000, driver: 0x2000, device: 0x3000 }
  function running(...more: readonly 'RING_RESET'[]): HandDriver {
    const hand = fresh()
    hand.negotiate(features('VERSION_1', 'CTRL_VQ', ...more))
    hand.device.enable(1, { ...ring, position: 7 })
    return hand
  }

  it('lets it be enabled anew, smaller and from position 0', () => {
    const { device } = running('RING_RESET')
    device.layout.queueFault[1] = 3
    kick(device.layout.queueKicked, 1)
    device.layout.interruptPending[1] = 1
    expect(device.resetQueue(1)).toBeUndefined()
    const { queueSize, queueFault, queueKicked, interruptPending, availablePosition, usedPosition } = device.layout
    expect([queueSize, queueFault, interruptPending].map((column) => column[1])).toEqual([0, 0, 0])
    expect(isKicked(queueKicked, 1)).toBe(false)
    expect(device.enable(1, { ...ring, size: 4 })).toBeUndefined()
    expect([queueSize, availablePosition, usedPosition].map((column) => column[1])).toEqual([4, 0, 0])
  })
  it('needs RING_RESET, and a queue that there is', () => {
    expect(running().device.resetQueue(1)).toBe('RING_RESET was not negotiated')
    expect(running('RING_RESET').device.resetQueue(3)).toBe('there is no queue 3: the last is 2')
  })
})
