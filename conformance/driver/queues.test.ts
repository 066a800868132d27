import { beforeEach, describe, expect, test } from 'vitest'
import { queueIndex, ringPosition } from '../../model/kernel/brand.ts'
import { hexOf } from '../../model/kernel/bytes.ts'
import type { NetStimulus } from '../../model/net/action.ts'
import { FakeDevice, FakeMemory } from './fake-device.fixture.ts'
import {
  accepts,
  arrives,
  commands,
  offers,
  RX,
  resets,
  rests,
  started,
  starts,
  TX,
  transmits,
} from './session.fixture.ts'
import { MemorySession } from './session.ts'

let device: FakeDevice
let session: MemorySession

beforeEach(() => {
  device = new FakeDevice()
  session = new MemorySession(device, { ringPosition: false })
})

describe('starting', () => {
  const enabled = (): readonly number[] => [...device.placements.keys()]

  test('enables one pair, then sets DRIVER_OK', async () => {
    device.config.set([4, 0], 8)
    await session.perform(accepts())
    device.calls.length = 0
    expect(await session.perform(starts())).toEqual([])
    expect(device.calls).toEqual(['enable 0', 'enable 1', 'status', 'writeStatus 15'])
    expect(device.at(0).size).toBe(8)
  })

  test('puts the control queue at 2 without MQ and RSS, behind the last of all pairs with either', async () => {
    device.config.set([3, 0], 8)
    await started(session, device, 'VIRTIO_NET_F_CTRL_VQ')
    expect(enabled()).toEqual([0, 1, 2])
    for (const name of ['VIRTIO_NET_F_MQ', 'VIRTIO_NET_F_RSS'] as const) {
      await session.perform(resets)
      await started(session, device, 'VIRTIO_NET_F_CTRL_VQ', name)
      expect(enabled()).toEqual([0, 1, 2, 3, 4, 5, 6])
    }
  })

  test.each([
    [0, 2],
    [0x8000, 2],
    [2, 4],
    [0x0100, 512],
  ])('takes max_virtqueue_pairs %i for %i queues', async (pairs, queues) => {
    device = new FakeDevice(new FakeMemory(1 << 21))
    session = new MemorySession(device, { ringPosition: false })
    device.config.set([pairs & 0xff, pairs >> 8], 8)
    await started(session, device, 'VIRTIO_NET_F_MQ')
    expect(enabled().length).toBe(queues)
  })

  test('makes no queue larger than the device takes, and none that is not there', async () => {
    device.maxSize = 6
    await started(session, device)
    expect(device.at(0).size).toBe(4)
    device.maxSize = 0
    await session.perform(resets)
    await started(session, device)
    expect(enabled()).toEqual([])
    expect(await session.perform(offers(1, 100))).toBe('skipped')
  })

  test('is skipped with features that this driver does not speak', async () => {
    await session.perform(accepts('VIRTIO_NET_F_OUT_NET_HEADER'))
    expect(await session.perform(starts())).toBe('skipped')
  })

  test('refuses a size that is none', async () => {
    await session.perform(accepts())
    await expect(session.perform(starts(12))).rejects.toThrow(
      new RangeError('driver.starts: size of a split ring must be a power of two, not 12'),
    )
    await expect(session.perform(starts(32_769))).rejects.toThrow(
      new RangeError('driver.starts: size must be 1..32768, not 32769'),
    )
  })

  test('begins elsewhere only where the target can', async () => {
    const elsewhere: NetStimulus = { kind: 'driver.starts', size: 8, position: ringPosition(65_530) }
    await session.perform(accepts())
    expect(await session.perform(elsewhere)).toBe('skipped')
    expect(await session.perform({ ...elsewhere, position: ringPosition(0) })).toEqual([])
    session = new MemorySession(device, { ringPosition: true })
    await session.perform(resets)
    await session.perform(accepts())
    expect(await session.perform(elsewhere)).toEqual([])
    expect(device.at(1).position).toBe(65_530)
  })
})

describe('traffic', () => {
  test('goes to queues of its kind, and only to those that are there', async () => {
    expect(await session.perform(offers(1, 100))).toBe('skipped')
    await started(session, device)
    expect(await session.perform({ ...offers(1, 100), queue: TX })).toBe('skipped')
    expect(await session.perform({ ...transmits(1, 'aa'), queue: RX })).toBe('skipped')
    expect(await session.perform({ ...transmits(1, 'aa'), queue: queueIndex(3) })).toBe('skipped')
    expect(await session.perform(commands(1))).toBe('skipped')
    expect(await session.perform({ kind: 'driver.notifies', queue: queueIndex(2), on: false })).toBe('skipped')
    expect(device.calls).toEqual([])
  })

  test('is announced, unless the device wants to be spared it', async () => {
    await started(session, device, 'VIRTIO_NET_F_CTRL_VQ')
    await session.perform(offers(1, 100))
    await session.perform(transmits(2, 'aa'))
    await session.perform(commands(3))
    expect(device.calls).toEqual(['notify 0', 'notify 1', 'notify 2'])
    device.memory.write16(device.at(0).device, 1)
    await session.perform(offers(4, 100))
    expect(device.calls).toEqual(['notify 0', 'notify 1', 'notify 2'])
    expect(device.available(0)).toBe(2)
  })

  test('is skipped when the ring is full', async () => {
    await started(session, device)
    for (const chain of [1, 2, 3, 4]) await session.perform(offers(chain, 50, 50))
    expect(await session.perform(offers(5, 50))).toBe('skipped')
    expect(device.available(0)).toBe(4)
  })

  test.each([
    [[], 12],
    [['VIRTIO_NET_F_HASH_REPORT'], 20],
  ] as const)('with the features %j carries a header of %i zeros before each frame', async (names, size) => {
    await started(session, device, ...names)
    await session.perform(transmits(1, 'aabbcc', [4, size + 1]))
    const { descriptors } = device.chain(1, 0)
    const pieces = descriptors.map(({ address, length }) => hexOf(device.memory.read(address, length)))
    expect(pieces).toEqual(['00'.repeat(4), `${'00'.repeat(size - 4)}aa`, 'bbcc'])
    expect(descriptors.map(({ flags }) => flags)).toEqual([1, 1, 0])
  })

  test('a command ends in one byte for the acknowledgement, which is reported as such', async () => {
    await started(session, device, 'VIRTIO_NET_F_CTRL_VQ')
    await session.perform(commands(3))
    const chain = device.chain(2, 0)
    expect(chain.descriptors.map(({ length, flags }) => [length, flags])).toEqual([
      [4, 1],
      [1, 2],
    ])
    device.fill(chain, [1])
    device.use(2, chain.head, 1)
    expect(await session.settle()).toEqual([
      { kind: 'device.acknowledges', queue: 2, chain: 3, length: 1, bytes: '01' },
      rests,
    ])
  })

  test('turning notifications off and on shows in the available ring', async () => {
    await started(session, device)
    expect(await session.perform({ kind: 'driver.notifies', queue: RX, on: false })).toEqual([])
    expect(device.memory.read16(device.at(0).driver)).toBe(1)
    expect(await session.perform({ kind: 'driver.notifies', queue: RX, on: true })).toEqual([])
    expect(device.memory.read16(device.at(0).driver)).toBe(0)
  })

  test('a frame that did not get onto the wire did not arrive', async () => {
    expect(await session.perform(arrives('0102'))).toEqual([])
    expect(device.injected.map(hexOf)).toEqual(['0102'])
    device.takesFrames = false
    expect(await session.perform(arrives('0102'))).toBe('skipped')
  })
})
