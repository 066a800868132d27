import { describe, expect, it } from 'vitest'
import { openPci } from '../../engine/index.ts'
import { EngineFunction } from './engine-function.ts'
import { engineOverPci } from './engine-pci.ts'

describe('the engine as a function', () => {
  it('keeps its last page of memory for messages', () => {
    const pci = new EngineFunction(openPci, { memorySize: 0x1_0000 }, () => {})
    expect([pci.memory.base, pci.memory.size, pci.landing.base, pci.landing.size]).toEqual([0, 0xf000, 0xf000, 0x1000])
    expect(() => pci.memory.write(0xf000, new Uint8Array(1))).toThrow('guest memory has 61440 bytes, not 1 at 61440')
    expect(() => pci.landing.read(0xefff, 1)).toThrow('guest memory has 4096 bytes')
    expect(pci.ram.size).toBe(0x1_0000)
  })

  it('begins reset, and is given back once', async () => {
    const retired: EngineFunction[] = []
    const pci = new EngineFunction(openPci, { memorySize: 0x1_0000 }, (engine) => void retired.push(engine)).begin(1)
    await pci.barWrite(0, 20, 1, 3)
    expect(await pci.barRead(0, 20, 1)).toBe(3)
    await pci.close()
    await pci.close()
    expect(retired).toEqual([pci])
    pci.begin(2)
    expect(await pci.barRead(0, 20, 1)).toBe(0)
  })

  it('loses messages that lead out of memory', async () => {
    const pci = new EngineFunction(openPci, { memorySize: 0x1_0000 }, () => {}).begin(1)
    await pci.configWrite(4, 2, 0x6)
    await pci.barWrite(0, 16, 2, 0)
    for (const status of [1, 3, 11, 15]) {
      if (status === 11) {
        await pci.barWrite(0, 8, 4, 1)
        await pci.barWrite(0, 12, 4, 1)
      }
      await pci.barWrite(0, 20, 1, status)
    }
    await pci.configWrite(0x42, 2, 0x8000)
    const signal = async (low: number, high: number, up: boolean) => {
      for (const [index, word] of [low, high, 0x5a5a_5a5a, 0].entries()) await pci.barWrite(2, 4 * index, 4, word)
      await pci.setLink(up)
      return pci.ram.read32(0xf000)
    }
    expect(await signal(0xf000, 1, false)).toBe(0)
    expect(await signal(0x1_0000, 0, true)).toBe(0)
    expect(await signal(0xf000, 0, false)).toBe(0x5a5a_5a5a)
  })
})

describe('the engine over PCI', () => {
  it('is the network device that it is without, but for where rings begin', async () => {
    const target = engineOverPci()
    expect([target.name, target.extras]).toEqual([
      'engine over PCI',
      ['interrupts', 'memory-watch', 'device-status', 'link', 'config-write'],
    ])
    const device = await target.open({ seed: 1 })
    expect([await device.status(), await device.maxQueueSize(8), ...(await device.readConfig(8, 2))]).toEqual([
      0, 64, 4, 0,
    ])
    await device.close()
    expect(await (await target.open()).status()).toBe(0)
  })
})
