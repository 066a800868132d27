import { beforeEach, describe, expect, test } from 'vitest'
import type { NetStimulus } from '../../model/net/action.ts'
import { FakeDevice } from './fake-device.fixture.ts'
import type { MemoryDevice } from './memory-device.ts'
import { accepts, offers, RX, resets, rests, started, transmits } from './session.fixture.ts'
import { MemorySession } from './session.ts'

let device: FakeDevice & Pick<MemoryDevice, 'setLink' | 'configGeneration' | 'takeConfigurationChange'>
let session: MemorySession
let changed = false

const rewinds: NetStimulus = { kind: 'driver.rewinds', queue: RX }
const down: NetStimulus = { kind: 'admin.links', up: false }
const generation: NetStimulus = { kind: 'driver.reads', field: 'config_generation' }

beforeEach(() => {
  device = new FakeDevice()
  session = new MemorySession(device, { ringPosition: false })
  changed = false
})

describe('an available index that goes back', () => {
  test('is beyond the ring whatever the device has seen, and is notified of', async () => {
    expect(await session.perform(rewinds)).toBe('skipped')
    await started(session, device)
    await session.perform(offers(1, 100))
    device.calls.length = 0
    expect(await session.perform(rewinds)).toEqual([])
    expect(device.available(0)).toBe((1 - 8 - 1) & 0xffff)
    expect(device.calls).toEqual(['notify 0'])
  })

  test('ends what is made available on that queue, until a reset', async () => {
    await started(session, device)
    await session.perform(rewinds)
    expect(await session.perform(offers(2, 100))).toBe('skipped')
    expect(await session.perform(transmits(3, 'aa'))).toEqual([])
    expect(await session.perform({ kind: 'driver.rewinds', queue: 9 as never })).toBe('skipped')
    await session.perform(resets)
    await started(session, device)
    expect(await session.perform(offers(2, 100))).toEqual([])
  })

  test('is no mischief of the device: what is written is the driver’s own', async () => {
    await started(session, device)
    await session.perform(rewinds)
    expect(await session.settle()).toEqual([rests])
  })

  test('waits for DRIVER_OK', async () => {
    await session.perform(accepts())
    await session.perform({ kind: 'driver.enables', size: 8 })
    expect(await session.perform(rewinds)).toBe('skipped')
  })
})

describe('the link and the configuration', () => {
  test('are skipped where the target has no such thing', async () => {
    expect(await session.perform(down)).toBe('skipped')
    expect(await session.perform(generation)).toBe('skipped')
  })

  test('are the device’s; a configuration change notification is seen with the next look', async () => {
    const links: boolean[] = []
    device.setLink = async (up) => {
      links.push(up)
      changed = true
    }
    device.configGeneration = async () => 7
    device.takeConfigurationChange = () => {
      const was = changed
      changed = false
      return was
    }
    expect(await session.perform(down)).toEqual([{ kind: 'device.changes' }])
    expect(links).toEqual([false])
    expect(await session.perform(generation)).toEqual([
      { kind: 'device.shows', field: 'config_generation', value: '07' },
    ])
    changed = true
    expect(await session.settle()).toEqual([{ kind: 'device.changes' }, rests])
    changed = true
    await session.drain()
    expect(await session.settle()).toEqual([rests])
  })

  test('a configuration change notification that came before a reset is not told behind it; one that came with it is', async () => {
    device.takeConfigurationChange = () => {
      const was = changed
      changed = false
      return was
    }
    await started(session, device)
    changed = true
    expect(await session.perform(resets)).not.toContainEqual({ kind: 'device.changes' })
    await started(session, device)
    const reset = device.reset.bind(device)
    device.reset = async () => {
      changed = true
      return reset()
    }
    expect(await session.perform(resets)).toContainEqual({ kind: 'device.changes' })
  })
})
