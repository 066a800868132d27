import { describe, expect, it } from 'vitest'
import { createFindHeaders, gso, gsoTunnel, type Packet } from './packet.ts'

/** Headers found in a frame of these bytes, 3 bytes into memory. */
function found(
  frame: readonly number[],
  type: number,
  start: number,
  offset: number,
  [tunnel = 0, outer = 0, inner = 0]: readonly number[] = [],
): Packet | undefined {
  const bytes = Uint8Array.from([1, 2, 3, ...frame])
  const packet: Packet = {
    frame: 3,
    length: frame.length,
    version: 0,
    isTcp: false,
    network: 0,
    transport: 0,
    payload: 0,
    checksum: 0,
    outerVersion: 0,
    outerNetwork: 0,
    tunnel: 0,
  }
  return createFindHeaders({ view: new DataView(bytes.buffer) }, packet)(type, start, offset, tunnel, outer, inner)
    ? packet
    : undefined
}

const zeros = (count: number): readonly number[] => new Array<number>(count).fill(0)
const tcpHeader = (words: number) => [...zeros(12), words << 4, ...zeros(words * 4 - 13)]
const v4 = [...zeros(12), 8, 0, ...zeros(20)]
const v6 = [...zeros(12), 0x86, 0xdd, ...zeros(40)]

describe('headers', () => {
  it('of TCP end where its data offset says', () => {
    expect(found([...v4, ...tcpHeader(8), 9], gso.TCPV4, 34, 16)).toMatchObject({
      version: 4,
      isTcp: true,
      network: 14,
      transport: 34,
      payload: 66,
      checksum: 50,
    })
    expect(found([...v6, ...tcpHeader(5)], gso.TCPV6, 54, 16)).toMatchObject({ version: 6, payload: 74 })
  })
  it('of UDP are eight bytes, behind tags too', () => {
    const tagged = [...zeros(12), 0x88, 0xa8, 0, 1, 0x81, 0, 0, 2, 8, 0, ...zeros(20), ...zeros(8)]
    expect(found(tagged, gso.UDP_L4, 42, 6)).toMatchObject({ network: 22, payload: 50, isTcp: false })
  })
  it.each<[string, readonly number[], number, number, number]>([
    ['another version of IP', [...v4, ...tcpHeader(5)], gso.TCPV6, 34, 16],
    ['another version of IP', [...v6, ...tcpHeader(5)], gso.TCPV4, 54, 16],
    ['no IP', [...zeros(12), 8, 6, ...zeros(40)], gso.TCPV4, 34, 16],
    ['an IP header that is cut off', [...zeros(12), 8, 0, ...zeros(19)], gso.TCPV4, 34, 16],
    ['nothing at all', [1], gso.TCPV4, 34, 16],
    ['a transport header within that of IP', [...v4, ...tcpHeader(5)], gso.TCPV4, 33, 16],
    ['a transport header that is cut off', [...v4, ...tcpHeader(5)], gso.TCPV4, 35, 16],
    ['a data offset that is too small', [...v4, ...zeros(20)], gso.TCPV4, 34, 16],
    ['a data offset beyond the end', [...v4, ...tcpHeader(6).slice(0, 23)], gso.TCPV4, 34, 16],
    ['a checksum elsewhere', [...v4, ...tcpHeader(5)], gso.TCPV4, 34, 6],
    ['a UDP header that is cut off', [...v4, ...zeros(7)], gso.UDP_L4, 34, 6],
  ])('are not found in %s', (_, frame, type, start, offset) => {
    expect(found(frame, type, start, offset)).toBeUndefined()
  })
})

describe('headers in a UDP tunnel', () => {
  const inside = [...zeros(8), ...zeros(8), ...zeros(14), 0x45, ...zeros(19), ...tcpHeader(5), 7]
  const frame = [...v4, ...inside]

  it('are found where they are said to be', () => {
    expect(found(frame, gso.TCPV4, 84, 16, [gsoTunnel.ipv4, 34, 64])).toMatchObject({
      version: 4,
      network: 64,
      transport: 84,
      payload: 104,
      outerVersion: 4,
      outerNetwork: 14,
      tunnel: 34,
    })
  })

  it.each([
    ['another version', [gsoTunnel.ipv6, 34, 64]],
    ['UDP within the IP header', [gsoTunnel.ipv4, 33, 64]],
    ['no room for UDP', [gsoTunnel.ipv4, 57, 64]],
    ['no IP header', [gsoTunnel.ipv4, 34, 63]],
    ['beyond the frame', [gsoTunnel.ipv4, 34, 100]],
  ])('are not found: %s', (_, tunnel) => {
    expect(found(frame, gso.TCPV4, 84, 16, tunnel)).toBeUndefined()
  })
})
