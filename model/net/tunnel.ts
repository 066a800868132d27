import { arrayOf, type Bytes } from '../kernel/bytes.ts'
import { ETHERTYPE_OFFSET, TAG_SIZE, TAGS } from './frame-reading.ts'
import { be16, type Stretch, u8 } from './reading.ts'

/** The encapsulations of the standard by their bits. @clause net.inner-hash.def.2 */
export const tunnelTypes = {
  GRE_2784: 1 << 0,
  GRE_2890: 1 << 1,
  GRE_7676: 1 << 2,
  GRE_UDP: 1 << 3,
  VXLAN: 1 << 4,
  VXLAN_GPE: 1 << 5,
  GENEVE: 1 << 6,
  IPIP: 1 << 7,
  NVGRE: 1 << 8,
} as const

/** A packet within a packet. */
export interface Encapsulation {
  /** The types that its outer header matches, a bitmask. */
  readonly surely: number
  /** Types that it may be taken for: their documents overlap, or the outer header leaves a doubt. */
  readonly perhaps: number
  /** What is inside: an IP packet, or from behind the addresses of an Ethernet frame on. */
  readonly inner: Stretch
  readonly etherType: number
}

const IPV4 = 0x0800
const IPV6 = 0x86dd
const TEB = 0x6558
const ETHERNET_HEADER = 14
const protocols = { IPIP: 4, UDP: 17, GRE: 47 } as const
const ports = { GRE: 4754, VXLAN: 4789, VXLAN_GPE: 4790, GENEVE: 6081 } as const

/** The header of an IP packet that has no extension headers, and is no fragment. */
interface OuterHeader {
  readonly family: 4 | 6
  readonly protocol: number
  readonly body: Stretch
}

/**
 * What a frame encapsulates; `undefined` where it encapsulates nothing that the standard names. Of a frame with VLAN tags, which
 * the standard never names, it is open whether its outer header matches.
 */
export function encapsulationOf(frame: Bytes): Encapsulation | undefined {
  const data = arrayOf(frame)
  let at = ETHERTYPE_OFFSET
  while (TAGS.includes(be16(data, at))) at += TAG_SIZE
  const found = encapsulationIn({ frame, data, at: at + 2, end: data.length }, be16(data, at))
  if (found === undefined || at === ETHERTYPE_OFFSET) return found
  return { ...found, surely: 0, perhaps: found.surely | found.perhaps }
}

/** What a packet encapsulates that stands behind this EtherType. */
export function encapsulationIn(packet: Stretch, etherType: number): Encapsulation | undefined {
  const outer = outerHeader(packet, etherType)
  if (outer === undefined) return undefined
  const { protocol, family, body } = outer
  if (protocol === protocols.GRE) return ofGre(body, family, 0)
  if (protocol === protocols.IPIP && family === 4) return ip(body, IPV4, tunnelTypes.IPIP)
  return protocol === protocols.UDP ? ofUdp(body) : undefined
}

function outerHeader(packet: Stretch, etherType: number): OuterHeader | undefined {
  const { data, at, end } = packet
  if (etherType === IPV4) return outerHeader4(packet)
  if (etherType !== IPV6 || end - at < 40) return undefined
  const last = Math.min(end, at + 40 + be16(data, at + 4))
  return { family: 6, protocol: u8(data, at + 6), body: { ...packet, at: at + 40, end: last } }
}

/** Options leave nothing open: they belong to the outer header. */
function outerHeader4(packet: Stretch): OuterHeader | undefined {
  const { data, at, end } = packet
  const length = 4 * (u8(data, at) & 15)
  const isWhole = u8(data, at) >> 4 === 4 && length >= 20 && end - at >= length
  if (!isWhole || (be16(data, at + 6) & 0x3fff) !== 0) return undefined
  const last = Math.min(end, at + be16(data, at + 2))
  return { family: 4, protocol: u8(data, at + 9), body: { ...packet, at: at + length, end: last } }
}

const ip = (inner: Stretch, etherType: number, surely: number, perhaps = 0): Encapsulation => ({
  surely,
  perhaps,
  inner,
  etherType,
})

