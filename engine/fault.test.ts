import { beforeEach, expect, it } from 'vitest'
import { fault, faultWords, stopQueue } from './fault.ts'
import { clear, layOut } from './layout.ts'

const layout = layOut({ device: 1, queues: 3, chain: 1, table: 1, backlog: 1 })

beforeEach(() => clear(layout))

it('has words for every fault, and for what is none', () => {
  expect(Object.values(fault).map(faultWords)).toEqual([
    'available index further ahead than the ring has entries',
    'descriptor index beyond the descriptor table',
    'descriptor chain longer than the queue has entries',
    'descriptor outside guest memory',
    'device-readable descriptor behind a device-writable one',
    'indirect descriptor without VIRTIO_F_INDIRECT_DESC',
    'descriptors in the wrong direction for this queue',
    'frame shorter than its header',
    'control command without room for the acknowledgement',
    'receive buffer shorter than the header',
    'indirect descriptor where none may be',
    'table of descriptors that holds none, or a part of one',
  ])
  expect(faultWords(0)).toBe('no such fault: 0')
})

it('has a code of its own for every fault, none of them 0', () => {
  const codes = Object.values(fault)
  expect(new Set([0, ...codes]).size).toBe(codes.length + 1)
})

it('stops one queue and asks for a reset, and tells the driver once it drives', () => {
  layout.deviceStatus[0] = 11
  stopQueue(layout, 2, fault.order)
  expect([...layout.queueFault]).toEqual([0, 0, fault.order])
  expect([layout.deviceStatus[0], layout.configurationPending[0]]).toEqual([11 | 64, 0])
  layout.deviceStatus[0] = 15
  stopQueue(layout, 1, fault.header)
  expect([...layout.queueFault]).toEqual([0, fault.header, fault.order])
  expect([layout.deviceStatus[0], layout.configurationPending[0]]).toEqual([15 | 64, 1])
})
