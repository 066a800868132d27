import { beforeEach, describe, expect, it } from 'vitest'
import { createFlowTable } from './flow-table.ts'
import { flowWays, layOut } from './layout.ts'

const layout = layOut({ device: 1, queues: 1, chain: 1, table: 1, backlog: 1 })
const flows = createFlowTable(layout)
const TCP = 6
const UDP = 17

/** Makes an IPv4 frame the one at hand. */
function ipv4(source: number, destination: number, protocol = TCP, from = 1000, to = 80): void {
  layout.frameFamily[0] = 4
  layout.frameProtocol[0] = protocol
  layout.tuple.set([source, destination, (from << 16) | to])
}
function ipv6(source: readonly number[], destination: readonly number[], protocol = TCP, from = 1000, to = 80): void {
  layout.frameFamily[0] = 6
  layout.frameProtocol[0] = protocol
  layout.tuple.set([...source, ...destination, (from << 16) | to])
}

beforeEach(() => {
  flows.clear()
  layout.tuple.fill(0)
})

describe('a learnt flow', () => {
  it('is known by the frames that come back', () => {
    ipv4(1, 2)
    flows.learn(3)
    ipv4(2, 1, TCP, 80, 1000)
    expect(flows.lookUp()).toBe(3)
  })
  it('is pair 0 as well as any other', () => {
    ipv4(1, 2)
    flows.learn(0)
    ipv4(2, 1, TCP, 80, 1000)
    expect(flows.lookUp()).toBe(0)
  })
  it('follows the last transmit queue', () => {
    ipv4(1, 2)
    flows.learn(3)
    flows.learn(1)
    ipv4(2, 1, TCP, 80, 1000)
    expect(flows.lookUp()).toBe(1)
    expect([...layout.flowPair].filter((pair) => pair !== 0)).toEqual([2])
  })
  it('is not taken for another one', () => {
    ipv4(1, 2)
    flows.learn(3)
    expect(flows.lookUp()).toBe(-1)
    const others: (() => void)[] = [
      () => ipv4(2, 1, TCP, 81, 1000),
      () => ipv4(2, 1, TCP, 80, 1001),
      () => ipv4(2, 1, UDP, 80, 1000),
      () => ipv4(2, 1, 0, 80, 1000),
      () => ipv4(2, 7, TCP, 80, 1000),
      () => ipv4(7, 1, TCP, 80, 1000),
      () => ipv6([2, 0, 0, 0], [1, 0, 0, 0], TCP, 80, 1000),
    ]
    for (const frame of others) {
      frame()
      expect(flows.lookUp()).toBe(-1)
    }
  })
  it('is of IPv6 too, by every word of its addresses', () => {
    ipv6([1, 2, 3, 4], [5, 6, 7, 8])
    flows.learn(2)
    ipv6([5, 6, 7, 8], [1, 2, 3, 4], TCP, 80, 1000)
    expect(flows.lookUp()).toBe(2)
    for (let word = 0; word < 8; word++) {
      ipv6([5, 6, 7, 8], [1, 2, 3, 4], TCP, 80, 1000)
      layout.tuple[word] = 99
      expect(flows.lookUp()).toBe(-1)
    }
  })
  it('without TCP or UDP is known by its addresses alone', () => {
    ipv4(1, 2, 0, 11, 12)
    flows.learn(2)
    ipv4(2, 1, 0, 13, 14)
    expect(flows.lookUp()).toBe(2)
  })
  it('is forgotten by clear', () => {
    ipv4(1, 2)
    flows.learn(3)
    flows.clear()
    ipv4(2, 1, TCP, 80, 1000)
    expect(flows.lookUp()).toBe(-1)
  })
})

describe('what is no IP', () => {
  it('is neither learnt nor known', () => {
    ipv4(1, 2)
    layout.frameFamily[0] = 0
    flows.learn(1)
    expect([...layout.flowPair].every((pair) => pair === 0)).toBe(true)
    expect(flows.lookUp()).toBe(-1)
    expect(flows.spread()).toBe(0)
  })
})

describe('a full set', () => {
  it('forgets its oldest flow, one after the other', () => {
    // Flows of one set are found by trying: the set is the flow hash modulo the number of sets, and spread() shows the hash.
    const sets = layout.flowTag.length / flowWays
    const sources: number[] = []
    for (let source = 1; sources.length < flowWays + 2; source++) {
      ipv4(source, 2, TCP, 80, 1000)
      if (flows.spread() % sets === 5) sources.push(source)
    }
    const known = (): number[] =>
      sources.map((source) => {
        ipv4(source, 2, TCP, 80, 1000)
        return flows.lookUp()
      })
    sources.forEach((source, pair) => {
      ipv4(2, source, TCP, 1000, 80)
      flows.learn(pair)
      if (pair === flowWays - 1) expect(known()).toEqual([0, 1, 2, 3, -1, -1])
    })
    expect(known()).toEqual([-1, -1, 2, 3, 4, 5])
    expect(layout.flowOldest[5]).toBe(2)
  })
})

describe('spreading', () => {
  it('is even over flows, and the same for the same flow', () => {
    const counts = [0, 0, 0, 0]
    for (let port = 0; port < 4000; port++) {
      ipv4(0x0a000001, 0x0a000002, TCP, port, 80)
      const hash = flows.spread()
      expect(hash).toBe(flows.spread())
      expect(hash).toBeGreaterThanOrEqual(0)
      counts[hash % 4] = (counts[hash % 4] ?? 0) + 1
    }
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150)
  })
})
