import { beforeEach, describe, expect, test } from 'vitest'
import { featuresNamed } from '../../model/feature/table.ts'
import type { NetStimulus } from '../../model/net/action.ts'
import { FakeDevice } from './fake-device.fixture.ts'
import { accepts, commands, offers, shows, started, starts, transmits } from './session.fixture.ts'
import { MemorySession } from './session.ts'

let device: FakeDevice
let session: MemorySession

const enables: NetStimulus = { kind: 'driver.enables', size: 8 }
const driverOk: NetStimulus = { kind: 'driver.sets', bit: 'DRIVER_OK' }
const rewrites: NetStimulus = { kind: 'driver.rewrites', features: featuresNamed(['VIRTIO_NET_F_MAC']) }

beforeEach(() => {
  device = new FakeDevice()
  session = new MemorySession(device, { ringPosition: false })
})

describe('queues enabled before DRIVER_OK', () => {
  test('are filled without a notification, which follows DRIVER_OK', async () => {
    await session.perform(accepts())
    expect(await session.perform(enables)).toEqual([])
    await session.perform(offers(1, 100))
    await session.perform(transmits(2, 'aabb'))
    expect([device.available(0), device.available(1)]).toEqual([1, 1])
    expect(device.calls.filter((call) => call.startsWith('notify'))).toEqual([])
    device.calls.length = 0
    expect(await session.perform(driverOk)).toEqual([shows('0f')])
    expect(device.calls.filter((call) => call !== 'status')).toEqual(['writeStatus 15', 'notify 0', 'notify 1'])
    await session.perform(offers(3, 100))
    expect(device.calls.at(-1)).toBe('notify 0')
  })

  test('are not notified of where nothing was made available', async () => {
    await session.perform(accepts())
    await session.perform(enables)
    await session.perform(driverOk)
    expect(device.calls.filter((call) => call.startsWith('notify'))).toEqual([])
  })

  test('take no command, and are not enabled twice', async () => {
    expect(await session.perform(enables)).toBe('skipped')
    await session.perform(accepts('VIRTIO_NET_F_CTRL_VQ'))
    await session.perform(enables)
    expect(await session.perform(commands(1))).toBe('skipped')
    expect(await session.perform(enables)).toBe('skipped')
    expect(await session.perform(starts())).toBe('skipped')
    await session.perform({ kind: 'driver.resets' })
    await session.perform(accepts('VIRTIO_NET_F_CTRL_VQ'))
    expect(await session.perform(starts())).toEqual([])
    expect(await session.perform(commands(1))).toEqual([])
  })

  test('begin at 0 where the target cannot do otherwise', async () => {
    await session.perform(accepts())
    expect(await session.perform({ kind: 'driver.enables', size: 8, position: 5 as never })).toBe('skipped')
  })
})

describe('features written again', () => {
  test('are written once a set is agreed upon, and change nothing for the driver', async () => {
    expect(await session.perform(rewrites)).toBe('skipped')
    await started(session, device, 'VIRTIO_NET_F_CTRL_VQ')
    expect(await session.perform(rewrites)).toEqual([])
    expect(device.calls).toEqual([`writeFeatures ${featuresNamed(['VIRTIO_NET_F_MAC'])}`])
    expect(await session.perform(commands(1))).toEqual([])
  })
})
