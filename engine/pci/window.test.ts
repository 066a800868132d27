import { describe, expect, it } from 'vitest'
import { implemented } from '../feature.ts'
import { isKicked } from '../kicked.ts'
import { PciHand } from './driver.fixture.ts'
import { capabilityAt } from './place.ts'
import { windowData } from './window.ts'

const at = capabilityAt.window

/** Points the window. */
function point(hand: PciHand, offset: number, length: number, bar = 0): void {
  hand.function.configWrite(at + 4, 1, bar)
  hand.function.configWrite(at + 8, 4, offset)
  hand.function.configWrite(at + 12, 4, length)
}

describe('the window', () => {
  it('keeps bar, offset and length', () => {
    const hand = new PciHand()
    point(hand, 0x2004, 2, 3)
    const { function: pci } = hand
    expect([pci.configRead(at + 4, 1), pci.configRead(at + 8, 4), pci.configRead(at + 12, 4)]).toEqual([3, 0x2004, 2])
  })
  it('writes and reads registers of each width', () => {
    const hand = new PciHand()
    point(hand, 20, 1)
    hand.function.configWrite(windowData, 4, 0xffff_ff03)
    expect([hand.get('device_status'), hand.function.configRead(windowData, 1)]).toEqual([3, 3])
    point(hand, 22, 2)
    hand.function.configWrite(windowData, 2, 0x102)
    expect([hand.get('queue_select'), hand.function.configRead(windowData, 2)]).toEqual([0x102, 0x102])
    point(hand, 8, 4)
    hand.function.configWrite(windowData, 4, 0x8765_4321)
    expect([hand.get('driver_feature_select'), hand.function.configRead(windowData, 4)]).toEqual([
      0x8765_4321, 0x8765_4321,
    ])
    expect(hand.function.configRead(windowData + 2, 1)).toBe(0x65)
  })
  it('rings doorbells and clears the ISR status', () => {
    const hand = new PciHand()
    hand.negotiate(implemented)
    hand.enable(1)
    hand.set('device_status', 15)
    hand.send(1)
    point(hand, 0x1000, 1)
    expect([hand.function.configRead(windowData, 1), hand.isr()]).toEqual([1, 0])
    hand.function.device.layout.queueKicked.fill(0)
    point(hand, 0x3004, 2)
    hand.function.configWrite(windowData, 2, 1)
    expect(isKicked(hand.function.device.layout.queueKicked, 1)).toBe(true)
  })
  it('makes no access of another length, unaligned, outside or in another BAR', () => {
    for (const [offset, length, bar] of [
      [20, 0, 0],
      [20, 3, 0],
      [20, 8, 0],
      [21, 2, 0],
      [20, 1, 2],
      [0x4000, 1, 0],
      [0xffff_fffc, 4, 0],
    ] as const) {
      const hand = new PciHand()
      point(hand, offset, length, bar)
      hand.function.configWrite(windowData, 4, 0x0303_0303)
      expect([hand.get('device_status'), hand.function.configRead(windowData, 4)]).toEqual([0, 0x0303_0303])
    }
  })
  it('does nothing by a look beside it', () => {
    const hand = new PciHand()
    hand.negotiate(implemented)
    hand.enable(1)
    hand.set('device_status', 15)
    hand.send(1)
    point(hand, 0x1000, 1)
    hand.function.configRead(windowData - 4, 4)
    hand.function.configRead(windowData + 4, 4)
    expect(hand.isr()).toBe(1)
  })
})
