import type { TunRequest } from '../../../model/tun/action.ts'

/** TUNSETIFF, on a `struct ifreq`. */
export const TUNSETIFF = 0x4004_54ca
/** TUNSETQUEUE, on a `struct ifreq`. */
export const TUNSETQUEUE = 0x4004_54d9

/** How an ioctl takes its argument: the number itself, an `int` that it reads, one that it writes, or a `struct ifreq` that it writes. */
export type Passing = 'value' | 'reads' | 'writes' | 'interface'

/** The other ioctls: numbers of `linux/if_tun.h`. */
export const requests: Readonly<Record<TunRequest, readonly [number: number, passing: Passing]>> = {
  TUNSETNOCSUM: [0x4004_54c8, 'value'],
  TUNSETPERSIST: [0x4004_54cb, 'value'],
  TUNSETOWNER: [0x4004_54cc, 'value'],
  TUNSETLINK: [0x4004_54cd, 'value'],
  TUNSETGROUP: [0x4004_54ce, 'value'],
  TUNGETFEATURES: [0x8004_54cf, 'writes'],
  TUNSETOFFLOAD: [0x4004_54d0, 'value'],
  TUNGETIFF: [0x8004_54d2, 'interface'],
  TUNGETSNDBUF: [0x8004_54d3, 'writes'],
  TUNSETSNDBUF: [0x4004_54d4, 'reads'],
  TUNGETVNETHDRSZ: [0x8004_54d7, 'writes'],
  TUNSETVNETHDRSZ: [0x4004_54d8, 'reads'],
  TUNSETIFINDEX: [0x4004_54da, 'reads'],
  TUNSETVNETLE: [0x4004_54dc, 'reads'],
  TUNGETVNETLE: [0x8004_54dd, 'writes'],
  TUNSETSTEERINGEBPF: [0x8004_54e0, 'reads'],
  TUNSETFILTEREBPF: [0x8004_54e1, 'reads'],
  TUNSETCARRIER: [0x4004_54e2, 'reads'],
  // No number of tun's is as high.
  unknown: [0x4004_54f0, 'reads'],
}
