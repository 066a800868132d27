import { expect, test } from 'vitest'
import { featuresNamed } from '../../feature/table.ts'
import { bytes } from '../../kernel/bytes.ts'
import { config } from '../live.fixture.ts'
import { defaultSetting, filterOf } from '../setting.ts'
import { announceAck, filtering, rxMode, unsettledFilter } from './filter.ts'

const on = { features: featuresNamed(['VIRTIO_NET_F_GUEST_ANNOUNCE']), config }

test('a command without a meaning leaves open what is received, and steering as it is', () => {
  const open = unsettledFilter(defaultSetting)
  expect(open).toMatchObject({ steering: defaultSetting.steering, filter: { anyhow: true } })
  expect(filtering.unsettled(defaultSetting, { name: 'VLAN_ADD', vlan: 0xffff })).toEqual(open)
})

test('a valid one changes the filter alone', () => {
  const setting = filtering.setting(defaultSetting, { name: 'MAC_ADDR_SET', mac: bytes('02aa00000001') })
  expect(filterOf(setting).address).toBe('02aa00000001')
  expect(setting.steering).toBe(defaultSetting.steering)
  expect(filtering.isValid({ name: 'VLAN_ADD', vlan: 1 }, on)).toBe(false)
})

test('modes must be taken by the clause of their feature', () => {
  const clause = (mode: 'PROMISC' | 'NOUNI') => rxMode.clauseOf({ name: 'RX_MODE', mode, on: true }, on)
  expect([clause('PROMISC'), clause('NOUNI')]).toEqual(['net.rx-mode.device.1', 'net.rx-mode.device.5'])
})

test('an acknowledgement is no setting', () => {
  expect(announceAck.isValid({ name: 'ANNOUNCE_ACK' }, on)).toBe(true)
  expect(announceAck.setting(defaultSetting, { name: 'ANNOUNCE_ACK' })).toBe(defaultSetting)
  expect(announceAck.unsettled(defaultSetting, { name: 'ANNOUNCE_ACK' })).toBe(defaultSetting)
  expect(announceAck.clauseOf({ name: 'ANNOUNCE_ACK' }, on)).toBe('house.control.valid')
})

test('a table of more addresses than devices have room for must be taken all the same', () => {
  const [station, group] = [bytes('02aa00000001'), bytes('333300000001')]
  const table = (count: number) =>
    ({ name: 'MAC_TABLE_SET', unicast: Array.from({ length: count - 1 }, () => station), multicast: [group] }) as const
  expect(filtering.clauseOf(table(64), on)).toBe('house.control.valid')
  expect(filtering.clauseOf(table(65), on)).toBe('net.mac.def.2')
})
