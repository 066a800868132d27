import { describe, expect, it } from 'vitest'
import { HandDriver } from '../driver.fixture.ts'
import { features } from '../feature.ts'
import { open } from '../index.ts'
import { createFilterClasses } from './filter.ts'

const every = features(
  ...(['VERSION_1', 'MAC', 'STATUS', 'CTRL_VQ', 'CTRL_RX', 'CTRL_RX_EXTRA'] as const),
  ...(['CTRL_VLAN', 'CTRL_MAC_ADDR', 'GUEST_ANNOUNCE'] as const),
)
const driver = (set = every): HandDriver => new HandDriver(open({ memorySize: 0x4_0000 })).start(set)
const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))

describe('commands for what is received', () => {
  it.each([
    ['00 00 01', 0],
    ['00 05 00', 0],
    ['00 06 01', 1],
    ['00 00 02', 1],
    ['00 00', 1],
    ['00 00 0100', 1],
    ['01 00 01000000 02aa00000001 01000000 333300000001', 0],
    ['01 00 00000000 00000000', 0],
    ['01 00 00000000', 1],
    ['01 00 01000000 02aa00000001 01000000', 1],
    ['01 00 01000000 333300000001 00000000', 1],
    ['01 00 00000000 01000000 02aa00000001', 1],
    ['01 00 abaaaaaa 02aa00000001 00000000', 1],
    ['01 01 02aa00000001', 0],
    ['01 01 03aa00000001', 1],
    ['01 01 02aa000000', 1],
    ['01 02 02aa00000001', 1],
    ['02 00 ff0f', 0],
    ['02 01 0100', 0],
    ['02 00 0010', 1],
    ['02 02 0100', 1],
    ['02 00 01', 1],
    ['03 00', 0],
    ['03 01', 1],
    ['03 00 00', 1],
  ])('%s is answered with %d, and turned down without its feature', (command, ack) => {
    expect(driver().command(2, bytesOf(command))).toBe(ack)
    expect(driver(features('VERSION_1', 'CTRL_VQ')).command(2, bytesOf(command))).toBe(1)
  })

  /** MAC_TABLE_SET of so many addresses, `groups` of them of groups. */
  function longTable(unicast: number, groups: number, extra = 0): Uint8Array {
    const bytes = new Uint8Array(10 + 6 * (unicast + groups) + extra)
    const view = new DataView(bytes.buffer)
    view.setUint8(0, 1)
    view.setUint32(2, unicast, true)
    view.setUint32(6 + 6 * unicast, groups, true)
    for (let nth = 0; nth < unicast; nth++) view.setUint32(6 + 6 * nth, 0x0200_0000 + nth)
    for (let nth = 0; nth < groups; nth++) view.setUint32(10 + 6 * (unicast + nth), 0x0300_0000 + nth)
    return bytes
  }

  it.each([
    [64, 960],
    [1024, 0],
    [1025, 0],
    [0, 2000],
    [1500, 1500],
  ])('a table of %d stations and %d groups is taken, and none of either is withheld', (unicast, groups) => {
    const hand = driver()
    expect(hand.command(2, bytesOf('00 00 00'))).toBe(0)
    expect(hand.command(2, longTable(unicast, groups))).toBe(0)
    expect(driver(features('VERSION_1', 'CTRL_VQ')).command(2, longTable(unicast, groups))).toBe(1)
    hand.buffer(0, 0x1_0000, [2048])
    const frame = new Uint8Array(60)
    frame.set([0x02, 0xee, 0, 0, 0, 9])
    hand.device.deliver(frame)
    hand.device.run(10)
    expect(hand.usedIndex(0)).toBe(1)
  })

  it('what is as long and no table is turned down', () => {
    expect(driver().command(2, longTable(1100, 0, 1))).toBe(1)
    const counts = longTable(1100, 0)
    new DataView(counts.buffer).setUint32(2, 1101, true)
    expect(driver().command(2, counts)).toBe(1)
    const other = longTable(1100, 0)
    other[0] = 2
    expect(driver().command(2, other)).toBe(1)
    other.set([1, 1])
    expect(driver().command(2, other)).toBe(1)
  })

  it('MAC_ADDR_SET shows in mac, and a reset takes it back', () => {
    const hand = driver()
    const mac = () => Buffer.from(hand.device.readConfig(0, 6)).toString('hex')
    hand.command(2, bytesOf('01 01 02aa00000001'))
    expect(mac()).toBe('02aa00000001')
    hand.device.writeStatus(0)
    expect(mac()).toBe('525400123456')
  })

  it('ANNOUNCE shows, is told of, and goes with ANNOUNCE_ACK or a reset', () => {
    const hand = driver()
    const status = () => hand.device.readConfig(6, 1)[0]
    hand.device.announce()
    expect([status(), hand.device.takeConfigurationInterrupt()]).toEqual([3, true])
    hand.command(2, bytesOf('03 00'))
    expect([status(), hand.device.takeConfigurationInterrupt()]).toEqual([1, false])
    hand.device.announce()
    hand.device.writeStatus(0)
    expect(status()).toBe(1)
    hand.device.announce()
    expect(status()).toBe(1)
  })

  it('what the driver writes to the configuration changes nothing', () => {
    const hand = driver()
    hand.device.writeConfig(0, new Uint8Array(28).fill(7))
    expect(hand.device.readConfig(0, 1)[0]).toBe(0x52)
  })

  it('stand for four classes', () => {
    expect(createFilterClasses.length).toBe(1)
  })
})
