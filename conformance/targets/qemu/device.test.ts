import { closeSync } from 'node:fs'
import { duplexPair } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { featuresNamed } from '../../../model/feature/table.ts'
import { DeviceLost } from '../../driver/device-lost.ts'
import { QemuDevice } from './device.ts'
import type { Machine } from './machine.ts'
import { FileMemory } from './memory.ts'
import { Msix } from './msix.ts'
import { openNamelessFile } from './nameless-file.ts'
import { Qmp } from './qmp.ts'
import { at, fakeTransport } from './transport.fixture.ts'
import type { Wire } from './wire.ts'

const files: number[] = []
afterEach(() => {
  for (const file of files.splice(0)) closeSync(file)
})

const ringAt = (queue: number) => ({
  size: 256,
  descriptors: 0x8000,
  driver: 0x1000 + queue * 0x200,
  device: 0x1100 + queue * 0x200,
})

/** A device whose wire takes everything and whose registers only keep what is written; `turns` counts since the last call. */
function device(takes = true) {
  const { fake, transport } = fakeTransport()
  const file = openNamelessFile(0x1_0000)
  files.push(file)
  const ram = new FileMemory(file, 0, 0x1_0000)
  const log: string[] = []
  const [client, monitor] = duplexPair()
  monitor.setEncoding('utf8').on('data', (line: string) => {
    const { execute, arguments: args } = JSON.parse(line)
    if (execute === 'set_link') log.push(`${args.name} ${args.up ? 'up' : 'down'}`)
    monitor.write('{"return": {}}\r\n')
  })
  const machine: Machine = {
    qtest: fake.qtest,
    qmp: new Qmp(client, { limit: 1000, lost: async (how, because) => new DeviceLost(how, because, '') }),
    ram: file,
    pipes: [],
    pid: undefined,
    words: () => 'words',
    forgetWords: () => {},
    close: async () => void log.push('machine closes'),
  }
  const wire: Wire = {
    pairs: 4,
    says: '',
    descriptors: [],
    netdev: () => '',
    attach: () => {},
    inject: async () => takes,
    capture: () => [Uint8Array.of(1)],
    arrived: async () => void log.push('arrived'),
    turnsFor: (frames, bytes) => Math.ceil(frames / 50) + Math.ceil(bytes / 100_000) - (bytes > 0 ? 1 : 0),
    close: () => void log.push('wire closes'),
  }
  const msix = new Msix(ram, { table: 0, vectors: 10, pad: 0x100 })
  const swallow = async () => void log.push('swallow')
  const parts = { machine, transport, msix, wire, memory: ram, ram, pairs: 4, swallow }
  const turns = () => fake.heard.splice(0).filter((line) => line === 'endianness').length
  return { device: new QemuDevice(parts), ram, turns, log, fake }
}

const plain = featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ'])
const mergeable = featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_MRG_RXBUF'])
const inject = async (target: QemuDevice, frames: number) => {
  for (let nth = 0; nth < frames; nth++) await target.inject(new Uint8Array(60))
}

