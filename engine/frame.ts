import { createExtensionWalk, protocol } from './extension.ts'
import type { Layout } from './layout.ts'
import type { Memory } from './memory.ts'
import { createTunnelWalk } from './tunnel.ts'

/**
 * What steering and hashing need of a frame. Why it is fast: a frame is read once, where it lies, and what is found goes
 * into columns: the tuple as 32-bit words in network order, ready to be hashed.
 *
 * A frame has a TCP or UDP header here only if that header is whole and the packet is no fragment: the fragments of a
 * datagram then share one hash, that of its addresses.
 */
export interface FrameReader {
  /** Reads the frame of `length` bytes at `at`: sets `frameFamily`, `frameProtocol`, `frameExtended` and the tuples. */
  read(at: number, length: number): void
}

const etherType = { IPv4: 0x0800, IPv6: 0x86dd, VLAN: 0x8100, QinQ: 0x88a8 } as const
const ethernetLength = 14
const ipv4Length = 20
const ipv6Length = 40
/** Bytes of the smallest TCP header, and of the UDP header. */
const tcpLength = 20
const udpLength = 8

/** A reader of frames that lie in this memory. */
export function createFrameReader(layout: Layout, memory: Memory): FrameReader {
  const { frameFamily, frameProtocol, frameExtended, upperProtocol, tuple, homeTuple, tunnelTypes, innerType } = layout
  const { view } = memory
  const walkExtensions = createExtensionWalk(layout, memory)
  const walkTunnel = createTunnelWalk(layout, memory)
  let inner = -1
  let innerEnd = 0

  /** Looks for a packet inside the one whose payload begins at `at`. */
  function lookInside(kind: number, family: number, at: number, end: number): void {
    if (tunnelTypes[0] === 0) return
    inner = walkTunnel(kind, family, at, end)
    innerEnd = end
  }

  /** TCP or UDP if the header at `at` is whole, with its ports at `place` of the tuple. */
  function readPorts(kind: number, at: number, end: number, place: number): void {
    const isTcp = kind === protocol.TCP
    if (!isTcp && kind !== protocol.UDP) return
    if (at + (isTcp ? tcpLength : udpLength) > end) return
    frameProtocol[0] = kind
    tuple[place] = view.getInt32(at, false)
    homeTuple[place] = view.getInt32(at, false)
  }

  function readIPv4(at: number, end: number): void {
    if (at + ipv4Length > end || view.getUint8(at) >>> 4 !== 4) return
    const headerLength = (view.getUint8(at) & 15) * 4
    if (headerLength < ipv4Length || at + headerLength > end) return
    frameFamily[0] = 4
    tuple[0] = view.getInt32(at + 12, false)
    tuple[1] = view.getInt32(at + 16, false)
    const isFragment = (view.getUint16(at + 6, false) & 0x3fff) !== 0
    const packetEnd = Math.min(end, at + view.getUint16(at + 2, false))
    if (isFragment) return
    readPorts(view.getUint8(at + 9), at + headerLength, packetEnd, 2)
    lookInside(view.getUint8(at + 9), 4, at + headerLength, packetEnd)
  }

  function readIPv6(at: number, end: number): void {
    if (at + ipv6Length > end || view.getUint8(at) >>> 4 !== 6) return
    frameFamily[0] = 6
    for (let word = 0; word < 8; word++) {
      const value = view.getInt32(at + 8 + 4 * word, false)
      tuple[word] = value
      homeTuple[word] = value
    }
    const payload = view.getUint16(at + 4, false)
    const packetEnd = payload === 0 ? end : Math.min(end, at + ipv6Length + payload)
    const upper = walkExtensions(view.getUint8(at + 6), at + ipv6Length, packetEnd)
    readPorts(upperProtocol[0] as number, upper, packetEnd, 8)
    lookInside(upperProtocol[0] as number, 6, upper, packetEnd)
  }

  /** Reads the packet behind tags, if there are any. */
  function readPacket(first: number, from: number, end: number): void {
    frameFamily[0] = 0
    frameProtocol[0] = 0
    frameExtended[0] = 0
    let type = first
    let payload = from
    while ((type === etherType.VLAN || type === etherType.QinQ) && payload + 4 <= end) {
      type = view.getUint16(payload + 2, false)
      payload += 4
    }
    if (type === etherType.IPv4) readIPv4(payload, end)
    else if (type === etherType.IPv6) readIPv6(payload, end)
  }

  return {
    read(at, length) {
      inner = -1
      if (length < ethernetLength) {
        frameFamily[0] = 0
        frameProtocol[0] = 0
        return
      }
      const end = at + length
      readPacket(view.getUint16(at + 12, false), at + ethernetLength, end)
      // One level of encapsulation: what is inside of what is inside is not looked for.
      if (inner !== -1) readPacket(innerType[0] as number, inner, innerEnd)
    },
  }
}
