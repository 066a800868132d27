import { describe, expect, it } from 'vitest'
import { open } from '../../engine/index.ts'
import { featureSet } from '../../model/kernel/bits.ts'
import { TargetLost } from '../../properties/target.ts'
import type { MemoryDevice } from '../driver/memory-device.ts'
import { EngineDevice } from './engine-device.ts'

const VERSION_1 = featureSet(32)
const table = 0x1000
const available = 0x2000
const used = 0x3000
const frameAt = 0x4000

const le = (value: number, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, index) => Math.floor(value / 256 ** index) % 256)
const descriptor = (address: number, length: number, flags: number): Uint8Array =>
  Uint8Array.from([...le(address, 8), ...le(length, 4), ...le(flags, 2), 0, 0])

const opened = (seed = 0, memorySize = 65536): EngineDevice =>
  new EngineDevice(open, { memorySize }, () => {}).begin(seed)

/** Negotiates VERSION_1 and enables a queue of 8 entries. */
async function started(device: MemoryDevice, queue: number, features = VERSION_1): Promise<MemoryDevice> {
  await device.writeFeatures(features)
  await device.writeStatus(11)
  device.memory.write(available, new Uint8Array(22))
  device.memory.write(used, new Uint8Array(70))
  await device.enable(queue, { size: 8, descriptors: table, driver: available, device: used })
  await device.writeStatus(15)
  return device
}

async function send(device: MemoryDevice, mark: number, index: number): Promise<void> {
  device.memory.write(frameAt, Uint8Array.from([...new Uint8Array(12), mark, mark]))
  device.memory.write(table, descriptor(frameAt, 14, 0))
  device.memory.write(available + 4 + 2 * (index % 8), Uint8Array.of(0, 0))
  device.memory.write16(available + 2, index + 1)
  await device.notify(1)
}

describe('a session', () => {
  it('sends and captures in order, at rest at the latest', async () => {
    const device = await started(opened(3), 1)
    const captured: number[] = []
    const interrupts: number[] = []
    for (let turn = 0; turn < 6; turn++) {
      await send(device, turn, turn)
      await device.rest()
      captured.push(...device.capture().flatMap((frame) => [...frame]))
      interrupts.push(...device.takeInterrupts())
    }
    expect(captured).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
    expect(interrupts).toEqual([1, 1, 1, 1, 1, 1])
    expect([device.capture(), device.takeInterrupts()]).toEqual([[], []])
    expect([device.memory.read16(used + 2), device.memory.read32(used + 4 + 8)]).toEqual([6, 0])
  })
  it('does its work at once or later, as the seed says, and the same way each time', async () => {
    const pattern = async (seed: number): Promise<string> => {
      const device = await started(opened(seed), 1)
      const seen: number[] = []
      for (let turn = 0; turn < 8; turn++) {
        await send(device, turn, turn)
        seen.push(device.capture().length)
      }
      await device.close()
      return seen.join('')
    }
    const patterns = await Promise.all([1, 2, 3, 4].map(pattern))
    expect(new Set(patterns).size).toBeGreaterThan(2)
    expect(await pattern(1)).toBe(patterns[0])
    expect(patterns.join('')).toMatch(/0/)
    expect(patterns.join('')).toMatch(/[2-9]/)
  })
  it('places injected frames, and takes none before DRIVER_OK', async () => {
    const device = opened()
    expect(await device.inject(new Uint8Array(60))).toBe(false)
    await started(device, 0)
    device.memory.write(table, descriptor(frameAt, 100, 2))
    device.memory.write16(available + 2, 1)
    await device.notify(0)
    expect(await device.inject(new Uint8Array(60).fill(7))).toBe(true)
    await device.rest()
    expect(device.memory.read32(used + 8)).toBe(72)
    expect(device.takeInterrupts()).toEqual([0])
    expect(Buffer.from(device.memory.read(frameAt + 10, 4)).toString('hex')).toBe('01000707')
  })
  it('drains: no frame, no status, nothing sent is left', async () => {
    const device = await started(opened(1), 1)
    await send(device, 1, 0)
    await device.rest()
    await device.drain()
    expect([device.capture(), await device.status(), device.takeInterrupts()]).toEqual([[], 0, []])
    await device.writeStatus(1)
    await device.reset()
    expect(await device.status()).toBe(0)
  })
  it('is lost, with the reason, where a queue cannot be enabled', async () => {
    const device = opened()
    const placement = { size: 8, descriptors: table, driver: available, device: used }
    const enabling = device.enable(0, placement)
    await expect(enabling).rejects.toThrow(TargetLost)
    await expect(enabling).rejects.toThrow('the engine does not enable queue 0: queue 0 is enabled before FEATURES_OK')
  })
  it('is lost, with the reason, where a queue cannot be reset', async () => {
    const device = await started(opened(), 1)
    await expect(device.resetQueue(1)).rejects.toThrow(
      'the engine does not reset queue 1: RING_RESET was not negotiated',
    )
  })
  it('resets a queue: it rests, and works again once it is enabled anew', async () => {
    const device = await started(opened(), 1, featureSet(32, 40))
    await send(device, 1, 0)
    await device.rest()
    await device.resetQueue(1)
    await send(device, 2, 1)
    await device.rest()
    expect(device.capture()).toHaveLength(1)
    device.memory.write(available, new Uint8Array(22))
    device.memory.write(used, new Uint8Array(70))
    await device.enable(1, { size: 4, descriptors: table, driver: available, device: used })
    await send(device, 3, 0)
    await device.rest()
    expect(device.capture().map((frame) => frame[0])).toEqual([3])
  })
  it('says what went wrong', async () => {
    const device = opened()
    await device.writeFeatures(featureSet(33))
    await device.writeStatus(11)
    expect(device.diagnostics()).toBe('FEATURES_OK refused: not offered: bit 33')
  })
})

