import { beforeEach, describe, expect, test } from 'vitest'
import type { NetStimulus } from '../../model/net/action.ts'
import { FakeDevice } from './fake-device.fixture.ts'
import { arrives, offers, resets, shows, started, starts } from './session.fixture.ts'
import { MemorySession } from './session.ts'

let device: SleepyDevice
let session: MemorySession

const suspends: NetStimulus = { kind: 'driver.suspends' }
const resumes: NetStimulus = { kind: 'driver.resumes' }

/** Takes so many looks until a request is done; `status` as it shows it. */
class SleepyDevice extends FakeDevice {
  looks = 0
  #shown = 0
  #next = 0
  override async status(): Promise<number> {
    if (this.looks-- <= 0) this.#shown = this.#next
    return this.#shown
  }
  override async writeStatus(value: number): Promise<void> {
    const [suspend, driverOk] = [(value & 16) !== 0, (value & 4) !== 0]
    const resumes = (this.#shown & 16) !== 0 && driverOk
    this.#next = suspend && driverOk ? (resumes ? value & ~16 : value & ~4) : value
    if (!(suspend && driverOk)) this.#shown = this.#next
  }
  override async reset(): Promise<void> {
    await super.reset()
    this.#shown = 0
    this.#next = 0
  }
}

beforeEach(() => {
  device = new SleepyDevice()
  session = new MemorySession(device, { ringPosition: false })
})

describe('a suspension', () => {
  test('is awaited; meanwhile nothing is made available, until the device has resumed', async () => {
    await started(session, device, 'VIRTIO_F_SUSPEND')
    device.looks = 3
    expect(await session.perform(suspends)).toEqual([shows('1b')])
    expect(device.calls.filter((call) => call === 'rest').length).toBeGreaterThan(0)
    for (const barred of [offers(1, 100), suspends, starts()]) expect(await session.perform(barred)).toBe('skipped')
    expect(await session.perform(arrives('aa'))).toEqual([])
    device.looks = 2
    expect(await session.perform(resumes)).toEqual([shows('0f')])
    expect(await session.perform(resumes)).toBe('skipped')
    expect(await session.perform(offers(1, 100))).toEqual([])
  })

  test('that never comes is shown as it is, and the driver goes on', async () => {
    await started(session, device, 'VIRTIO_F_SUSPEND')
    device.looks = 99
    expect(await session.perform(suspends)).toEqual([shows('0f')])
    device.looks = 0
    expect(await session.perform(offers(1, 100))).toEqual([])
  })

  test('is not asked for where SUSPEND is not negotiated; before DRIVER_OK one look suffices', async () => {
    expect(await session.perform(suspends)).toEqual([shows('10')])
    expect(device.calls.filter((call) => call === 'rest')).toEqual([])
    await session.perform(resets)
    await started(session, device)
    expect(await session.perform(suspends)).toBe('skipped')
    expect(await session.perform(resumes)).toBe('skipped')
  })

  test('ends with a reset', async () => {
    await started(session, device, 'VIRTIO_F_SUSPEND')
    await session.perform(suspends)
    expect(await session.perform(resets)).toEqual([shows('00')])
    await started(session, device)
    expect(await session.perform(offers(1, 100))).toEqual([])
  })
})
