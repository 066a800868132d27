import { describe, expect, it } from 'vitest'
import { createFrameHash, everyHashType, hashReport } from './hash-report.ts'
import { layOut } from './layout.ts'
import { msIPv4, msIPv6, msKey } from './ms-rss.fixture.ts'
import { createToeplitz } from './toeplitz.ts'

const layout = layOut({ device: 1, queues: 1, chain: 1, table: 1, backlog: 1 })
const toeplitz = createToeplitz(layout)
const hash = createFrameHash(layout, toeplitz)
toeplitz.setKey(msKey, 0, 40)

/** The bits of hash types in the order of the specification's list. */
const type = { IPv4: 1, TCPv4: 2, UDPv4: 4, IPv6: 8, TCPv6: 16, UDPv6: 32, IP_EX: 64, TCP_EX: 128, UDP_EX: 256 }
const TCP = 6
const UDP = 17

function words(text: string): number[] {
  const bytes = Buffer.from(text, 'hex')
  return Array.from({ length: bytes.length / 4 }, (_, word) => bytes.readInt32BE(4 * word))
}
const [v4] = msIPv4
const [v6, other] = msIPv6
const ports = ((v4?.ports[0] ?? 0) << 16) | (v4?.ports[1] ?? 0)
const otherPorts = ((other?.ports[0] ?? 0) << 16) | (other?.ports[1] ?? 0)

function report(types: number, family: number, protocol: number, extended = 0) {
  layout.hashTypes[0] = types
  layout.frameFamily[0] = family
  layout.frameProtocol[0] = protocol
  layout.frameExtended[0] = extended
  layout.tuple.fill(-1)
  if (family === 4) layout.tuple.set([...words(`${v4?.source}${v4?.destination}`), ports])
  else layout.tuple.set([...words(`${v6?.source}${v6?.destination}`), ports])
  layout.homeTuple.set([...words(`${other?.source}${other?.destination}`), otherPorts])
  hash()
  return [layout.hashReport[0], layout.hashValue[0]]
}

describe('IPv4', () => {
  it('prefers the type of the protocol', () => {
    expect(report(everyHashType, 4, TCP)).toEqual([hashReport.TCPv4, 0x51ccc178])
    expect(report(everyHashType, 4, UDP)).toEqual([hashReport.UDPv4, 0x51ccc178])
    expect(report(everyHashType, 4, 0)).toEqual([hashReport.IPv4, 0x323e8fc2])
  })
  it('falls back to addresses, never to the other protocol', () => {
    expect(report(type.IPv4 | type.UDPv4, 4, TCP)).toEqual([1, 0x323e8fc2])
    expect(report(type.IPv4 | type.TCPv4, 4, UDP)).toEqual([1, 0x323e8fc2])
    expect(report(type.TCPv4, 4, TCP)).toEqual([2, 0x51ccc178])
    expect(report(type.UDPv4, 4, UDP)).toEqual([3, 0x51ccc178])
  })
  it('has no hash where no type of its family fits', () => {
    expect(report(0, 4, TCP)).toEqual([0, 0])
    expect(report(type.UDPv4, 4, TCP)).toEqual([0, 0])
    expect(report(type.TCPv4, 4, UDP)).toEqual([0, 0])
    expect(report(type.TCPv4 | type.UDPv4, 4, 0)).toEqual([0, 0])
    expect(report(everyHashType & ~7, 4, TCP)).toEqual([0, 0])
  })
})

describe('IPv6 without extension headers', () => {
  it('prefers the type of the protocol', () => {
    expect(report(everyHashType, 6, TCP)).toEqual([5, 0x40207d3d])
    expect(report(everyHashType, 6, UDP)).toEqual([6, 0x40207d3d])
    expect(report(everyHashType, 6, 0)).toEqual([4, 0x2cc18cd5])
  })
  it('falls back to addresses, and has no hash without them', () => {
    expect(report(type.IPv6, 6, TCP)).toEqual([4, 0x2cc18cd5])
    expect(report(type.TCPv6, 6, UDP)).toEqual([0, 0])
    expect(report(type.UDPv6, 6, TCP)).toEqual([0, 0])
    expect(report(type.TCP_EX | type.UDP_EX | type.IP_EX | 7, 6, TCP)).toEqual([0, 0])
  })
})

describe('IPv6 with extension headers', () => {
  it('prefers the EX types, over home address and routing header', () => {
    expect(report(everyHashType, 6, TCP, 1)).toEqual([8, 0xdde51bbf])
    expect(report(everyHashType, 6, UDP, 1)).toEqual([9, 0xdde51bbf])
    expect(report(everyHashType, 6, 0, 1)).toEqual([7, 0x0f0c461c])
  })
  it('takes IP_EX before TCPv6 and UDPv6', () => {
    expect(report(type.IP_EX | type.TCPv6 | type.UDPv6, 6, TCP, 1)).toEqual([7, 0x0f0c461c])
    expect(report(type.IP_EX | type.TCPv6 | type.UDPv6, 6, UDP, 1)).toEqual([7, 0x0f0c461c])
  })
  it('is hashed and reported as without them if no EX type fits', () => {
    expect(report(type.UDP_EX | type.TCPv6, 6, TCP, 1)).toEqual([5, 0x40207d3d])
    expect(report(type.TCP_EX | type.UDPv6, 6, UDP, 1)).toEqual([6, 0x40207d3d])
    expect(report(type.TCP_EX | type.IPv6, 6, 0, 1)).toEqual([4, 0x2cc18cd5])
    expect(report(type.TCP_EX, 6, UDP, 1)).toEqual([0, 0])
  })
})

it('has no hash for what is no IP', () => {
  expect(report(everyHashType, 0, 0)).toEqual([0, 0])
  expect(report(everyHashType, 0, TCP, 1)).toEqual([0, 0])
})

it('knows all nine types', () => {
  expect(everyHashType).toBe(Object.values(type).reduce((sum, bit) => sum + bit, 0))
})
