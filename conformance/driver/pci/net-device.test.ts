import { describe, expect, it } from 'vitest'
import { featuresNamed } from '../../../model/feature/table.ts'
import { common, device as deviceCapability, isr, msix, notify, space } from './config-space.fixture.ts'
import { at, FakeFunction } from './fake-function.fixture.ts'
import { PciNetDevice } from './net-device.ts'

const ringAt = (queue: number) => ({
  size: 256,
  descriptors: 0x8000,
  driver: 0x1000 + queue * 0x200,
  device: 0x1100 + queue * 0x200,
})

/** A device of four pairs whose registers only keep what is written, and what it asked of its function since the last call. */
async function opened(takes = true) {
  const fake = new FakeFunction(0x1_0000)
  for (const [offset, byte] of space(common, isr, deviceCapability, notify, msix).entries()) {
    fake.put(offset, 1, byte, 'config')
  }
  fake.written = (offset, value) => {
    if (offset === at.common) fake.put(at.common + 4, 4, value === 0 ? 1 << 22 : 0)
  }
  fake.put(at.config + 8, 2, 4)
  fake.takesFrames = takes
  const device = await PciNetDevice.open(fake)
  const raise = (...vectors: readonly number[]): void => {
    for (const vector of vectors) fake.landing.write(fake.landing.base + 4 * vector, Uint8Array.of(1, 0, 0, 0))
  }
  return { device, fake, ram: fake.ram, rests: () => fake.rests.splice(0), raise }
}

const plain = featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ'])
const mergeable = featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_MRG_RXBUF'])
const inject = async (target: PciNetDevice, frames: number) => {
  for (let nth = 0; nth < frames; nth++) await target.inject(new Uint8Array(60))
}
const nothing = { frames: 0, bytes: 0, chains: 0 }

describe('opening', () => {
  it('lets the function reach memory and points the interrupts', async () => {
    const { fake } = await opened()
    expect(fake.heard[0]).toBe('config writew 0x4 0x406')
    expect(fake.heard).toContain('1 writel 0x1000 0x100000')
    expect(fake.heard).toContain('config writew 0xa2 0x8000')
  })

  it('is lost where a structure is missing', async () => {
    await expect(PciNetDevice.open(new FakeFunction())).rejects.toThrow('the function has no list of capabilities')
  })
})

describe('rest', () => {
  it('says what may still be coming', async () => {
    const { device, rests } = await opened()
    await device.rest()
    await inject(device, 100)
    await device.rest()
    expect(rests()).toEqual([nothing, { frames: 100, bytes: 6000, chains: 0 }])
  })

  it('does not count what did not get there', async () => {
    const { device, rests } = await opened(false)
    await inject(device, 500)
    await device.rest()
    expect(rests()).toEqual([nothing])
  })

  it('counts no frame that a receive queue has used, and none that control or transmit queues have', async () => {
    const { device, rests, ram } = await opened()
    await device.writeFeatures(plain)
    for (const queue of [0, 1, 6, 8]) await device.enable(queue, ringAt(queue))
    await inject(device, 300)
    ram.write16(ringAt(0).device + 2, 100)
    ram.write16(ringAt(6).device + 2, 50)
    for (const queue of [1, 8]) {
      ram.write16(ringAt(queue).driver + 2, 200)
      ram.write16(ringAt(queue).device + 2, 200)
    }
    await device.rest()
    await device.rest()
    expect(rests().map(({ frames }) => frames)).toEqual([300, 150])
  })

  it('counts every frame where one may fill several buffers', async () => {
    const { device, rests, ram } = await opened()
    await device.writeFeatures(mergeable)
    await device.enable(0, ringAt(0))
    await inject(device, 300)
    ram.write16(ringAt(0).device + 2, 300)
    await device.rest()
    await device.rest()
    expect(rests().map(({ frames }) => frames)).toEqual([300, 300])
  })

  it('counts what waits on transmit queues, over the wrap of the indices', async () => {
    const { device, rests, ram } = await opened()
    await device.writeFeatures(plain)
    for (const queue of [1, 7]) await device.enable(queue, ringAt(queue))
    ram.write16(ringAt(1).driver + 2, 4)
    ram.write16(ringAt(1).device + 2, 0xfff0)
    ram.write16(ringAt(7).driver + 2, 181)
    await device.rest()
    expect(rests()).toEqual([{ ...nothing, chains: 20 + 181 }])
  })

  it('knows which queue is for control where there is one pair', async () => {
    const { device, rests, ram } = await opened()
    await device.writeFeatures(featuresNamed(['VIRTIO_NET_F_CTRL_VQ']))
    await device.enable(2, ringAt(2))
    await inject(device, 200)
    ram.write16(ringAt(2).device + 2, 200)
    await device.rest()
    await device.rest()
    expect(rests().map(({ frames }) => frames)).toEqual([200, 200])
  })
})