describe('rest', () => {
  it('takes three turns where nothing is to come, then waits for what was sent', async () => {
    const { device: target, turns, log } = device()
    await target.rest()
    expect(turns()).toBe(3)
    expect(log).toEqual(['arrived'])
  })

  it.each([
    [100, 3],
    [101, 4],
    [500, 11],
  ])('with %i frames to come takes %i turns', async (frames, expected) => {
    const { device: target, turns } = device()
    await inject(target, frames)
    await target.rest()
    expect(turns()).toBe(expected)
  })

  it('does not count what did not get there', async () => {
    const { device: target, turns } = device(false)
    await inject(target, 500)
    await target.rest()
    expect(turns()).toBe(3)
  })

  it('counts no frame that a receive queue has used, and none that control or transmit queues have', async () => {
    const { device: target, turns, ram } = device()
    await target.writeFeatures(plain)
    for (const queue of [0, 1, 6, 8]) await target.enable(queue, ringAt(queue))
    await inject(target, 300)
    ram.write16(ringAt(0).device + 2, 100)
    ram.write16(ringAt(6).device + 2, 50)
    for (const queue of [1, 8]) {
      ram.write16(ringAt(queue).driver + 2, 200)
      ram.write16(ringAt(queue).device + 2, 200)
    }
    await target.rest()
    expect(turns()).toBe(7)
    await target.rest()
    expect(turns()).toBe(4)
  })

  it('counts every frame where one may fill several buffers', async () => {
    const { device: target, turns, ram } = device()
    await target.writeFeatures(mergeable)
    await target.enable(0, ringAt(0))
    await inject(target, 300)
    ram.write16(ringAt(0).device + 2, 300)
    await target.rest()
    await target.rest()
    expect(turns()).toBe(7 + 7)
  })

  it('counts what waits on transmit queues', async () => {
    const { device: target, turns, ram } = device()
    await target.writeFeatures(plain)
    for (const queue of [1, 7]) await target.enable(queue, ringAt(queue))
    ram.write16(ringAt(1).driver + 2, 4)
    ram.write16(ringAt(1).device + 2, 0xfff0)
    ram.write16(ringAt(7).driver + 2, 181)
    await target.rest()
    expect(turns()).toBe(6)
  })

  it('knows which queue is for control where there is one pair', async () => {
    const { device: target, turns, ram } = device()
    await target.writeFeatures(featuresNamed(['VIRTIO_NET_F_CTRL_VQ']))
    await target.enable(2, ringAt(2))
    await inject(target, 200)
    ram.write16(ringAt(2).device + 2, 200)
    await target.rest()
    await target.rest()
    expect(turns()).toBe(5 + 5)
  })
})

describe('drain', () => {
  it('has nothing to take in where all that was sent has come', async () => {
    const { device: target, ram, log } = device()
    await target.writeFeatures(plain)
    await target.enable(0, ringAt(0))
    await inject(target, 2)
    ram.write16(ringAt(0).device + 2, 2)
    await target.drain()
    expect(log).toEqual([])
  })

  it('takes in what was left behind, over resets, and once', async () => {
    const { device: target, turns, log } = device()
    await inject(target, 200)
    await target.reset()
    await target.writeStatus(0)
    await target.drain()
    await target.drain()
    expect(log).toEqual(['swallow'])
    await target.rest()
    expect(turns()).toBe(3)
  })
})

describe('a QEMU device', () => {
  it('names the queues of vectors 1 and up', () => {
    const { device: target, ram } = device()
    for (const vector of [0, 1, 9]) ram.write(0x100 + vector * 4, Uint8Array.of(1))
    expect(target.takeInterrupts()).toEqual([0, 8])
    expect(target.takeInterrupts()).toEqual([])
  })

  it('keeps a configuration change apart from queues, and for who asks', () => {
    const { device: target, ram } = device()
    for (const vector of [0, 3]) ram.write(0x100 + vector * 4, Uint8Array.of(1))
    expect(target.takeConfigurationChange()).toBe(true)
    expect(target.takeConfigurationChange()).toBe(false)
    expect(target.takeInterrupts()).toEqual([2])
    expect(target.takeInterrupts()).toEqual([])
  })

  it('takes no frame without a link, and has one again after a drain', async () => {
    const { device: target, log } = device()
    await target.setLink(true)
    await target.setLink(false)
    expect(await target.inject(new Uint8Array(60))).toBe(false)
    await target.drain()
    expect(log).toEqual(['nic0 down', 'nic0 up'])
    expect(await target.inject(new Uint8Array(60))).toBe(true)
  })

  it('resets a queue, whose frames placed before still count', async () => {
    const { device: target, fake, ram, turns } = device()
    await target.writeFeatures(plain)
    await target.enable(0, ringAt(0))
    await inject(target, 200)
    ram.write16(ringAt(0).device + 2, 200)
    fake.written = (address) => fake.put(address, address === at.common + 58 ? 2 : 0, 0)
    await target.resetQueue(0)
    expect(fake.heard.slice(-3)).toEqual(['writew 0xc0000016 0x0', 'writew 0xc000003a 0x1', 'readw 0xc000003a'])
    await target.rest()
    expect(turns()).toBe(3)
  })

  it('gives each queue the vector behind its index', async () => {
    const { device: target, fake } = device()
    await target.enable(3, ringAt(3))
    expect(fake.heard).toContain('writew 0xc000001a 0x4')
  })

  it('ends its machine, then its wire, once', async () => {
    const { device: target, log } = device()
    await Promise.all([target.close(), target.close()])
    expect(log).toEqual(['machine closes', 'wire closes'])
    expect(target.diagnostics()).toBe('words')
  })
})
