import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeNetHeader, encodeNetHeader, plainHeader } from './net-header.ts'
import * as layout from './net-header-layout.ts'

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))
const u8 = fc.nat(0xff)
const u16 = fc.nat(0xffff)
const base = {
  flags: 1,
  gsoType: 4,
  hdrLen: 0x0203,
  gsoSize: 0x0405,
  csumStart: 0x0607,
  csumOffset: 0x0809,
  numBuffers: 0x0a0b,
}
const hash = { hashValue: 0x51ccc178, hashReport: 2, paddingReserved: 0x0c0d }
const baseBytes = '01 04 0302 0504 0706 0908 0b0a'
const bytes12 = hex(baseBytes)
const bytes20 = hex(`${baseBytes} 78c1cc51 0200 0d0c`)

test('constants are those of struct virtio_net_hdr', () => {
  expect(layout).toMatchObject({
    VIRTIO_NET_HDR_F_NEEDS_CSUM: 1,
    VIRTIO_NET_HDR_F_DATA_VALID: 2,
    VIRTIO_NET_HDR_F_RSC_INFO: 4,
    VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM: 8,
    VIRTIO_NET_HDR_F_SECURITY: 16,
    VIRTIO_NET_HDR_F_SECURITY_ERR: 32,
    VIRTIO_NET_HDR_F_SECURITY_SA_SOFT_EXPIRY_WARN: 64,
    VIRTIO_NET_HDR_GSO_NONE: 0,
    VIRTIO_NET_HDR_GSO_TCPV4: 1,
    VIRTIO_NET_HDR_GSO_UDP: 3,
    VIRTIO_NET_HDR_GSO_TCPV6: 4,
    VIRTIO_NET_HDR_GSO_UDP_L4: 5,
    VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV4: 0x20,
    VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV6: 0x40,
    VIRTIO_NET_HDR_GSO_ECN: 0x80,
    BASE_HEADER_SIZE: 12,
    HASH_REPORT_HEADER_SIZE: 20,
  })
})

describe('encoding', () => {
  test('12 bytes', () => expect(encodeNetHeader(base, 12)).toEqual(bytes12))
  test('20 bytes', () => expect(encodeNetHeader({ ...base, ...hash }, 20)).toEqual(bytes20))
  test('a plain header is zeros, num_buffers too', () => {
    expect(encodeNetHeader(plainHeader, 12)).toEqual(new Uint8Array(12))
    expect(encodeNetHeader(plainHeader, 20)).toEqual(new Uint8Array(20))
  })
  test.each([{ hashValue: 0 }, { hashReport: 0 }, { paddingReserved: 0 }])('%o does not fit into 12 bytes', (field) => {
    expect(() => encodeNetHeader({ ...base, ...field }, 12)).toThrow(
      new RangeError('a header of 12 bytes has no room for a hash'),
    )
  })
  test.each([
    [{ flags: 0x100 }, /^flags/],
    [{ gsoType: 0x100 }, /^gso_type/],
    [{ hdrLen: 0x10000 }, /^hdr_len/],
    [{ gsoSize: 0x10000 }, /^gso_size/],
    [{ csumStart: 0x10000 }, /^csum_start/],
    [{ csumOffset: 0x10000 }, /^csum_offset/],
    [{ numBuffers: 0x10000 }, /^num_buffers/],
    [{ hashValue: 2 ** 32 }, /^hash_value/],
    [{ hashReport: 0x10000 }, /^hash_report/],
    [{ paddingReserved: 0x10000 }, /^padding_reserved/],
  ])('a field that does not fit is a fault: %o', (change, message) => {
    expect(() => encodeNetHeader({ ...base, ...change }, 20)).toThrow(message)
  })
})

describe('decoding', () => {
  test('12 bytes, whatever follows', () => {
    expect(decodeNetHeader(bytes12, 12)).toEqual({ ok: true, value: base })
    expect(decodeNetHeader(bytes20, 12)).toEqual({ ok: true, value: base })
  })
  test('20 bytes, in a view into a larger buffer', () => {
    const within = new Uint8Array(40)
    within.set(bytes20, 5)
    expect(decodeNetHeader(within.subarray(5), 20)).toEqual({ ok: true, value: { ...base, ...hash } })
  })
  test('says what is missing', () => {
    const because = 'a virtio_net_hdr needs 20 bytes at offset 0, but 19 are there'
    expect(decodeNetHeader(bytes20.subarray(0, 19), 20)).toEqual({ ok: false, at: 19, because })
    expect(decodeNetHeader(bytes12.subarray(0, 11), 12)).toMatchObject({ ok: false, at: 11 })
  })
  test('undoes encoding', () => {
    const fields = fc.record({ hashValue: fc.nat(0xffff_ffff), hashReport: u16, paddingReserved: u16 })
    const header = fc.record({
      flags: u8,
      gsoType: u8,
      hdrLen: u16,
      gsoSize: u16,
      csumStart: u16,
      csumOffset: u16,
      numBuffers: u16,
    })
    fc.assert(
      fc.property(header, fields, (value, hash) => {
        expect(decodeNetHeader(encodeNetHeader(value, 12), 12)).toEqual({ ok: true, value })
        const full = { ...value, ...hash }
        expect(decodeNetHeader(encodeNetHeader(full, 20), 20)).toEqual({ ok: true, value: full })
      }),
    )
  })
})
