import { closeSync } from 'node:fs'
import { duplexPair } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { DeviceLost } from '../../driver/device-lost.ts'
import { FakeDevice } from '../../driver/fake-device.fixture.ts'
import { FakeQtest } from './fake-qtest.fixture.ts'
import { QemuFunction } from './function.ts'
import type { Machine } from './machine.ts'
import { FileMemory } from './memory.ts'
import { openNamelessFile } from './nameless-file.ts'
import { ConfigSpace } from './pci.ts'
import { Qmp } from './qmp.ts'
import type { Wire } from './wire.ts'

const files: number[] = []
afterEach(() => {
  for (const file of files.splice(0)) closeSync(file)
})

/** A function whose registers only keep what is written; `turns` counts since the last call. */
function opened() {
  const fake = new FakeQtest()
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
    inject: async (frame) => frame.length > 0,
    capture: () => [Uint8Array.of(1)],
    arrived: async () => void log.push('arrived'),
    turnsFor: (frames, bytes) => Math.ceil(frames / 50) + Math.ceil(bytes / 100_000) - (bytes > 0 ? 1 : 0),
    close: () => void log.push('wire closes'),
  }
  const placed = { config: new ConfigSpace(fake.qtest, 1), bars: [undefined, 0xc000_0000] }
  const swallow = async () => void log.push('swallow')
  const pci = new QemuFunction({ machine, wire, placed, ram, memory: ram, landing: ram, swallow })
  const turns = () => fake.heard.splice(0).filter((line) => line === 'endianness').length
  return { pci, turns, log, fake }
}

describe('rest', () => {
  it.each([
    [0, 0, 3],
    [100, 0, 3],
    [101, 0, 4],
    [500, 0, 11],
    [0, 201, 6],
    [100, 100, 5],
  ])(
    'with %i frames and %i chains to come takes %i turns, then waits for what was sent',
    async (frames, chains, expected) => {
      const { pci, turns, log } = opened()
      await pci.rest({ frames, bytes: frames * 60, chains })
      expect([turns(), log]).toEqual([expected, ['arrived']])
    },
  )
})

describe('a function of QEMU', () => {
  it('has its BARs where they were placed, and its configuration space in the machine’s', async () => {
    const { pci, fake } = opened()
    await pci.barWrite(1, 0x14, 2, 7)
    expect(await pci.barRead(1, 0x14, 2)).toBe(7)
    await pci.configWrite(4, 2, 6)
    expect(await pci.configRead(4, 2)).toBe(6)
    expect(fake.heard).toEqual([
      ...['writew 0xc0000014 0x7', 'readw 0xc0000014', 'writew 0xb0008004 0x6', 'readw 0xb0008004'],
    ])
    await expect(pci.barRead(0, 0, 4)).rejects.toThrow('a structure lies in BAR 0, which the function does not have')
  })

  it('is told by the monitor that its cable is pulled', async () => {
    const { pci, log } = opened()
    await pci.setLink(false)
    await pci.setLink(true)
    expect(log).toEqual(['nic0 down', 'nic0 up'])
  })

  it('has a wire', async () => {
    const { pci } = opened()
    expect([await pci.inject(new Uint8Array(60)), await pci.inject(new Uint8Array(0))]).toEqual([true, false])
    expect(pci.capture()).toEqual([Uint8Array.of(1)])
  })

  it('is emptied where frames or commands were left behind', async () => {
    const { pci, log } = opened()
    await pci.drain(new FakeDevice(), { frames: false, commands: false })
    expect(log).toEqual([])
    await pci.drain(new FakeDevice(), { frames: true, commands: false })
    await pci.drain(new FakeDevice(), { frames: false, commands: true })
    expect(log).toEqual(['swallow', 'swallow'])
  })

  it('ends its machine, then its wire, once', async () => {
    const { pci, log } = opened()
    await Promise.all([pci.close(), pci.close()])
    expect([log, pci.diagnostics()]).toEqual([['machine closes', 'wire closes'], 'words'])
  })
})
