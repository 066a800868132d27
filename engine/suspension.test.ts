import { describe, expect, it } from 'vitest'
import { HandDriver } from './driver.fixture.ts'
import { features, implemented } from './feature.ts'
import { ethernet } from './frame.fixture.ts'
import { open } from './index.ts'

const at = 0x3_0000
const frame = ethernet('1234', '00'.repeat(46))
const packet = Uint8Array.from([...new Uint8Array(20), ...frame])
const started = (set = implemented): HandDriver => new HandDriver(open({ memorySize: 0x4_0000 })).start(set)
/** `status` of the configuration. */
const linkOf = (hand: HandDriver): number | undefined => hand.device.readConfig(6, 1)[0]

describe('SUSPEND', () => {
  it('goes unheard before DRIVER_OK, and where it was not negotiated', () => {
    const { device } = new HandDriver(open({ memorySize: 0x4_0000 }))
    device.writeStatus(1 | 16)
    expect(device.status()).toBe(1)
    const hand = started(features('VERSION_1'))
    hand.device.writeStatus(15 | 16)
    expect(hand.device.status()).toBe(15)
  })

  it('stops all work until DRIVER_OK is written again, which takes up what was left', () => {
    const hand = started()
    hand.device.writeStatus(15 | 16)
    expect(hand.device.status()).toBe(11 | 16)
    hand.send(1, at, packet)
    hand.device.notify(1)
    expect([hand.device.run(9), hand.usedIndex(1), hand.device.takeInterrupt(1)]).toEqual([0, 0, false])
    hand.device.writeStatus(15 | 16)
    expect(hand.device.status()).toBe(15)
    expect([hand.device.run(9), hand.usedIndex(1), hand.device.takeInterrupt(1)]).toEqual([1, 1, true])
  })

  it('lets frames wait', () => {
    const hand = started()
    hand.device.writeStatus(15 | 16)
    expect(hand.device.deliver(frame)).toBe(true)
    expect(hand.device.run(9)).toBe(0)
    hand.device.writeStatus(15)
    expect(hand.device.run(9)).toBe(1)
  })

  it('keeps the configuration as it is; the link is what it came to, and told of, afterwards', () => {
    const hand = started()
    hand.device.writeStatus(15 | 16)
    hand.device.setLink(false)
    expect([linkOf(hand), hand.device.takeConfigurationInterrupt()]).toEqual([1, false])
    hand.device.writeStatus(15)
    expect([linkOf(hand), hand.device.takeConfigurationInterrupt()]).toEqual([0, true])
  })

  it('ends with a reset, of which nothing is told', () => {
    const hand = started()
    hand.device.writeStatus(15 | 16)
    hand.device.setLink(false)
    hand.device.writeStatus(0)
    expect([hand.device.status(), linkOf(hand), hand.device.takeConfigurationInterrupt()]).toEqual([0, 0, false])
  })
})
