/** The bits of TUNSETOFFLOAD: `linux/if_tun.h`. */
export const offloadFlag = {
  TUN_F_CSUM: 0x01,
  TUN_F_TSO4: 0x02,
  TUN_F_TSO6: 0x04,
  TUN_F_TSO_ECN: 0x08,
  TUN_F_UFO: 0x10,
  TUN_F_USO4: 0x20,
  TUN_F_USO6: 0x40,
  TUN_F_UDP_TUNNEL_GSO: 0x80,
  TUN_F_UDP_TUNNEL_GSO_CSUM: 0x100,
} as const

const { TUN_F_CSUM, TUN_F_TSO4, TUN_F_TSO6, TUN_F_TSO_ECN, TUN_F_UFO, TUN_F_USO4, TUN_F_USO6 } = offloadFlag
const { TUN_F_UDP_TUNNEL_GSO, TUN_F_UDP_TUNNEL_GSO_CSUM } = offloadFlag
const anyTcp = TUN_F_TSO4 | TUN_F_TSO6
const bothUdp = TUN_F_USO4 | TUN_F_USO6

/**
 * Whether TUNSETOFFLOAD takes these bits, of a kernel that knows `known`: `set_offload`. Each rule consumes bits, and none may be left. All need
 * checksums; ECN needs TCP; the two of UDP go together; a tunnel needs what is inside it, and its checksum needs the tunnel.
 *
 * @clause linux-tun.offload.combination
 */
export function takesOffloads(bits: number, known: number): boolean {
  if ((bits & ~known) !== 0) return false
  if ((bits & TUN_F_CSUM) === 0) return bits === 0
  if ((bits & TUN_F_TSO_ECN) !== 0 && (bits & anyTcp) === 0) return false
  const udp = bits & bothUdp
  if (udp !== 0 && udp !== bothUdp) return false
  const isTunnelled = (bits & TUN_F_UDP_TUNNEL_GSO) !== 0
  if (isTunnelled && (bits & (anyTcp | bothUdp)) === 0) return false
  return isTunnelled || (bits & TUN_F_UDP_TUNNEL_GSO_CSUM) === 0
}

/** The bits that a kernel without tunnels knows: those before Linux 6.17. */
export const plainOffloads = TUN_F_CSUM | anyTcp | TUN_F_TSO_ECN | TUN_F_UFO | bothUdp
/** All bits. */
export const allOffloads = plainOffloads | TUN_F_UDP_TUNNEL_GSO | TUN_F_UDP_TUNNEL_GSO_CSUM
