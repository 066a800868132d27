import { describe, expect, it } from 'vitest'
import { queueIndex } from '../../../model/kernel/brand.ts'
import type { PciStimulus } from '../../../model/transport/pci/action.ts'
import { enginePciPart } from '../../targets/engine-pci.ts'
import { DeviceLost } from '../device-lost.ts'
import { common, device, isr, msix, notify, space } from './config-space.fixture.ts'
import { at, FakeFunction } from './fake-function.fixture.ts'
import { PciSession } from './session.ts'

const TX = queueIndex(1)
const rests = { kind: 'device.rests' }
const shows = (register: string, value: number) => ({ kind: 'device.shows', register, value })
const reads = (
  register: 'device_status' | 'isr_status' | 'queue_size',
  through: 'bar' | 'window' = 'bar',
): PciStimulus => ({
  kind: 'driver.reads',
  register,
  through,
})
const writes = (register: 'device_status' | 'queue_msix_vector' | 'queue_select', value: number): PciStimulus => ({
  kind: 'driver.writes',
  register,
  value,
  through: 'bar',
})
const writesFeatures = (select: number, value: number): readonly PciStimulus[] => [
  { kind: 'driver.writes', register: 'driver_feature_select', value: select, through: 'window' },
  { kind: 'driver.writes', register: 'driver_feature', value, through: 'window' },
]

/** A function of registers that only keep what is written, with the structures of the fixture. */
async function puppet() {
  const fake = new FakeFunction()
  for (const [offset, byte] of space(common, isr, device, notify, msix).entries()) fake.put(offset, 1, byte, 'config')
  fake.put(at.common + 18, 2, 3)
  const session = await PciSession.open(fake)
  fake.heard.length = 0
  return { fake, session }
}

describe('a session with the engine', () => {
  const part = enginePciPart()

  /** VERSION_1 and RING_RESET, queue 1 enabled, DRIVER_OK. */
  async function started() {
    const session = await part.open({ seed: 5 })
    const stimuli: readonly PciStimulus[] = [
      ...[writes('device_status', 1), writes('device_status', 3), ...writesFeatures(1, 0x101)],
      ...[writes('device_status', 11), { kind: 'driver.enables', queue: TX } as const, writes('device_status', 15)],
    ]
    for (const stimulus of stimuli) expect(await session.perform(stimulus)).toEqual([])
    return session
  }

  it('shows registers by both ways, and bytes of the configuration', async () => {
    const session = await started()
    expect(await session.perform(reads('device_status'))).toEqual([shows('device_status', 15)])
    expect(await session.perform(reads('device_status', 'window'))).toEqual([shows('device_status', 15)])
    for (const through of ['bar', 'window'] as const) {
      const seen = await session.perform({ kind: 'driver.peruses', offset: 0, length: 4, through })
      expect(seen).toEqual([{ kind: 'device.reveals', offset: 0, bytes: '52540012' }])
    }
    await session.close()
  })

  it('sees a buffer used, and its vector’s message behind', async () => {
    const session = await started()
    await session.perform({ kind: 'driver.switchesMsix', on: true })
    await session.perform(writes('queue_select', 1))
    await session.perform(writes('queue_msix_vector', 7))
    expect(await session.perform({ kind: 'driver.offers', queue: TX })).toEqual([])
    const kicked = await session.perform({ kind: 'driver.kicks', queue: TX, through: 'window' })
    const settled = await session.settle()
    expect([...(kicked === 'skipped' ? [] : kicked), ...settled]).toEqual([
      { kind: 'device.uses', queue: 1 },
      { kind: 'device.signals', vector: 7 },
      rests,
    ])
    await session.drain()
    expect(await session.perform(reads('device_status'))).toEqual([shows('device_status', 0)])
    await session.close()
  })

  it('resets a queue, whose ring it watches but uses no more, and the device', async () => {
    const session = await started()
    expect(await session.perform({ kind: 'driver.resetsQueue', queue: TX })).toEqual([shows('queue_reset', 0)])
    expect(await session.perform({ kind: 'driver.offers', queue: TX })).toBe('skipped')
    expect(await session.perform({ kind: 'driver.enables', queue: TX })).toEqual([])
    expect(await session.perform({ kind: 'driver.resets' })).toEqual([shows('device_status', 0)])
    expect(await session.perform({ kind: 'driver.enables', queue: queueIndex(9) })).toBe('skipped')
    await session.close()
  })

  it('scans the configuration space and sizes the BARs', async () => {
    const session = await started()
    expect(await session.perform({ kind: 'driver.scans' })).toEqual([
      {
        kind: 'device.lists',
        space: expect.stringMatching(/^f41a4110.{504}$/),
        bars: [
          { bar: 0, space: 'memory', size: 0x4000 },
          { bar: 2, space: 'memory', size: 0x1000 },
        ],
      },
    ])
    await session.perform({ kind: 'admin.links', up: false })
    expect(await session.perform(reads('isr_status'))).toEqual([shows('isr_status', 2)])
    await session.close()
  })
})

