import { describe, expect, it } from 'vitest'
import { HandDriver } from './driver.fixture.ts'
import { features, implemented } from './feature.ts'
import { ethernet } from './frame.fixture.ts'
import { type EngineConfig, open } from './index.ts'

const memorySize = 0x4_0000
const at = 0x3_0000
const frame = ethernet('1234', '00'.repeat(46))
const packet = Uint8Array.from([...new Uint8Array(20), ...frame])
const fresh = (options: Partial<EngineConfig> = {}): HandDriver => new HandDriver(open({ memorySize, ...options }))
const control = 8

describe('before DRIVER_OK', () => {
  it('consumes nothing and notifies nobody, and then catches up', () => {
    const hand = fresh()
    hand.negotiate(implemented)
    for (let queue = 0; queue <= control; queue++) hand.enable(queue)
    hand.send(1, at, packet)
    expect(hand.device.run(9)).toBe(0)
    expect([hand.usedIndex(1), hand.device.takeInterrupt(1)]).toEqual([0, false])
    hand.device.layout.queueKicked.fill(0)
    hand.device.writeStatus(15)
    expect(hand.device.run(9)).toBe(1)
    expect([hand.usedIndex(1), hand.device.takeInterrupt(1)]).toEqual([1, true])
  })
  it('does not run with DRIVER_OK alone', () => {
    const hand = fresh()
    hand.device.writeStatus(7)
    expect(hand.device.status()).toBe(7)
    expect(hand.device.deliver(frame)).toBe(false)
    expect(hand.device.run(9)).toBe(0)
  })
})

describe('a chain that nobody announced', () => {
  it('waits for the notification', () => {
    const hand = fresh().start(implemented)
    hand.device.run(99)
    hand.send(1, at, packet)
    hand.device.layout.queueKicked.fill(0)
    expect(hand.device.run(9)).toBe(0)
    hand.device.notify(1)
    expect(hand.device.run(9)).toBe(1)
  })
  it('is not found by notifications of queues that are not there', () => {
    const hand = fresh().start(features('VERSION_1'))
    for (const queue of [-1, 3, 8, 9, 70_000]) hand.device.notify(queue)
    expect(hand.device.run(9)).toBe(0)
    expect(hand.device.status()).toBe(15)
  })
})

describe('interrupts', () => {
  it('are taken once, queue by queue', () => {
    const hand = fresh().start(implemented)
    hand.send(3, at, packet)
    hand.device.run(9)
    expect([1, 3].map((queue) => hand.device.takeInterrupt(queue))).toEqual([false, true])
    expect(hand.device.takeInterrupt(3)).toBe(false)
  })
  it('tell of a configuration change when the device asks for a reset, once', () => {
    const hand = fresh().start(implemented)
    expect(hand.device.takeConfigurationInterrupt()).toBe(false)
    hand.offer(1, 99)
    hand.device.run(9)
    expect(hand.device.status()).toBe(15 + 64)
    expect([hand.device.takeConfigurationInterrupt(), hand.device.takeConfigurationInterrupt()]).toEqual([true, false])
  })
})

describe('the link', () => {
  const sent: Uint8Array[] = []
  const sink = (bytes: Uint8Array, offset: number, length: number): void => {
    sent.push(bytes.slice(offset, offset + length))
  }
  it('tells a driver that runs, and nobody else', () => {
    const hand = fresh()
    hand.device.setLink(false)
    expect(hand.device.takeConfigurationInterrupt()).toBe(false)
    hand.start(implemented)
    hand.device.setLink(false)
    expect(hand.device.takeConfigurationInterrupt()).toBe(false)
    hand.device.setLink(true)
    expect([hand.device.takeConfigurationInterrupt(), hand.device.takeConfigurationInterrupt()]).toEqual([true, false])
  })
  it('lets no frame through while it is down, and uses what was to be sent', () => {
    const hand = fresh({ sink }).start(implemented)
    hand.device.setLink(false)
    hand.device.writeStatus(0)
    hand.start(implemented)
    hand.buffer(0, at, [128])
    hand.send(1, at, packet)
    expect(hand.device.deliver(frame)).toBe(false)
    expect([hand.device.run(9), hand.usedIndex(0), hand.usedIndex(1), sent.length]).toEqual([1, 0, 1, 0])
    hand.device.setLink(true)
    hand.send(1, at, packet, [], 1)
    expect(hand.device.deliver(frame)).toBe(true)
    expect([hand.device.run(9), hand.usedIndex(0), sent.length]).toEqual([2, 1, 1])
  })
})