/** What is inside by its protocol type: an IP packet, or an Ethernet frame. */
function within(body: Stretch, etherType: number, surely: number, perhaps = 0): Encapsulation | undefined {
  if (etherType === IPV4 || etherType === IPV6) return ip(body, etherType, surely, perhaps)
  if (etherType !== TEB || body.end - body.at < ETHERNET_HEADER) return undefined
  const { data, at } = body
  return { surely, perhaps, inner: { ...body, at: at + ETHERNET_HEADER }, etherType: be16(data, at + 12) }
}

const flags = { checksum: 0x8000, key: 0x2000, sequence: 0x1000, reserved: 0x4fff } as const

/**
 * GRE. RFC 2784 has no key and no sequence number, RFC 2890 adds them, RFC 7676 says what changes over IPv6, NVGRE is a key and an
 * Ethernet frame. Where their words overlap the frame may be taken for any of them.
 */
function ofGre(body: Stretch, family: 4 | 6, carrier: number): Encapsulation | undefined {
  const { data, at, end } = body
  const word = be16(data, at)
  if (end - at < 4 || (word & flags.reserved) !== 0) return undefined
  const { GRE_2784, GRE_2890, GRE_7676, NVGRE } = tunnelTypes
  const etherType = be16(data, at + 2)
  const extended = (word & (flags.key | flags.sequence)) !== 0
  const options = [flags.checksum, flags.key, flags.sequence].filter((flag) => (word & flag) !== 0)
  const payload = { ...body, at: at + 4 + 4 * options.length }
  if (payload.at > end) return undefined
  if (carrier !== 0) return within(payload, etherType, carrier)
  const overIpv6 = family === 6 || etherType === IPV6
  const isBridge = etherType === TEB && word === flags.key
  const perhaps = GRE_2784 | GRE_2890 | GRE_7676 | (isBridge ? NVGRE : 0)
  // RFC 7676 is about IPv6 as what is carried or what carries; of keys it says that others define them.
  if (overIpv6 && etherType !== TEB) return within(payload, etherType, extended ? 0 : GRE_7676, perhaps)
  if (etherType === TEB) return within(payload, etherType, isBridge && family === 4 ? NVGRE : 0, perhaps)
  return within(payload, etherType, extended ? GRE_2890 : GRE_2784, extended ? 0 : GRE_2890)
}

function ofUdp(body: Stretch): Encapsulation | undefined {
  const { data, at, end } = body
  const payload = { ...body, at: at + 8 }
  if (end - at < 16) return undefined
  const port = be16(data, at + 2)
  if (port === ports.GRE) return ofGre(payload, 4, tunnelTypes.GRE_UDP)
  if (port === ports.VXLAN) return ofVxlan(payload)
  if (port === ports.VXLAN_GPE) return ofGpe(payload)
  return port === ports.GENEVE ? ofGeneve(payload) : undefined
}

function ofVxlan(body: Stretch): Encapsulation | undefined {
  const { data, at } = body
  return u8(data, at) === 0x08 ? within({ ...body, at: at + 8 }, TEB, tunnelTypes.VXLAN) : undefined
}

/** Next protocols of VXLAN-GPE. */
const gpeTypes: Readonly<Record<number, number>> = { 1: IPV4, 2: IPV6, 3: TEB }

function ofGpe(body: Stretch): Encapsulation | undefined {
  const { data, at } = body
  const etherType = gpeTypes[u8(data, at + 3)]
  if (u8(data, at) !== 0x0c || etherType === undefined) return undefined
  return within({ ...body, at: at + 8 }, etherType, tunnelTypes.VXLAN_GPE)
}

function ofGeneve(body: Stretch): Encapsulation | undefined {
  const { data, at, end } = body
  const inside = at + 8 + 4 * (u8(data, at) & 0x3f)
  if (u8(data, at) >> 6 !== 0 || (u8(data, at + 1) & 0xc0) !== 0 || inside > end) return undefined
  return within({ ...body, at: inside }, be16(data, at + 2), tunnelTypes.GENEVE)
}
