import { describe, expect, it } from 'vitest'
import { type FeatureName, featuresNamed } from '../feature/table.ts'
import { bytes } from '../kernel/bytes.ts'
import type { FilterCommand, RxMode } from '../wire/control/filter.ts'
import {
  defaultFilter,
  type Filter,
  filterAfter,
  filterAfterReset,
  isOfFilterClass,
  isValidFilterCommand,
} from './filter.ts'
import { type Verdict, verdictOf } from './verdict.ts'

const mac = bytes('525400123456')
const station = '02aa00000001'
const group = '333300000001'
const all = 'ffffffffffff'
const names: readonly FeatureName[] = ['VIRTIO_NET_F_CTRL_RX', 'VIRTIO_NET_F_CTRL_RX_EXTRA', 'VIRTIO_NET_F_CTRL_VLAN']
const frameTo = (destination: string, tag = '') => bytes(`${destination}020000000001${tag}88b5${'00'.repeat(46)}`)
const having = (...commands: readonly FilterCommand[]): Filter => commands.reduce(filterAfter, defaultFilter)
const sets = (mode: RxMode, on: boolean): FilterCommand => ({ name: 'RX_MODE', mode, on })
const strict = (['PROMISC', 'ALLMULTI', 'ALLUNI'] as const).map((mode) => sets(mode, false))
const judged = (destination: string, filter: Filter, features = names, tag = ''): string => {
  const { passes, clause }: Verdict = verdictOf(frameTo(destination, tag), {
    filter,
    features: featuresNamed(features),
    mac,
  })
  return passes === 'may' ? passes : `${passes} ${clause}`
}
const untagged = ['VIRTIO_NET_F_CTRL_RX', 'VIRTIO_NET_F_CTRL_RX_EXTRA'] as const

describe('a frame', () => {
  it('to the device or to all comes while nobody filters; of others the text says nothing', () => {
    expect(judged(mac, defaultFilter, [])).toBe('must house.frame.lost')
    expect(judged(all, defaultFilter, [])).toBe('must house.frame.lost')
    expect(judged(station, defaultFilter, [])).toBe('may')
    expect(judged(group, defaultFilter, [])).toBe('may')
    expect(judged(station, defaultFilter, untagged)).toBe('may')
  })

  it('too short for a header has no address to be judged by', () => {
    const filtering = { filter: having(...strict), features: featuresNamed(names), mac }
    expect(verdictOf(bytes('02aa00000001'), filtering).passes).toBe('must')
  })

  it.each<readonly [string, readonly FilterCommand[], string]>([
    [station, [], 'should not net.mac.device.4'],
    [group, [], 'should not net.mac.device.4'],
    [mac, [], 'must house.frame.lost'],
    [all, [], 'must house.frame.lost'],
    [station, [sets('PROMISC', true)], 'should net.rx-mode.device.2'],
    [all, [sets('PROMISC', true), sets('NOBCAST', true)], 'should net.rx-mode.device.3'],
    [mac, [sets('PROMISC', true)], 'must house.frame.lost'],
    [group, [sets('ALLMULTI', true)], 'should net.rx-mode.device.4'],
    [station, [sets('ALLMULTI', true)], 'should not net.mac.device.4'],
    [station, [sets('ALLUNI', true)], 'should net.rx-mode.device.6'],
    [group, [sets('NOMULTI', true)], 'should not net.rx-mode.device.7'],
    [group, [sets('NOMULTI', true), sets('ALLMULTI', true)], 'should not net.rx-mode.device.8'],
    [all, [sets('NOMULTI', true)], 'should net.rx-mode.device.9'],
    [mac, [sets('NOUNI', true)], 'should not net.rx-mode.device.10'],
    [mac, [sets('NOUNI', true), sets('ALLUNI', true)], 'should not net.rx-mode.device.11'],
    [all, [sets('NOBCAST', true)], 'should not net.rx-mode.device.12'],
    [all, [sets('NOBCAST', true), sets('ALLMULTI', true)], 'should not net.rx-mode.device.13'],
    [station, [{ name: 'MAC_TABLE_SET', unicast: [bytes(station)], multicast: [] }], 'must net.mac.device.2'],
    [group, [{ name: 'MAC_TABLE_SET', unicast: [], multicast: [bytes(group)] }], 'must net.mac.def.1'],
    [station, [{ name: 'MAC_ADDR_SET', mac: bytes(station) }], 'must net.mac.def.3'],
    [mac, [{ name: 'MAC_ADDR_SET', mac: bytes(station) }], 'should not net.mac.device.4'],
  ])('to %s after %j: %s', (destination, commands, verdict) => {
    expect(judged(destination, having(...strict, ...commands), untagged)).toBe(verdict)
  })

  it('may come or not where modes were never set and decide', () => {
    expect(judged(group, having(sets('PROMISC', false)), untagged)).toBe('may')
    expect(judged(station, having(sets('PROMISC', false)), untagged)).toBe('may')
    expect(judged(station, having(sets('PROMISC', false)), ['VIRTIO_NET_F_CTRL_RX'])).toBe(
      'should not net.mac.device.4',
    )
    expect(judged(mac, having(sets('NOUNI', true)), untagged)).toBe('may')
  })

  it('to what was listed before a reset should not come, since the table is empty', () => {
    const table = { name: 'MAC_TABLE_SET', unicast: [bytes(station)], multicast: [] } as const
    const reset = filterAfterReset(having(table))
    expect(judged(station, strict.reduce(filterAfter, reset), untagged)).toBe('should not net.mac.device.1')
    const set = filterAfterReset(having({ name: 'MAC_ADDR_SET', mac: bytes(station) }))
    expect(judged(mac, strict.reduce(filterAfter, set), untagged)).toBe('may')
    expect(judged(station, strict.reduce(filterAfter, set), untagged)).toBe('may')
  })

  it('is judged no more where the tables are long, or a command without a meaning was taken', () => {
    const long = Array.from({ length: 17 }, (_, at) => bytes(`0200000000${(at + 16).toString(16)}`))
    const table = { name: 'MAC_TABLE_SET', unicast: long, multicast: [] } as const
    expect(judged(station, having(...strict, table), untagged)).toBe('may')
    expect(judged(mac, { ...having(...strict), anyhow: true }, untagged)).toBe('may')
  })
})