describe('a session', () => {
  it('points the vectors and finds the doorbells, MSI-X off', async () => {
    const fake = new FakeFunction()
    await expect(PciSession.open(fake)).rejects.toThrow('the function has no list of capabilities')
    const { session, fake: ready } = await puppet()
    expect(ready.get(0xa2, 2, 'config')).toBe(0)
    expect(await session.perform({ kind: 'driver.switchesMsix', on: true })).toEqual([])
    expect(ready.get(0xa2, 2, 'config')).toBe(0x8000)
    await session.drain()
    expect(ready.get(0xa2, 2, 'config')).toBe(0)
  })

  it('skips what has no window', async () => {
    const { session } = await puppet()
    expect(await session.perform(reads('queue_size', 'window'))).toBe('skipped')
    expect(await session.perform({ kind: 'driver.kicks', queue: TX, through: 'window' })).toBe('skipped')
    expect(await session.perform({ kind: 'driver.peruses', offset: 0, length: 1, through: 'window' })).toBe('skipped')
    const [write] = writesFeatures(0, 1)
    expect(write && (await session.perform(write))).toBe('skipped')
  })

  it('tells the position with NOTIFICATION_DATA', async () => {
    const { session, fake } = await puppet()
    const kick: PciStimulus = { kind: 'driver.kicks', queue: TX, through: 'bar' }
    const accept = async (select: number, value: number) => {
      for (const stimulus of writesFeatures(select, value))
        await session.perform({ ...stimulus, through: 'bar' } as PciStimulus)
    }
    fake.put(at.common + 24, 2, 8)
    await session.perform({ kind: 'driver.enables', queue: TX })
    await session.perform({ kind: 'driver.offers', queue: TX })
    await accept(0, 1 << 6)
    await session.perform(kick)
    await accept(1, 1 << 6)
    await session.perform(kick)
    await session.perform({ kind: 'driver.resets' })
    await session.perform(kick)
    const rung = fake.heard.filter((line) => /0x30\d\d/.test(line))
    expect(rung).toEqual(['writew 0x3000 0x1', 'writel 0x3000 0x10001', 'writew 0x3000 0x1'])
  })

  it('shows each value that a queue’s reset goes through', async () => {
    const { session, fake } = await puppet()
    const values = [1, 1, 3, 0]
    fake.reading = (offset) => {
      if (offset === at.common + 58) fake.put(offset, 2, values.shift() ?? 0)
    }
    expect(await session.perform({ kind: 'driver.resetsQueue', queue: TX })).toEqual(
      [1, 3, 0].map((value) => shows('queue_reset', value)),
    )
  })

  it('says once that the device needs a reset', async () => {
    const { session, fake } = await puppet()
    fake.put(at.common + 20, 1, 0x4f)
    const fails = { kind: 'device.fails', how: 'needs-reset', words: 'words' }
    expect([await session.settle(), await session.settle()]).toEqual([[fails, rests], [rests]])
  })

  it('skips everything once the device is lost', async () => {
    const { session, fake } = await puppet()
    fake.barRead = async () => Promise.reject(new DeviceLost('dies', 'it ended', 'words'))
    const fails = { kind: 'device.fails', how: 'dies', words: expect.stringContaining('it ended') }
    expect(await session.perform(reads('device_status'))).toEqual([fails])
    expect(await session.perform(reads('device_status'))).toBe('skipped')
    expect(await session.settle()).toEqual([fails, rests])
    await expect(session.drain()).rejects.toThrow('the device is lost')
    await session.close()
    expect(fake.closed).toBe(1)
  })
})
