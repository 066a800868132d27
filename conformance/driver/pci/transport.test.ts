import { describe, expect, it } from 'vitest'
import { asFeatureSet } from '../../../model/kernel/bits.ts'
import { TargetLost } from '../../../properties/target.ts'
import { at, capabilities, FakeFunction } from './fake-function.fixture.ts'
import { VirtioPci } from './transport.ts'

/** The transport of registers that only keep what is written. */
function fakeTransport() {
  const fake = new FakeFunction()
  return { fake, transport: new VirtioPci(fake, capabilities) }
}

const placement = { size: 64, descriptors: 0x10_0000, driver: 0x10_1000, device: 0x10_2000 }

describe('the PCI transport', () => {
  it('resets until the status reads 0', async () => {
    const { fake, transport } = fakeTransport()
    let left = 3
    fake.written = () => fake.put(at.common + 20, 1, 1)
    fake.reading = () => fake.put(at.common + 20, 1, left--)
    await transport.reset()
    expect(fake.heard[0]).toBe('writeb 0x14 0x0')
    expect(fake.heard.slice(1)).toEqual(Array(4).fill('readb 0x14'))
  })

  it('reads and writes the status', async () => {
    const { fake, transport } = fakeTransport()
    await transport.writeStatus(0x83)
    expect(fake.get(at.common + 20, 1)).toBe(0x83)
    expect(await transport.status()).toBe(0x83)
  })

  it('gives changes of the configuration their vector before the driver is ready', async () => {
    const { fake, transport } = fakeTransport()
    await transport.writeStatus(11)
    await transport.writeStatus(15)
    expect(fake.heard).toEqual(['writeb 0x14 0xb', 'writew 0x10 0x0', 'writeb 0x14 0xf'])
    fake.put(at.common + 21, 1, 7)
    expect(await transport.configGeneration()).toBe(7)
  })

  it('reads four words of features', async () => {
    const { fake, transport } = fakeTransport()
    const words = [0x8000_0001, 0x2, 0x40, 0x8000_0000]
    fake.written = (address, value) => {
      if (address === at.common) fake.put(at.common + 4, 4, words[value] ?? 0)
    }
    expect(await transport.offeredFeatures()).toBe(0x80000000_00000040_00000002_80000001n)
  })

  it('writes four words of features', async () => {
    const { fake, transport } = fakeTransport()
    const written: number[][] = []
    fake.written = (address, value) => {
      if (address === at.common + 12) written.push([fake.get(at.common + 8, 4), value])
    }
    await transport.writeFeatures(asFeatureSet(0x80000000_00000040_00000002_80000001n))
    expect(written).toEqual([
      [0, 0x8000_0001],
      [1, 2],
      [2, 0x40],
      [3, 0x8000_0000],
    ])
  })

  it('reads the configuration byte by byte, within its length', async () => {
    const { fake, transport } = fakeTransport()
    fake.put(at.config + 18, 4, 0x0403_0201)
    expect([...(await transport.readConfig(18, 4))]).toEqual([1, 2, 3, 4])
    expect(await transport.readConfig(0, 24)).toHaveLength(24)
    await expect(transport.readConfig(20, 5)).rejects.toThrow('bytes 20 to 25 of a configuration of 24')
  })

  it('selects a queue before it reads its size', async () => {
    const { fake, transport } = fakeTransport()
    fake.written = (address, value) => {
      if (address === at.common + 22) fake.put(at.common + 24, 2, value === 5 ? 256 : 0)
    }
    expect(await transport.maxQueueSize(5)).toBe(256)
    expect(await transport.maxQueueSize(6)).toBe(0)
  })

  it('sets a queue up, enables it last, and rings its doorbell where it is', async () => {
    const { fake, transport } = fakeTransport()
    fake.put(at.common + 30, 2, 5)
    await transport.enable(3, placement, 4)
    const registers = [22, 24, 26, 28].map((offset) => fake.get(at.common + offset, 2))
    expect(registers).toEqual([3, 64, 4, 1])
    expect([32, 36, 40, 44, 48, 52].map((offset) => fake.get(at.common + offset, 4))).toEqual([
      ...[0x10_0000, 0, 0x10_1000, 0, 0x10_2000, 0],
    ])
    expect(fake.heard.at(-1)).toBe('writew 0x1c 0x1')
    await transport.notify(3)
    expect(fake.heard.at(-1)).toBe('writew 0x3014 0x3')
  })

  it('resets a queue until queue_reset reads 0', async () => {
    const { fake, transport } = fakeTransport()
    let left = 2
    fake.reading = () => fake.put(at.common + 58, 2, left--)
    await transport.resetQueue(3)
    expect(fake.heard.slice(0, 2)).toEqual(['writew 0x16 0x3', 'writew 0x3a 0x1'])
    expect(fake.heard.slice(2)).toEqual(Array(3).fill('readw 0x3a'))
  })

  it('finds the doorbell of a queue that is not set up, once', async () => {
    const { fake, transport } = fakeTransport()
    fake.put(at.common + 30, 2, 1)
    await transport.notify(7)
    expect(fake.heard).toEqual(['writew 0x16 0x7', 'readw 0x1e', 'writew 0x3004 0x7'])
    await transport.notify(7)
    expect(fake.heard).toHaveLength(4)
  })

  it('is lost where the device gives no vector or a doorbell outside', async () => {
    const { fake, transport } = fakeTransport()
    await expect(transport.enable(3, placement, 0xffff)).rejects.toThrow('no interrupt vector 65535 for queue 3')
    fake.put(at.common + 30, 2, 16)
    await expect(transport.notify(0)).rejects.toBeInstanceOf(TargetLost)
    fake.put(at.common + 30, 2, 15)
    await transport.notify(0)
  })
})