describe('a tagged frame', () => {
  const tag = '8100602a'
  const adds = { name: 'VLAN_ADD', vlan: 42 } as const

  it('comes without CTRL_VLAN, and with it where its VLAN is listed', () => {
    expect(judged(mac, defaultFilter, [], tag)).toBe('must net.vlan.device.1')
    expect(judged(mac, having(...strict, adds), names, tag)).toBe('must net.vlan.device.2')
    expect(judged(mac, having(...strict), names, tag)).toBe('should not net.vlan.device.3')
    expect(judged(mac, having(...strict, adds, { name: 'VLAN_DEL', vlan: 42 }), names, tag)).toBe(
      'should not net.vlan.device.3',
    )
    expect(judged(mac, strict.reduce(filterAfter, filterAfterReset(having(adds))), names, tag)).toBe(
      'should not net.vlan.def.1',
    )
    expect(judged(mac, having(...strict), names)).toBe('must net.vlan.def.2')
    expect(judged(station, having(...strict), names)).toBe('should not net.mac.device.4')
  })

  it('is open where two filters disagree, and for service tags, which the text does not name', () => {
    expect(judged(station, having(...strict, adds), names, tag)).toBe('may')
    expect(judged(mac, having(sets('PROMISC', true)), names, '88a8002a')).toBe('may')
    expect(judged(station, having(sets('PROMISC', true), adds), names, tag)).toBe('should net.rx-mode.device.2')
    expect(judged(station, having(sets('PROMISC', true)), names, tag)).toBe('may')
  })
})

describe('a command', () => {
  const has = featuresNamed([...names, 'VIRTIO_NET_F_CTRL_MAC_ADDR'])
  it.each<readonly [FilterCommand, boolean]>([
    [sets('PROMISC', true), true],
    [{ name: 'MAC_TABLE_SET', unicast: [bytes(station)], multicast: [bytes(group)] }, true],
    [{ name: 'MAC_TABLE_SET', unicast: [bytes(group)], multicast: [] }, false],
    [{ name: 'MAC_TABLE_SET', unicast: [], multicast: [bytes(station)] }, false],
    [{ name: 'MAC_ADDR_SET', mac: bytes(group) }, false],
    [{ name: 'VLAN_ADD', vlan: 4096 }, false],
  ])('%j has a meaning: %s', (command, valid) => {
    expect(isValidFilterCommand(command, has)).toBe(valid)
    expect(isValidFilterCommand(command, featuresNamed([]))).toBe(false)
  })

  it('is of these classes by its number, well-formed or not', () => {
    expect(isOfFilterClass({ name: 'RAW', class: 2, command: 7, data: bytes('') })).toBe(true)
    expect(isOfFilterClass({ name: 'ANNOUNCE_ACK' })).toBe(false)
  })
})
