import { beforeEach, describe, expect, test } from 'vitest'
import { queueIndex, ringPosition } from '../../model/kernel/brand.ts'
import type { NetStimulus } from '../../model/net/action.ts'
import { FakeDevice } from './fake-device.fixture.ts'
import { commands, offers, poke, RX, resets, rests, scribbles, started } from './session.fixture.ts'
import { MemorySession } from './session.ts'

let device: FakeDevice
let session: MemorySession

beforeEach(() => {
  device = new FakeDevice()
  session = new MemorySession(device, { ringPosition: false })
})

const resetsQueue = (queue = RX): NetStimulus => ({ kind: 'driver.resetsQueue', queue })
const reenables = (size = 8, queue = RX): NetStimulus => ({ kind: 'driver.reenables', queue, size })

describe('resetting a queue', () => {
  test('needs RING_RESET, and a queue that is enabled', async () => {
    await started(session, device)
    expect(await session.perform(resetsQueue())).toBe('skipped')
    await session.perform(resets)
    await started(session, device, 'VIRTIO_F_RING_RESET')
    expect(await session.perform(resetsQueue(queueIndex(2)))).toBe('skipped')
    expect(await session.perform(resetsQueue())).toEqual([])
    expect(device.calls).toEqual(['resetQueue 0'])
    expect(await session.perform(resetsQueue())).toBe('skipped')
    expect(await session.perform(offers(1, 4))).toBe('skipped')
  })

  test('reports what was used before, and nothing after', async () => {
    await started(session, device, 'VIRTIO_F_RING_RESET')
    await session.perform(offers(1, 4))
    const { head } = device.chain(0, 0)
    const placement = device.at(0)
    device.on = (call) => call === 'resetQueue 0' && device.use(0, head, 2)
    expect(await session.perform(resetsQueue())).toMatchObject([{ kind: 'device.uses', chain: 1, length: 2 }])
    poke(device, placement.device)
    expect(await session.settle()).toEqual([scribbles('foreign-memory'), rests])
  })

  test('leaves out acknowledgements and notifications of the control queue', async () => {
    await started(session, device, 'VIRTIO_F_RING_RESET', 'VIRTIO_NET_F_CTRL_VQ')
    await session.perform(commands(1))
    const { head } = device.chain(2, 0)
    device.on = (call) => {
      if (call !== 'resetQueue 2') return
      device.use(2, head, 1)
      device.pending = new Set([0, 2])
    }
    expect(await session.perform(resetsQueue(queueIndex(2)))).toEqual([{ kind: 'device.interrupts', queue: 0 }])
  })
})

describe('enabling a queue anew', () => {
  test('is for a queue that was reset, with a size and a position that can be', async () => {
    await started(session, device, 'VIRTIO_F_RING_RESET')
    expect(await session.perform(reenables())).toBe('skipped')
    await session.perform(resetsQueue())
    expect(await session.perform(reenables(6))).toBe('skipped')
    expect(await session.perform({ kind: 'driver.reenables', queue: RX, size: 8, position: ringPosition(1) })).toBe(
      'skipped',
    )
    expect(await session.perform(reenables(32768))).toBe('skipped')
    expect(await session.perform(reenables(4))).toEqual([])
    expect(device.at(0)).toMatchObject({ size: 4 })
    expect(await session.perform(reenables(4))).toBe('skipped')
  })

  test('gives an empty ring elsewhere, from position 0', async () => {
    await started(session, device, 'VIRTIO_F_RING_RESET')
    await session.perform(offers(1, 4))
    const before = device.at(0)
    await session.perform(resetsQueue())
    await session.perform(reenables(2))
    expect(device.at(0).device).toBeGreaterThan(before.device)
    expect(device.available(0)).toBe(0)
    await session.perform(offers(2, 4))
    device.fill(device.chain(0, 0), [7, 7])
    device.use(0, device.chain(0, 0).head, 2)
    expect(await session.settle()).toMatchObject([{ kind: 'device.uses', chain: 2, bytes: '0707' }, rests])
  })

  test('is forgotten with a reset of the device', async () => {
    await started(session, device, 'VIRTIO_F_RING_RESET')
    await session.perform(resetsQueue())
    await session.perform(resets)
    await started(session, device, 'VIRTIO_F_RING_RESET')
    expect(await session.perform(reenables())).toBe('skipped')
  })
})
