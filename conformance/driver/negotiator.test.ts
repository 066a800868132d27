import { beforeEach, describe, expect, test } from 'vitest'
import { featuresNamed } from '../../model/feature/table.ts'
import type { NetStimulus } from '../../model/net/action.ts'
import { FakeDevice } from './fake-device.fixture.ts'
import {
  accepts,
  agrees,
  arrives,
  commands,
  offers,
  RX,
  resets,
  shows,
  started,
  starts,
  transmits,
} from './session.fixture.ts'
import { MemorySession } from './session.ts'

let device: FakeDevice
let session: MemorySession

beforeEach(() => {
  device = new FakeDevice()
  session = new MemorySession(device, { ringPosition: false })
})

describe('the life cycle', () => {
  test('a reset shows the status read after it', async () => {
    expect(await session.perform(resets)).toEqual([shows('00')])
    expect(device.calls).toEqual(['reset', 'status'])
  })

  test('features are accepted behind ACKNOWLEDGE and DRIVER, each written by itself', async () => {
    const features = featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_MAC'])
    expect(await session.perform({ kind: 'driver.accepts', features })).toEqual([agrees])
    const writes = device.calls.filter((call) => call.startsWith('write'))
    expect(writes).toEqual(['writeStatus 1', 'writeStatus 3', `writeFeatures ${features}`, 'writeStatus 11'])
  })

  test('bits that stand already are not written again', async () => {
    expect(await session.perform({ kind: 'driver.sets', bit: 'ACKNOWLEDGE' })).toEqual([shows('01')])
    expect(await session.perform({ kind: 'driver.sets', bit: 'DRIVER' })).toEqual([shows('03')])
    device.calls.length = 0
    await session.perform(accepts())
    expect(device.calls.filter((call) => call.startsWith('writeStatus'))).toEqual(['writeStatus 11'])
  })

  test('a device that does not agree cannot be started, but may be asked again', async () => {
    device.agrees = false
    expect(await session.perform(accepts('VIRTIO_NET_F_MQ'))).toEqual([{ kind: 'device.agrees', ok: false }])
    expect(await session.perform(starts())).toBe('skipped')
    device.agrees = true
    expect(await session.perform(accepts())).toEqual([agrees])
    expect(await session.perform(accepts())).toBe('skipped')
    expect(await session.perform(starts())).toEqual([])
    expect(await session.perform(starts())).toBe('skipped')
    await session.perform(resets)
    expect(await session.perform(starts())).toBe('skipped')
    expect(await session.perform(accepts())).toEqual([agrees])
  })

  test('FEATURES_OK by itself agrees to what was written, DRIVER_OK by itself starts no queue', async () => {
    expect(await session.perform({ kind: 'driver.sets', bit: 'FEATURES_OK' })).toEqual([agrees])
    expect(await session.perform({ kind: 'driver.sets', bit: 'DRIVER_OK' })).toEqual([shows('0c')])
    expect(await session.perform(starts())).toBe('skipped')
    expect(await session.perform(offers(1, 100))).toBe('skipped')
  })

  test('a reset forgets the features that were written', async () => {
    await session.perform(accepts('VIRTIO_F_RING_PACKED'))
    await session.perform(resets)
    expect(await session.perform({ kind: 'driver.sets', bit: 'FEATURES_OK' })).toEqual([agrees])
    expect(await session.perform(starts())).toEqual([])
  })

  test('after FAILED there is nothing but reading, what comes from the wire, and a reset', async () => {
    await started(session, device, 'VIRTIO_NET_F_CTRL_VQ')
    expect(await session.perform({ kind: 'driver.sets', bit: 'FAILED' })).toEqual([shows('8f')])
    const barred: NetStimulus[] = [
      offers(1, 100),
      transmits(2, 'aa'),
      commands(3),
      accepts(),
      starts(),
      { kind: 'driver.sets', bit: 'DRIVER_OK' },
      { kind: 'driver.notifies', queue: RX, on: false },
    ]
    for (const stimulus of barred) expect(await session.perform(stimulus), stimulus.kind).toBe('skipped')
    expect(await session.perform({ kind: 'driver.reads', field: 'device_status' })).toEqual([shows('8f')])
    expect(await session.perform(arrives('aa'))).toEqual([])
    expect(await session.perform(resets)).toEqual([shows('00')])
    expect(await session.perform(accepts())).toEqual([agrees])
  })

  test('a field is read where the standard puts it', async () => {
    device.config.set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(await session.perform({ kind: 'driver.reads', field: 'max_virtqueue_pairs' })).toEqual([
      { kind: 'device.shows', field: 'max_virtqueue_pairs', value: '090a' },
    ])
    expect(await session.perform({ kind: 'driver.reads', field: 'mac' })).toEqual([
      { kind: 'device.shows', field: 'mac', value: '010203040506' },
    ])
  })
})
