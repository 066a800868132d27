import { describe, expect, it } from 'vitest'
import { ethernet, ipv4, ipv6, tcp, udp } from './frame.fixture.ts'
import { createFrameReader } from './frame.ts'
import { layOut } from './layout.ts'
import { allocateMemory } from './memory.ts'

const layout = layOut({ device: 1, queues: 1, chain: 1, table: 1, backlog: 1 })
const memory = allocateMemory(0, 4096)
const reader = createFrameReader(layout, memory)
const at = 40

/** Reads the first `length` bytes of a frame, with 0xff all around it. */
function read(frame: Uint8Array, length = frame.length) {
  memory.bytes.fill(0xff)
  memory.bytes.set(frame.subarray(0, length), at)
  layout.tuple.fill(0)
  layout.homeTuple.fill(0)
  reader.read(at, length)
  const [family, protocol, extended] = [layout.frameFamily[0], layout.frameProtocol[0], layout.frameExtended[0]]
  const words = [...layout.tuple].map((word) => (word >>> 0).toString(16))
  return { family, protocol, extended, words, home: [...layout.homeTuple].map((word) => (word >>> 0).toString(16)) }
}

const source = 'c0a80001'
const destination = '0a000002'
const v4 = { source, destination, protocol: 6, payload: tcp(0x1234, 0x5678) }
const a6 = '20010db8000000010000000000000001'
const b6 = '20010db8000000020000000000000002'
const v6 = { source: a6, destination: b6, next: 6, payload: tcp(0x1234, 0x5678) }
const words6 = ['20010db8', '1', '0', '1', '20010db8', '2', '0', '2']

describe('IPv4', () => {
  it('has addresses and ports in network order, TCP', () => {
    expect(read(ethernet('0800', ipv4(v4)))).toMatchObject({ family: 4, protocol: 6, extended: 0 })
    expect(read(ethernet('0800', ipv4(v4))).words.slice(0, 3)).toEqual([source, 'a000002', '12345678'])
  })
  it('has ports with UDP', () => {
    const frame = ethernet('0800', ipv4({ ...v4, protocol: 17, payload: udp(53, 0xffff) }))
    expect(read(frame)).toMatchObject({ family: 4, protocol: 17 })
    expect(read(frame).words[2]).toBe('35ffff')
  })
  it('has no ports with any other protocol', () => {
    expect(read(ethernet('0800', ipv4({ ...v4, protocol: 132 })))).toMatchObject({ family: 4, protocol: 0 })
  })
  it('finds the ports behind options', () => {
    const frame = ethernet('0800', ipv4({ ...v4, options: '0101010094040000' }))
    expect(read(frame)).toMatchObject({ family: 4, protocol: 6 })
    expect(read(frame).words[2]).toBe('12345678')
  })
  it.each([
    ['more fragments', 0x2000],
    ['the last offset bit', 0x0001],
    ['the first offset bit', 0x1000],
  ])('has no ports in a fragment: %s', (_, fragment) => {
    expect(read(ethernet('0800', ipv4({ ...v4, fragment })))).toMatchObject({ family: 4, protocol: 0 })
  })
  it.each([
    ['do not fragment', 0x4000],
    ['the reserved bit', 0x8000],
  ])('is no fragment for %s', (_, fragment) => {
    expect(read(ethernet('0800', ipv4({ ...v4, fragment })))).toMatchObject({ family: 4, protocol: 6 })
  })
  it('needs the whole TCP header, in the frame and in the packet', () => {
    const frame = ethernet('0800', ipv4(v4))
    expect(frame.length).toBe(54)
    expect(read(frame, 54)).toMatchObject({ protocol: 6 })
    expect(read(frame, 53)).toMatchObject({ family: 4, protocol: 0 })
    expect(read(ethernet('0800', ipv4({ ...v4, totalLength: 40 })))).toMatchObject({ protocol: 6 })
    expect(read(ethernet('0800', ipv4({ ...v4, totalLength: 39 })))).toMatchObject({ family: 4, protocol: 0 })
  })
  it('needs the whole UDP header', () => {
    const frame = ethernet('0800', ipv4({ ...v4, protocol: 17, payload: udp(1, 2) }))
    expect(read(frame, 42)).toMatchObject({ protocol: 17 })
    expect(read(frame, 41)).toMatchObject({ family: 4, protocol: 0 })
  })
  it('needs its own header whole, with a length that can be', () => {
    const plain = ethernet('0800', ipv4({ ...v4, payload: '' }))
    expect(read(plain, 34)).toMatchObject({ family: 4, protocol: 0 })
    expect(read(plain, 33)).toMatchObject({ family: 0 })
    const withOptions = ethernet('0800', ipv4({ ...v4, options: '01010100' }))
    expect(read(withOptions, 38)).toMatchObject({ family: 4 })
    expect(read(withOptions, 37)).toMatchObject({ family: 0 })
    const shortHeader = ethernet('0800', ipv4(v4).replace('45', '44'))
    expect(read(shortHeader)).toMatchObject({ family: 0 })
    expect(read(ethernet('0800', ipv4(v4).replace('45', '65')))).toMatchObject({ family: 0 })
  })
})

