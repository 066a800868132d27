/**
 * Constants of `struct virtio_net_hdr`.
 *
 * @clause net.hdr.def.1
 * @module
 */

/** `flags`: the checksum from `csum_start` on is still to be completed. */
export const VIRTIO_NET_HDR_F_NEEDS_CSUM = 1
/** `flags`: the checksum was checked. */
export const VIRTIO_NET_HDR_F_DATA_VALID = 2
/** `flags`: `csum_start` and `csum_offset` tell of coalesced segments. */
export const VIRTIO_NET_HDR_F_RSC_INFO = 4
/** `flags`: the outer UDP header of a tunnel has a checksum. */
export const VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM = 8
/** `flags`: IPsec was processed, or is to be. */
export const VIRTIO_NET_HDR_F_SECURITY = 16
/** `flags`: IPsec processing failed. */
export const VIRTIO_NET_HDR_F_SECURITY_ERR = 32
/** `flags`: the security association nears its end. */
export const VIRTIO_NET_HDR_F_SECURITY_SA_SOFT_EXPIRY_WARN = 64

/** `gso_type`: one packet. */
export const VIRTIO_NET_HDR_GSO_NONE = 0
/** `gso_type`: segments of TCP over IPv4. */
export const VIRTIO_NET_HDR_GSO_TCPV4 = 1
/** `gso_type`: fragments of UDP over IPv4. */
export const VIRTIO_NET_HDR_GSO_UDP = 3
/** `gso_type`: segments of TCP over IPv6. */
export const VIRTIO_NET_HDR_GSO_TCPV6 = 4
/** `gso_type`: datagrams of UDP. */
export const VIRTIO_NET_HDR_GSO_UDP_L4 = 5
/** A bit of `gso_type`: in a UDP tunnel, IPv4 inside. */
export const VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV4 = 0x20
/** A bit of `gso_type`: in a UDP tunnel, IPv6 inside. */
export const VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV6 = 0x40
/** A bit of `gso_type`: TCP with ECN. */
export const VIRTIO_NET_HDR_GSO_ECN = 0x80

/** Offsets in bytes of the fields of `struct virtio_net_hdr`. A field keeps its offset when those before it are holes. */
export const netHeaderOffset = {
  flags: 0,
  gso_type: 1,
  hdr_len: 2,
  gso_size: 4,
  csum_start: 6,
  csum_offset: 8,
  num_buffers: 10,
  hash_value: 12,
  hash_report: 16,
  padding_reserved: 18,
  outer_th_offset: 20,
  inner_nh_offset: 22,
} as const

/** Bytes of the header without the fields of any feature: `num_buffers` is always there. */
export const BASE_HEADER_SIZE = 12
/** Bytes of the header with VIRTIO_NET_F_HASH_REPORT. */
export const HASH_REPORT_HEADER_SIZE = 20

/** Bytes of the header with either feature of segmentation in UDP tunnels. */
export const TUNNEL_HEADER_SIZE = 24

/** The sizes of header that have a codec. 32 (OUT_NET_HEADER, IPSEC) follows with its features. */
export type NetHeaderSize = typeof BASE_HEADER_SIZE | typeof HASH_REPORT_HEADER_SIZE | typeof TUNNEL_HEADER_SIZE

/** Every size that the header can have under some features. */
export const netHeaderSizes: readonly NetHeaderSize[] = [BASE_HEADER_SIZE, HASH_REPORT_HEADER_SIZE, TUNNEL_HEADER_SIZE]
