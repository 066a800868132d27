import { expect, it } from 'vitest'
import { completeConfig } from './config.ts'
import { createConfigSpace } from './config-space.ts'
import { layOut } from './layout.ts'
import { createLink } from './link.ts'
import { createNegotiation } from './negotiation.ts'

const config = completeConfig({ memorySize: 0x1_0000 })
const layout = layOut({ device: 1, queues: 9, chain: 256, table: 128, backlog: 4 })

/** A device that accepted everything, with its link. */
function driven() {
  const negotiation = createNegotiation(layout, config.offered)
  const space = createConfigSpace(config)
  layout.deviceStatus[0] = 0
  layout.configurationPending[0] = 0
  negotiation.writeFeatures(config.offered)
  negotiation.addStatus(11)
  return { negotiation, space, link: createLink(layout, space, negotiation) }
}

it('tells a driver after DRIVER_OK of a change, and of nothing else', () => {
  const { negotiation, space, link } = driven()
  link.set(false)
  expect([space.isUp(), layout.configurationPending[0]]).toEqual([false, 0])
  negotiation.addStatus(15)
  link.set(false)
  expect(layout.configurationPending[0]).toBe(0)
  link.set(true)
  expect([space.isUp(), layout.configurationPending[0]]).toEqual([true, 1])
})

it('waits for a suspended device, and settles to what it came to last', () => {
  const { negotiation, space, link } = driven()
  negotiation.addStatus(15)
  negotiation.addStatus(15 | 16)
  link.set(false)
  link.set(true)
  link.set(false)
  expect([space.isUp(), layout.configurationPending[0]]).toEqual([true, 0])
  negotiation.addStatus(15)
  link.settle()
  link.settle()
  expect([space.isUp(), layout.configurationPending[0]]).toEqual([false, 1])
})
