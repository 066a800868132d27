import { describe, expect, it } from 'vitest'
import { type FeatureName, features } from './feature.ts'
import { createFilter, mode } from './filter.ts'
import { layOut } from './layout.ts'
import { allocateMemory } from './memory.ts'

const own = Uint8Array.of(0x52, 0x54, 0, 0x12, 0x34, 0x56)
const station = Uint8Array.of(2, 0xaa, 0, 0, 0, 1)
const group = Uint8Array.of(0x33, 0x33, 0, 0, 0, 1)
const all = new Uint8Array(6).fill(0xff)
const at = 64

function filterWith(...names: readonly FeatureName[]) {
  const layout = layOut({ device: 1, queues: 3, chain: 8, table: 128, backlog: 1 })
  const memory = allocateMemory(4096, 0)
  const filter = createFilter(layout, memory, 100)
  filter.begin(features(...names), own)
  const passes = (mac: Uint8Array, tag?: number, length = 60): boolean => {
    memory.bytes.fill(0, at, at + 60)
    memory.bytes.set(mac, at)
    if (tag !== undefined) memory.bytes.set([0x81, 0, tag >> 8, tag & 0xff], at + 12)
    return filter.passes(at, length)
  }
  return { filter, passes, memory }
}

function strict() {
  const parts = filterWith('CTRL_RX')
  parts.filter.setMode(mode.PROMISC, false)
  return parts
}

describe('a filter', () => {
  it('lets everything in without features, and before anybody says anything', () => {
    expect([own, station, group, all].map((mac) => filterWith().passes(mac, 7))).toEqual([true, true, true, true])
    expect([own, station, group, all].map((mac) => filterWith('CTRL_RX').passes(mac))).toEqual([true, true, true, true])
    expect(strict().passes(station, undefined, 13)).toBe(true)
  })

  it('lets in its own address and all, once it is not promiscuous', () => {
    expect([own, station, group, all].map((mac) => strict().passes(mac))).toEqual([true, false, false, true])
  })

  it.each([
    [[mode.ALLMULTI], [true, false, true, true]],
    [[mode.ALLUNI], [true, true, false, true]],
    [
      [mode.ALLMULTI, mode.NOMULTI],
      [true, false, false, true],
    ],
    [
      [mode.ALLUNI, mode.NOUNI],
      [false, false, false, true],
    ],
    [
      [mode.ALLMULTI, mode.NOBCAST],
      [true, false, true, false],
    ],
    [
      [mode.PROMISC, mode.NOUNI, mode.NOBCAST],
      [true, true, true, true],
    ],
  ])('with modes %j: %j', (modes, expected) => {
    const { filter, passes } = strict()
    for (const one of modes) filter.setMode(one, true)
    expect([own, station, group, all].map((mac) => passes(mac))).toEqual(expected)
  })

  it('lets in what either table lists, and everything where there is no room for all of them', () => {
    const { filter, passes, memory } = strict()
    memory.bytes.set([...station, ...group], 1024)
    filter.setTable(1024, 1, 1030, 1)
    expect([station, group].map((mac) => passes(mac))).toEqual([true, true])
    filter.setTable(1024, 1, 1030, 0)
    expect([station, group].map((mac) => passes(mac))).toEqual([true, false])
    filter.setTable(1024, 65, 1030, 0)
    expect([Uint8Array.of(2, 0, 0, 0, 0, 9), group].map((mac) => passes(mac))).toEqual([true, true])
  })

  it('follows its address', () => {
    const { filter, passes } = strict()
    filter.setAddress(station)
    expect([own, station].map((mac) => passes(mac))).toEqual([false, true])
  })

  it('keeps tagged frames to the VLANs listed', () => {
    const { filter, passes } = filterWith('CTRL_VLAN')
    filter.setVlan(31, true)
    filter.setVlan(4095, true)
    expect([0x601f, 31, 63, 4095, undefined].map((tag) => passes(own, tag))).toEqual([true, true, false, true, true])
    filter.setVlan(31, false)
    expect(passes(own, 31)).toBe(false)
  })

  it('keeps frames to the MTU, behind their header and tag', () => {
    const { passes } = filterWith('MTU')
    expect([114, 115].map((length) => passes(own, undefined, length))).toEqual([true, false])
    expect([118, 119].map((length) => passes(own, 1, length))).toEqual([true, false])
  })
})