describe('drain', () => {
  it('says that nothing was left behind where all that was sent has come', async () => {
    const { device, ram, fake } = await opened()
    await device.writeFeatures(plain)
    await device.enable(0, ringAt(0))
    await inject(device, 2)
    ram.write16(ringAt(0).device + 2, 2)
    await device.drain()
    expect(fake.drains).toEqual([{ frames: false, commands: false }])
  })

  it('says what was left behind, over resets, and once', async () => {
    const { device, rests, fake } = await opened()
    await inject(device, 200)
    await device.reset()
    await device.writeStatus(0)
    await device.drain()
    await device.writeFeatures(plain)
    await device.notify(7)
    await device.notify(8)
    await device.drain()
    await device.drain()
    expect(fake.drains).toEqual([
      { frames: true, commands: false },
      { frames: false, commands: true },
      { frames: false, commands: false },
    ])
    await device.rest()
    expect(rests()).toEqual([nothing])
  })

  it('forgets frames and interrupts', async () => {
    const { device, fake, raise } = await opened()
    fake.sent = [new Uint8Array(60)]
    raise(0, 1)
    await device.drain()
    expect([device.capture(), device.takeInterrupts(), device.takeConfigurationChange()]).toEqual([[], [], false])
  })
})

describe('interrupts', () => {
  it('name the queues of vectors 1 and up', async () => {
    const { device, raise } = await opened()
    raise(0, 1, 9)
    expect(device.takeInterrupts()).toEqual([0, 8])
    expect(device.takeInterrupts()).toEqual([])
  })

  it('of the configuration are kept apart from those of queues, for who asks', async () => {
    const { device, raise } = await opened()
    raise(0, 3)
    expect(device.takeConfigurationChange()).toBe(true)
    expect(device.takeConfigurationChange()).toBe(false)
    expect(device.takeInterrupts()).toEqual([2])
    expect(device.takeInterrupts()).toEqual([])
  })

  it('of each queue have the vector behind its index', async () => {
    const { device, fake } = await opened()
    await device.enable(3, ringAt(3))
    expect(fake.heard).toContain('writew 0x1a 0x4')
  })
})

describe('a network device', () => {
  it('takes no frame without a link, and has one again after a drain', async () => {
    const { device, fake } = await opened()
    fake.heard.length = 0
    await device.setLink(true)
    await device.setLink(false)
    expect(await device.inject(new Uint8Array(60))).toBe(false)
    await device.drain()
    expect(fake.heard.filter((line) => line.startsWith('link'))).toEqual(['link down', 'link up'])
    expect(await device.inject(new Uint8Array(60))).toBe(true)
  })

  it('resets a queue, whose frames placed before still count', async () => {
    const { device, fake, ram, rests } = await opened()
    await device.writeFeatures(plain)
    await device.enable(0, ringAt(0))
    await inject(device, 200)
    ram.write16(ringAt(0).device + 2, 200)
    fake.written = (offset) => fake.put(offset, offset === at.common + 58 ? 2 : 0, 0)
    await device.resetQueue(0)
    expect(fake.heard.slice(-3)).toEqual(['writew 0x16 0x0', 'writew 0x3a 0x1', 'readw 0x3a'])
    await device.rest()
    expect(rests()).toEqual([nothing])
  })

  it('ends its function once', async () => {
    const { device, fake } = await opened()
    await Promise.all([device.close(), device.close()])
    expect([fake.closed, device.diagnostics()]).toEqual([1, 'words'])
  })
})
