import { expect, it } from 'vitest'
import { tunFlag } from '../../model/tun/flag.ts'
import { fileProperties } from './files.ts'
import { bareTap, headedTap, queues, sender } from './plan.ts'
import { steeringProperties } from './steering.ts'

it('opens files and makes them queues', () => {
  expect(queues(2).map(({ kind }) => kind)).toEqual([
    'user.opens',
    'user.attaches',
    'user.opens',
    'user.attaches',
    'admin.links',
    'device.rests',
  ])
  expect(headedTap & ~bareTap).toBe(tunFlag.IFF_VNET_HDR)
})

it('sends no frame twice', () => {
  const send = sender()
  expect(send(1).bytes).not.toBe(send(1).bytes)
})

it('has properties of two themes', () => {
  expect([...fileProperties, ...steeringProperties].map(({ needs }) => needs[0])).not.toContain('net')
})