describe('IPv6', () => {
  it('has addresses and ports, in both tuples', () => {
    const found = read(ethernet('86dd', ipv6(v6)))
    expect(found).toMatchObject({ family: 6, protocol: 6, extended: 0 })
    expect(found.words).toEqual([...words6, '12345678'])
    expect(found.home).toEqual(found.words)
  })
  it('has ports with UDP and none with another protocol', () => {
    const frame = ethernet('86dd', ipv6({ ...v6, next: 17, payload: udp(7, 8) }))
    expect(read(frame)).toMatchObject({ family: 6, protocol: 17, extended: 0 })
    expect(read(frame).words[8]).toBe('70008')
    expect(read(ethernet('86dd', ipv6({ ...v6, next: 58 })))).toMatchObject({ family: 6, protocol: 0 })
  })
  it('needs its own header whole, and the one behind', () => {
    const frame = ethernet('86dd', ipv6(v6))
    expect(read(frame, 74)).toMatchObject({ family: 6, protocol: 6 })
    expect(read(frame, 73)).toMatchObject({ family: 6, protocol: 0 })
    expect(read(frame, 54)).toMatchObject({ family: 6, protocol: 0 })
    expect(read(frame, 53)).toMatchObject({ family: 0 })
    expect(read(ethernet('86dd', ipv6(v6).replace('6', '4')))).toMatchObject({ family: 0 })
  })
  it('ends where the payload length says, unless that is zero', () => {
    expect(read(ethernet('86dd', ipv6({ ...v6, payloadLength: 20 })))).toMatchObject({ protocol: 6 })
    expect(read(ethernet('86dd', ipv6({ ...v6, payloadLength: 19 })))).toMatchObject({ family: 6, protocol: 0 })
    expect(read(ethernet('86dd', ipv6({ ...v6, payloadLength: 0 })))).toMatchObject({ protocol: 6 })
    expect(read(ethernet('86dd', ipv6({ ...v6, payloadLength: 9000 })), 73)).toMatchObject({ protocol: 0 })
  })
})

describe('what stands before', () => {
  it('looks behind VLAN tags', () => {
    expect(read(ethernet('8100', `0064 0800 ${ipv4(v4)}`))).toMatchObject({ family: 4, protocol: 6 })
    expect(read(ethernet('88a8', `0001 8100 0002 86dd ${ipv6(v6)}`))).toMatchObject({ family: 6, protocol: 6 })
    expect(read(ethernet('88a8', `0001 8100 0002 86dd ${ipv6(v6)}`)).words[8]).toBe('12345678')
  })
  it('is no IP where a tag is cut off', () => {
    const tagged = ethernet('8100', '0064 0800')
    expect(read(tagged, 18)).toMatchObject({ family: 0 })
    expect(read(tagged, 17)).toMatchObject({ family: 0 })
    expect(read(ethernet('8100', `8100 8100 ${ipv4(v4)}`), 16)).toMatchObject({ family: 0 })
  })
  it('is no IP with another EtherType, however much it looks like it', () => {
    expect(read(ethernet('0806', ipv4(v4)))).toMatchObject({ family: 0, protocol: 0, extended: 0 })
    expect(read(ethernet('0800', ipv6(v6)))).toMatchObject({ family: 0 })
    expect(read(ethernet('86dd', ipv4(v4)))).toMatchObject({ family: 0 })
  })
  it('forgets the frame before', () => {
    read(ethernet('86dd', ipv6({ ...v6, next: 60, payload: `06000104 00000000 ${tcp(1, 2)}`.replaceAll(' ', '') })))
    expect(layout.frameExtended[0]).toBe(1)
    expect(read(ethernet('0806', '00'))).toMatchObject({ family: 0, protocol: 0, extended: 0 })
    expect(read(new Uint8Array(14), 13)).toMatchObject({ family: 0 })
  })
})
