import { describe, expect, it } from 'vitest'
import { implemented } from '../feature.ts'
import { messageOf, PciHand } from './driver.fixture.ts'

const NONE = 0xffff
const started = (hand = new PciHand()): PciHand => {
  hand.negotiate(implemented)
  for (const queue of [0, 1, 3]) hand.enable(queue)
  hand.set('device_status', 15)
  return hand
}

describe('used buffer notifications', () => {
  it('set the queue bit and assert INTx while MSI-X is off', () => {
    const hand = started()
    hand.send(1)
    expect([hand.function.intx(), hand.function.configRead(6, 2) & 8]).toEqual([true, 8])
    expect([hand.isr(), hand.isr()]).toEqual([1, 0])
    expect([hand.function.intx(), hand.function.configRead(6, 2) & 8, hand.messages]).toEqual([false, 0, []])
  })
  it('leave INTx alone where Command disables it, though Interrupt Status shows', () => {
    const hand = started()
    hand.function.configWrite(4, 2, 0x406)
    hand.send(1)
    expect([hand.function.intx(), hand.function.configRead(6, 2) & 8]).toEqual([false, 8])
  })
  it('are messages of the queue’s vector with MSI-X on, and touch neither ISR status nor INTx', () => {
    const hand = started()
    hand.useMsix(6)
    for (const [queue, vector] of [
      [1, 5],
      [3, 2],
    ] as const) {
      hand.set('queue_select', queue)
      hand.set('queue_msix_vector', vector)
    }
    hand.send(1)
    hand.send(3)
    expect(hand.messages).toEqual([messageOf(5), messageOf(2)])
    expect([hand.isr(), hand.function.intx(), hand.function.configRead(6, 2) & 8]).toEqual([0, false, 0])
  })
  it('are not delivered where the queue has no vector', () => {
    const hand = started()
    hand.useMsix(6)
    hand.send(1)
    expect([hand.messages, hand.isr()]).toEqual([[], 0])
  })
})

describe('configuration changes', () => {
  it('set the configuration bit, with MSI-X off and on, and send their vector’s message', () => {
    const hand = started()
    hand.function.setLink(false)
    expect([hand.function.intx(), hand.isr(), hand.function.intx()]).toEqual([true, 2, false])
    hand.useMsix(6)
    hand.function.setLink(true)
    expect([hand.messages, hand.isr()]).toEqual([[], 2])
    hand.set('config_msix_vector', 4)
    hand.function.setLink(false)
    expect([hand.messages, hand.isr()]).toEqual([[messageOf(4)], 2])
  })
  it('show in status and config_generation', () => {
    const hand = started()
    const read = (at: number): number => hand.function.barRead(0, 0x2000 + at, 2)
    expect([read(6), read(8)]).toEqual([1, 2])
    const before = hand.get('config_generation')
    hand.function.setLink(false)
    expect(read(6)).toBe(0)
    expect(hand.get('config_generation')).not.toBe(before)
  })
})

describe('a reset', () => {
  it('takes back queues, vectors, addresses and sizes, and de-asserts INTx', () => {
    const hand = started()
    hand.set('config_msix_vector', 1)
    hand.set('queue_select', 1)
    hand.set('queue_msix_vector', 2)
    hand.send(1)
    expect(hand.get('queue_enable')).toBe(1)
    hand.set('device_status', 0)
    expect([hand.get('device_status'), hand.function.intx(), hand.isr()]).toEqual([0, false, 0])
    hand.set('queue_select', 1)
    const names = ['config_msix_vector', 'queue_msix_vector', 'queue_enable', 'queue_size', 'queue_desc']
    expect(names.map((name) => hand.get(name))).toEqual([NONE, NONE, 0, 256, 0])
  })
})

it('is reset by its VMM too', () => {
  const hand = started()
  hand.function.reset()
  expect([hand.get('device_status'), hand.get('queue_enable')]).toEqual([0, 0])
})

describe('the bus', () => {
  it('gives no work to a function that must not touch memory', () => {
    const hand = started()
    hand.function.configWrite(4, 2, 0x2)
    hand.send(1)
    expect(hand.isr()).toBe(0)
    hand.function.configWrite(4, 2, 0x6)
    hand.function.run(9)
    expect(hand.isr()).toBe(1)
  })
  it('reads 0 where nothing is, and writes nothing there', () => {
    const { function: pci } = new PciHand()
    expect([
      pci.barRead(0, 0x1001, 1),
      pci.barRead(0, 0x3000, 2),
      pci.barRead(0, 0x201c, 4),
      pci.barRead(1, 0, 4),
    ]).toEqual([0, 0, 0, 0])
    pci.barWrite(1, 0, 4, 1)
    pci.barWrite(0, 0x2006, 2, 0)
    pci.barWrite(2, 0, 2, 0xffff)
    expect([pci.barRead(0, 0x2006, 2), pci.barRead(2, 0, 2), pci.barRead(2, 0, 4)]).toEqual([1, 0, 0])
  })
  it('reads the end of the configuration as far as it goes', () => {
    const { function: pci } = new PciHand()
    expect(pci.barRead(0, 0x2000, 4)).toBe(0x1200_5452)
    expect([0, 1, 2, 3, 4, 5].map((at) => pci.barRead(0, 0x2000 + at, 1))).toEqual([0x52, 0x54, 0, 0x12, 0x34, 0x56])
  })
})

it('says why a queue could not be enabled', () => {
  const hand = new PciHand()
  hand.enable(0)
  expect(hand.get('queue_enable')).toBe(0)
  expect(hand.function.diagnostics()).toContain('queue 0 is enabled before FEATURES_OK')
  expect(started().function.diagnostics()).toBe('')
})
