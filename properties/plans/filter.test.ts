import fc from 'fast-check'
import { expect, test } from 'vitest'
import { referenceConfig } from '../../conformance/targets/reference-config.ts'
import { destinations, frameTo, groups, modesOf, stations, tableCommand, taggedFrame, vlans } from './filter.ts'

const seeded = { numRuns: 60, seed: 1 }

test('frames go to the device, stations, groups and all, by the bytes they begin with', () => {
  const made = fc.sample(frameTo(destinations(referenceConfig)), seeded).map((make, id) => make(id).slice(0, 12))
  expect(new Set(made)).toEqual(new Set([referenceConfig.mac, ...stations, ...groups, 'ffffffffffff']))
})

test('tagged frames carry every VLAN there is a command for, and some none', () => {
  const made = fc.sample(taggedFrame(referenceConfig), seeded).map((make, id) => make(id))
  const ids = made.map((frame) =>
    frame.slice(24, 28) === '8100' ? Number.parseInt(frame.slice(28, 32), 16) & 0xfff : -1,
  )
  expect(new Set(ids)).toEqual(new Set([...vlans, -1]))
})

test('tables hold stations and groups, each in its own', () => {
  for (const command of fc.sample(tableCommand, seeded)) {
    if (command.name !== 'MAC_TABLE_SET') throw new Error(command.name)
    expect([...stations, ...groups]).toEqual(expect.arrayContaining([...command.unicast, ...command.multicast]))
    expect(command.unicast.every((mac) => stations.includes(mac))).toBe(true)
  }
})

test('without CTRL_RX_EXTRA there are two modes', () => {
  expect([modesOf(false).length, modesOf(true).length]).toEqual([2, 6])
})
