import { arrayOf, type Bytes, hexOf } from '../kernel/bytes.ts'
import { type Decoded, decoded, missing } from './decoded.ts'
import { unsigned } from './unsigned.ts'

/** EtherType of IPv4. */
export const ETHERTYPE_IPV4 = 0x0800
/** EtherType of IPv6. */
export const ETHERTYPE_IPV6 = 0x86dd
/** Tag protocol identifier of a customer tag, IEEE 802.1Q. */
export const TPID_CUSTOMER = 0x8100
/** Tag protocol identifier of a service tag, IEEE 802.1ad. */
export const TPID_SERVICE = 0x88a8

/** Bytes of an Ethernet header without tags. */
export const ETHERNET_HEADER_SIZE = 14

/** A VLAN tag. */
export interface VlanTag {
  readonly tpid: typeof TPID_CUSTOMER | typeof TPID_SERVICE
  /** Priority code point, 0..7. */
  readonly priority: number
  /** Drop eligible indicator. */
  readonly dropEligible: boolean
  /** VLAN identifier, 0..4095. */
  readonly vlan: number
}

/** An Ethernet header. */
export interface EthernetHeader {
  /** Six bytes. */
  readonly destination: Bytes
  /** Six bytes. */
  readonly source: Bytes
  /** The outermost first. */
  readonly tags: readonly VlanTag[]
  /** EtherType behind the tags; at most 1500 it is a length. */
  readonly etherType: number
}

/** A header that was read, and how many bytes it took. */
export interface Parsed<Header> {
  readonly header: Header
  readonly length: number
}

const isTag = (type: number): type is VlanTag['tpid'] => type === TPID_CUSTOMER || type === TPID_SERVICE

/** The bytes of a header. Throws a `RangeError` for a field that does not fit. */
export function encodeEthernet(header: EthernetHeader): Uint8Array {
  const bytes = new Uint8Array(ETHERNET_HEADER_SIZE + 4 * header.tags.length)
  const view = new DataView(bytes.buffer)
  bytes.set(address(header.destination, 6, 'destination'), 0)
  bytes.set(address(header.source, 6, 'source'), 6)
  header.tags.forEach((tag, index) => {
    const control =
      (unsigned(tag.priority, 3, 'priority') << 13) | (Number(tag.dropEligible) << 12) | unsigned(tag.vlan, 12, 'vlan')
    view.setUint16(12 + 4 * index, tag.tpid)
    view.setUint16(14 + 4 * index, control)
  })
  view.setUint16(bytes.length - 2, unsigned(header.etherType, 16, 'etherType'))
  return bytes
}

/** An address as bytes, asserted to have `size` of them. */
export function address(value: Bytes, size: number, what: string): Uint8Array {
  const bytes = arrayOf(value)
  if (bytes.length !== size) throw new RangeError(`${what} must have ${size} bytes, not ${bytes.length}`)
  return bytes
}

/** The header at the start of a frame, all its tags included. */
export function decodeEthernet(input: Uint8Array): Decoded<Parsed<EthernetHeader>> {
  const short = missing(input, 0, ETHERNET_HEADER_SIZE, 'an Ethernet header')
  if (short) return short
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength)
  const tags: VlanTag[] = []
  let at = 12
  for (let type = view.getUint16(at); isTag(type); type = view.getUint16(at)) {
    const cut = missing(input, at, 6, 'a VLAN tag and the EtherType behind it')
    if (cut) return cut
    const control = view.getUint16(at + 2)
    tags.push({ tpid: type, priority: control >> 13, dropEligible: (control & 0x1000) !== 0, vlan: control & 0xfff })
    at += 4
  }
  const [destination, source] = [hexOf(input.subarray(0, 6)), hexOf(input.subarray(6, 12))]
  return decoded({ header: { destination, source, tags, etherType: view.getUint16(at) }, length: at + 2 })
}