describe('a queue that stops', () => {
  it('leaves the others at work', () => {
    const hand = fresh().start(implemented)
    hand.offer(1, 99)
    hand.send(3, at, packet)
    expect(hand.device.run(9)).toBe(1)
    expect([hand.usedIndex(1), hand.usedIndex(3)]).toEqual([0, 1])
    hand.offer(5, 99)
    hand.device.run(9)
    expect(hand.device.diagnostics()).toBe(
      'queue 1 stopped: descriptor index beyond the descriptor table\nqueue 5 stopped: descriptor index beyond the descriptor table',
    )
  })
  it('works again after a reset', () => {
    const hand = fresh().start(implemented)
    hand.offer(1, 99)
    hand.device.run(9)
    hand.start(implemented)
    expect([hand.device.status(), hand.device.diagnostics()]).toEqual([15, ''])
    hand.send(1, at, packet)
    expect(hand.device.run(9)).toBe(1)
  })
})

describe('a reset', () => {
  it('leaves nothing of steering, hashing, queues, interrupts or counters', () => {
    const hand = fresh().start(implemented)
    hand.command(control, Uint8Array.of(4, 0, 4, 0))
    const rss = [4, 1, 0xff, 1, 0, 0, 0, 0, 2, 0, 3, 0, 4, 0, 1, 0x55]
    expect(hand.command(control, Uint8Array.from(rss))).toBe(0)
    hand.send(1, at, packet)
    hand.device.run(9)
    hand.device.writeStatus(0)
    const { layout } = hand.device
    expect(hand.device.status()).toBe(0)
    expect(layout.activePairs[0]).toBe(1)
    layout.activePairs[0] = 0
    expect(new Uint8Array(layout.queueSize.buffer).every((byte) => byte === 0)).toBe(true)
  })
  it('leaves receiveq1 as the only one, and NONE as the report', () => {
    const hand = fresh().start(implemented)
    const rss = [4, 1, 0xff, 1, 0, 0, 0, 0, 2, 0, 3, 0, 4, 0, 1, 0x55]
    hand.command(control, Uint8Array.from(rss))
    hand.start(implemented)
    for (let queue = 0; queue < 8; queue += 2) hand.buffer(queue, at + 0x200 * queue, [100])
    hand.device.deliver(frame)
    hand.device.run(9)
    expect([0, 2, 4, 6].map((queue) => hand.usedIndex(queue))).toEqual([1, 0, 0, 0])
    expect(hand.hex(at + 12, 8)).toBe('0000000000000000')
  })
  it('is told nothing of what was refused before', () => {
    const hand = fresh()
    hand.negotiate(features('VERSION_1', 'RSS'))
    expect(hand.device.diagnostics()).toBe('FEATURES_OK refused: RSS requires CTRL_VQ')
    hand.device.writeStatus(0)
    expect(hand.device.diagnostics()).toBe('')
  })
})

describe('the configuration space', () => {
  it('is read in parts, before anything is negotiated, and cannot be changed', () => {
    const { device } = fresh()
    const bytes = device.readConfig(8, 2)
    expect([...bytes]).toEqual([4, 0])
    bytes.fill(9)
    expect([...device.readConfig(8, 2)]).toEqual([4, 0])
    expect(device.readConfig(0, 28).length).toBe(28)
    expect(device.readConfig(28, 0).length).toBe(0)
  })
  it.each([
    [27, 2],
    [-1, 2],
    [29, 0],
    [3, -1],
  ])('has 28 bytes: not from %d, %d long', (offset, length) => {
    expect(() => fresh().device.readConfig(offset, length)).toThrow(
      new RangeError(`the configuration space has 28 bytes, not ${length} at ${offset}`),
    )
  })
})
