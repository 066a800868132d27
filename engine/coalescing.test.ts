import { describe, expect, it } from 'vitest'
import { createCoalescing } from './coalescing.ts'
import { features } from './feature.ts'
import { layOut } from './layout.ts'
import { allocateMemory } from './memory.ts'
import { enableOffloads } from './offload-bits.ts'
import { createTunnelWalk, everyTunnelType } from './tunnel.ts'

const capacities = { device: 1, queues: 5, chain: 8, table: 128, backlog: 2 }

describe('coalescing', () => {
  const layout = layOut(capacities)
  const coalescing = createCoalescing(layout)

  it('holds a notification back until so many packets, or so much time', () => {
    coalescing.set(1, 3, 100)
    layout.interruptPending[1] = 1
    layout.usedPosition[1] = 2
    expect(coalescing.holds(1)).toBe(true)
    layout.usedPosition[1] = 3
    expect(coalescing.holds(1)).toBe(false)
    coalescing.sent(1)
    expect(coalescing.holds(1)).toBe(true)
    coalescing.elapse(99)
    expect(coalescing.holds(1)).toBe(true)
    coalescing.elapse(1)
    expect(coalescing.holds(1)).toBe(false)
  })

  it('holds nothing back where one parameter is 0', () => {
    coalescing.set(0, 0, 100)
    expect(coalescing.holds(0)).toBe(false)
    coalescing.set(0, 100, 0)
    expect(coalescing.holds(0)).toBe(false)
  })

  it('is set for one side, the control queue left out, and comes back with a queue', () => {
    coalescing.setAll(false, 7, 8, 4)
    expect([...layout.coalescedPackets]).toEqual([7, 3, 7, 0, 0])
    coalescing.set(2, 1, 1)
    coalescing.renew(2)
    coalescing.renew(1)
    expect([...layout.coalescedUsecs]).toEqual([8, 0, 8, 0, 0])
  })
})

it('receive offloads are those negotiated, the tunnel ones by bits of their own', () => {
  const layout = layOut(capacities)
  enableOffloads(layout, features('GUEST_CSUM', 'GUEST_TSO4', 'GUEST_UDP_TUNNEL_GSO', 'GUEST_USO6'))
  expect([...layout.offloads]).toEqual([(1 << 1) | (1 << 7), (1 << 14) | (1 << 23)])
})

describe('the walk into tunnels', () => {
  const layout = layOut(capacities)
  const memory = allocateMemory(64, 64)
  const walk = createTunnelWalk(layout, memory)
  const put = (hex: string): void => {
    memory.bytes.fill(0)
    memory.bytes.set(Buffer.from(hex, 'hex'))
  }
  const udp = (port: number, payload: string): string => `1234${port.toString(16).padStart(4, '0')}00000000${payload}`
  const cases: readonly (readonly [string, number, number, string, number, number])[] = [
    ['GRE', 47, 0x001, '00000800', 4, 0x0800],
    ['GRE with key', 47, 0x002, '2000080000000001', 8, 0x0800],
    ['NVGRE', 47, 0x100, `2000655800000001${'00'.repeat(12)}86dd`, 22, 0x86dd],
    ['GRE in UDP', 17, 0x008, udp(4754, `00000800${'00'.repeat(8)}`), 12, 0x0800],
    ['VXLAN', 17, 0x010, udp(4789, `0800000000000000${'00'.repeat(12)}0800`), 30, 0x0800],
    ['VXLAN-GPE', 17, 0x020, udp(4790, '0c00000200000000'), 16, 0x86dd],
    ['Geneve', 17, 0x040, udp(6081, '010008000000000000000000'), 20, 0x0800],
    ['IP in IP', 4, 0x080, '', 0, 0x0800],
  ]

  it.each(cases)('%s', (_, kind, type, hex, at, etherType) => {
    put(hex)
    layout.tunnelTypes[0] = type
    expect(walk(kind, 4, 0, 60)).toBe(at)
    expect(layout.innerType[0]).toBe(etherType)
    layout.tunnelTypes[0] = everyTunnelType & ~type
    if (kind !== 47) expect(walk(kind, 4, 0, 60)).toBe(-1)
  })
})
