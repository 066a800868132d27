import { beforeEach, describe, expect, it } from 'vitest'
import { createFlowTable } from './flow-table.ts'
import { hashReport } from './hash-report.ts'
import { clear, layOut } from './layout.ts'
import { createSteering } from './steering.ts'

const layout = layOut({ device: 1, queues: 9, chain: 1, table: 128, backlog: 1 })
const flows = createFlowTable(layout)
const steering = createSteering(layout, flows)

beforeEach(() => clear(layout))

function hashed(report: number, value: number): number {
  layout.hashReport[0] = report
  layout.hashValue[0] = value
  return steering.receiveQueue()
}

describe('receive-side scaling', () => {
  it('takes the table entry of the masked hash', () => {
    layout.table.set([3, 0, 2, 1])
    steering.steerByTable(3, 2)
    expect([0, 1, 2, 3].map((low) => hashed(hashReport.IPv4, 0xfffffff0 + low))).toEqual([6, 0, 4, 2])
    expect(hashed(hashReport.UDPv6_EX, 0x80000004)).toBe(6)
  })
  it('takes a table of one entry, and of 128', () => {
    layout.table.set(Array.from({ length: 128 }, (_, entry) => entry % 4))
    steering.steerByTable(0, 0)
    expect(hashed(hashReport.IPv4, 0xffffffff)).toBe(0)
    steering.steerByTable(127, 0)
    expect(hashed(hashReport.IPv4, 0xffffffff)).toBe(6)
  })
  it('takes the entry though its queue is in reset', () => {
    layout.table.set([3, 0])
    layout.queueSize.set([8, 8])
    steering.steerByTable(1, 0)
    expect(hashed(hashReport.IPv4, 0)).toBe(6)
  })
  it('takes the unclassified queue without a hash, whatever the value says', () => {
    layout.table.set([0, 0])
    steering.steerByTable(1, 3)
    expect(hashed(hashReport.NONE, 1)).toBe(6)
  })
})

describe('automatic receive steering', () => {
  const incoming = (port: number): void => {
    layout.frameFamily[0] = 4
    layout.frameProtocol[0] = 6
    layout.tuple.set([1, 2, (port << 16) | 80])
  }
  const outgoing = (port: number): void => {
    incoming(port)
    layout.tuple.set([2, 1, (80 << 16) | port])
  }

  it('places everything in receiveq1 with one pair', () => {
    steering.steerAutomatically(1)
    outgoing(7)
    flows.learn(2)
    incoming(7)
    expect(steering.receiveQueue()).toBe(0)
  })
  it('follows the last transmit queue while it is active', () => {
    steering.steerAutomatically(3)
    outgoing(7)
    flows.learn(2)
    incoming(7)
    expect(steering.receiveQueue()).toBe(4)
    steering.steerAutomatically(2)
    expect([0, 2]).toContain(steering.receiveQueue())
    outgoing(7)
    flows.learn(0)
    incoming(7)
    expect(steering.receiveQueue()).toBe(0)
  })
  it('spreads unknown flows over the active pairs, and no others', () => {
    for (const pairs of [2, 3, 4]) {
      steering.steerAutomatically(pairs)
      const queues = new Set<number>()
      for (let port = 0; port < 200; port++) {
        incoming(port)
        queues.add(steering.receiveQueue())
      }
      expect([...queues].sort()).toEqual([0, 2, 4, 6].slice(0, pairs))
    }
  })
  it('places what is no IP in receiveq1', () => {
    steering.steerAutomatically(4)
    incoming(3)
    layout.frameFamily[0] = 0
    expect(steering.receiveQueue()).toBe(0)
  })
  it('passes over receive queues in reset, in a circle, and names the one in reset where there is no other', () => {
    steering.steerAutomatically(3)
    outgoing(7)
    flows.learn(2)
    incoming(7)
    layout.queueSize.set([0, 8, 8, 8, 8, 8, 8])
    expect(steering.receiveQueue()).toBe(4)
    layout.queueSize[4] = 0
    expect(steering.receiveQueue()).toBe(2)
    layout.queueSize[2] = 0
    expect(steering.receiveQueue()).toBe(4)
  })
  it('ends and returns with the last command', () => {
    layout.table.set([3])
    steering.steerByTable(0, 3)
    expect(hashed(hashReport.NONE, 0)).toBe(6)
    steering.steerAutomatically(1)
    expect(hashed(hashReport.NONE, 0)).toBe(0)
  })
})
