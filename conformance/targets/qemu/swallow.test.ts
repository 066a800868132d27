import { closeSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { featuresNamed } from '../../../model/feature/table.ts'
import { type FeatureSet, noFeatures } from '../../../model/kernel/bits.ts'
import type { MemoryDevice, QueuePlacement } from '../../driver/memory-device.ts'
import { FileMemory } from './memory.ts'
import { openNamelessFile } from './nameless-file.ts'
import { swallow, swallowBytes } from './swallow.ts'

const manyPairs = featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ', 'VIRTIO_NET_F_RSS'])
const onePair = featuresNamed(['VIRTIO_F_VERSION_1'])

/** A device that has `waiting` frames for each pair, and places them only where buffers are. */
function holding(offered: FeatureSet, waiting: number[], memory: FileMemory) {
  const rings = new Map<number, QueuePlacement>()
  const seen = { accepted: noFeatures, status: [] as number[], pairs: 1 }
  const control = 2 * waiting.length
  const serve = (queue: number, { driver, device, descriptors }: QueuePlacement): void => {
    const [available, used] = [memory.read16(driver + 2), memory.read16(device + 2)]
    if (queue === control && available !== used) {
      seen.pairs = memory.read16(memory.read32(descriptors + 16))
      return
    }
    const pair = queue / 2
    const placed = Math.min(waiting[pair] ?? 0, (available - used) & 0xffff)
    if (pair < seen.pairs) memory.write16(device + 2, (used + placed) & 0xffff)
    if (pair < seen.pairs) waiting[pair] = (waiting[pair] ?? 0) - placed
  }
  const device: Partial<MemoryDevice> = {
    offeredFeatures: async () => offered,
    writeFeatures: async (features) => {
      seen.accepted = features
    },
    writeStatus: async (value) => void seen.status.push(value),
    enable: async (queue, placement) => void rings.set(queue, placement),
    notify: async (queue) => {
      const ring = rings.get(queue)
      if (ring) serve(queue, ring)
    },
    rest: async () => {},
    reset: async () => void seen.status.push(0),
  }
  return { device: device as MemoryDevice, seen, rings }
}

describe('swallow', () => {
  it('takes in all that waits on every pair, and leaves the device reset', async () => {
    const file = openNamelessFile(0x2_0000)
    const memory = new FileMemory(file, 0x1000, swallowBytes(3))
    const waiting = [0, 1000, 65]
    const { device, seen, rings } = holding(manyPairs, waiting, memory)
    await swallow(device, memory, 3)
    expect(waiting).toEqual([0, 0, 0])
    expect(seen.pairs).toBe(3)
    expect([...rings.keys()].sort()).toEqual([0, 2, 4, 6])
    expect(seen.accepted).toBe(featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ']))
    expect(seen.status).toEqual([3, 11, 15, 0])
    closeSync(file)
  })

  it('runs one pair where the device has no more', async () => {
    const file = openNamelessFile(0x2_0000)
    const memory = new FileMemory(file, 0, swallowBytes(1))
    const waiting = [64]
    const { device, rings } = holding(onePair, waiting, memory)
    await swallow(device, memory, 1)
    expect(waiting).toEqual([0])
    expect([...rings.keys()]).toEqual([0])
    closeSync(file)
  })

  it('does not go on for ever', async () => {
    const file = openNamelessFile(0x2_0000)
    const memory = new FileMemory(file, 0, swallowBytes(1))
    const { device } = holding(onePair, [Number.POSITIVE_INFINITY], memory)
    await expect(swallow(device, memory, 1)).rejects.toThrow('frames kept coming although nothing was sent')
    closeSync(file)
  })
})
