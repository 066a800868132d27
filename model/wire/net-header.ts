import { type Decoded, decoded, missing } from './decoded.ts'
import {
  HASH_REPORT_HEADER_SIZE,
  type NetHeaderSize,
  netHeaderOffset as offset,
  TUNNEL_HEADER_SIZE,
} from './net-header-layout.ts'
import { unsigned } from './unsigned.ts'

/** `struct virtio_net_hdr` as a value. */
export interface NetHeader {
  readonly flags: number
  readonly gsoType: number
  /** `hdr_len` in bytes, a hint. */
  readonly hdrLen: number
  /** `gso_size` in bytes. */
  readonly gsoSize: number
  readonly csumStart: number
  readonly csumOffset: number
  readonly numBuffers: number
  /** Means nothing beside VIRTIO_NET_HASH_REPORT_NONE. This and the two after it are there from 20 bytes on. */
  readonly hashValue?: number
  readonly hashReport?: number
  readonly paddingReserved?: number
  /** Of a packet in a UDP tunnel: where the outer transport header and the inner network header begin. There from 24 bytes on. */
  readonly outerThOffset?: number
  readonly innerNhOffset?: number
}

/** A header that asks for nothing: what a driver writes before a frame that needs no offload. @clause net.tx.driver.4 */
export const plainHeader: NetHeader = {
  flags: 0,
  gsoType: 0,
  hdrLen: 0,
  gsoSize: 0,
  csumStart: 0,
  csumOffset: 0,
  numBuffers: 0,
}

function putHash(view: DataView, header: NetHeader): void {
  view.setUint32(offset.hash_value, unsigned(header.hashValue ?? 0, 32, 'hash_value'), true)
  view.setUint16(offset.hash_report, unsigned(header.hashReport ?? 0, 16, 'hash_report'), true)
  view.setUint16(offset.padding_reserved, unsigned(header.paddingReserved ?? 0, 16, 'padding_reserved'), true)
}

function putTunnel(view: DataView, header: NetHeader): void {
  view.setUint16(offset.outer_th_offset, unsigned(header.outerThOffset ?? 0, 16, 'outer_th_offset'), true)
  view.setUint16(offset.inner_nh_offset, unsigned(header.innerNhOffset ?? 0, 16, 'inner_nh_offset'), true)
}

const hasHash = (header: NetHeader): boolean =>
  header.hashValue !== undefined || header.hashReport !== undefined || header.paddingReserved !== undefined

/**
 * The `size` bytes of a header. The fields of the hash and of tunnels are zero where the value has none; those of tunnels are left out
 * of a header that is too short for them.
 *
 * @throws RangeError for a field that does not fit, and for hash fields in a header of 12 bytes
 * @clause net.hdr.def.1
 */
export function encodeNetHeader(header: NetHeader, size: NetHeaderSize): Uint8Array {
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  view.setUint8(offset.flags, unsigned(header.flags, 8, 'flags'))
  view.setUint8(offset.gso_type, unsigned(header.gsoType, 8, 'gso_type'))
  view.setUint16(offset.hdr_len, unsigned(header.hdrLen, 16, 'hdr_len'), true)
  view.setUint16(offset.gso_size, unsigned(header.gsoSize, 16, 'gso_size'), true)
  view.setUint16(offset.csum_start, unsigned(header.csumStart, 16, 'csum_start'), true)
  view.setUint16(offset.csum_offset, unsigned(header.csumOffset, 16, 'csum_offset'), true)
  view.setUint16(offset.num_buffers, unsigned(header.numBuffers, 16, 'num_buffers'), true)
  if (size >= HASH_REPORT_HEADER_SIZE) putHash(view, header)
  else if (hasHash(header)) throw new RangeError(`a header of ${size} bytes has no room for a hash`)
  if (size >= TUNNEL_HEADER_SIZE) putTunnel(view, header)
  return bytes
}

/** The header in the first `size` bytes. @clause net.hdr.def.1 */
export function decodeNetHeader(input: Uint8Array, size: NetHeaderSize): Decoded<NetHeader> {
  const short = missing(input, 0, size, 'a virtio_net_hdr')
  if (short) return short
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength)
  const base = {
    flags: view.getUint8(offset.flags),
    gsoType: view.getUint8(offset.gso_type),
    hdrLen: view.getUint16(offset.hdr_len, true),
    gsoSize: view.getUint16(offset.gso_size, true),
    csumStart: view.getUint16(offset.csum_start, true),
    csumOffset: view.getUint16(offset.csum_offset, true),
    numBuffers: view.getUint16(offset.num_buffers, true),
  }
  if (size < HASH_REPORT_HEADER_SIZE) return decoded(base)
  const hash = {
    hashValue: view.getUint32(offset.hash_value, true),
    hashReport: view.getUint16(offset.hash_report, true),
    paddingReserved: view.getUint16(offset.padding_reserved, true),
  }
  if (size < TUNNEL_HEADER_SIZE) return decoded({ ...base, ...hash })
  const outerThOffset = view.getUint16(offset.outer_th_offset, true)
  return decoded({ ...base, ...hash, outerThOffset, innerNhOffset: view.getUint16(offset.inner_nh_offset, true) })
}