describe('guest memory', () => {
  it('is read and written within its bounds', async () => {
    const { memory } = opened(0, 4096)
    memory.write(4092, Uint8Array.of(1, 2, 3, 4))
    expect([memory.read16(4094), memory.read32(4092)]).toEqual([0x0403, 0x04030201])
    expect([...memory.read(4093, 2)]).toEqual([2, 3])
    const target = new Uint8Array(3)
    memory.readInto(4093, target)
    expect([...target]).toEqual([2, 3, 4])
    memory.write16(4094, 0xbeef)
    expect([...memory.read(4092, 4)]).toEqual([1, 2, 0xef, 0xbe])
    for (const act of [
      () => memory.read(4095, 2),
      () => memory.readInto(4095, new Uint8Array(2)),
      () => memory.read(-1, 1),
      () => memory.read(0, -1),
      () => memory.write(4095, Uint8Array.of(1, 2)),
      () => memory.read16(4095),
      () => memory.read32(4093),
      () => memory.write16(4096, 1),
    ]) {
      expect(act).toThrow(/^guest memory has 4096 bytes, not -?\d at -?\d+$/)
    }
    expect(() => memory.write16(1, 1)).toThrow('16 bits are stored at once at even addresses, not at 1')
  })
  it('hands out copies', async () => {
    const { memory } = opened()
    const copy = memory.read(0, 2)
    copy.fill(9)
    expect([...memory.read(0, 2)]).toEqual([0, 0])
  })
})

describe('closing', () => {
  it('retires the device, once for each time it was begun', async () => {
    const retired: EngineDevice[] = []
    const device = new EngineDevice(open, { memorySize: 4096 }, (one) => retired.push(one))
    await device.close()
    expect(retired).toEqual([])
    device.begin(1)
    await device.close()
    await device.close()
    expect(retired).toEqual([device])
    device.begin(1)
    await device.close()
    expect(retired).toEqual([device, device])
  })
})
