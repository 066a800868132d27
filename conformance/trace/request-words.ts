import type { TransmitRequest } from '../../model/net/action.ts'
import {
  VIRTIO_NET_HDR_GSO_ECN,
  VIRTIO_NET_HDR_GSO_TCPV4,
  VIRTIO_NET_HDR_GSO_TCPV6,
  VIRTIO_NET_HDR_GSO_UDP,
  VIRTIO_NET_HDR_GSO_UDP_L4,
  VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV4,
  VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV6,
} from '../../model/wire/net-header-layout.ts'

const flagNames = ['NEEDS_CSUM', 'DATA_VALID', 'RSC_INFO', 'UDP_TUNNEL_CSUM'] as const
const gsoNames: Readonly<Record<number, string>> = {
  [VIRTIO_NET_HDR_GSO_TCPV4]: 'TCPV4',
  [VIRTIO_NET_HDR_GSO_TCPV6]: 'TCPV6',
  [VIRTIO_NET_HDR_GSO_UDP]: 'UDP',
  [VIRTIO_NET_HDR_GSO_UDP_L4]: 'UDP_L4',
}
const gsoBits: readonly (readonly [number, string])[] = [
  [VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV4, 'UDP_TUNNEL_IPV4'],
  [VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV6, 'UDP_TUNNEL_IPV6'],
  [VIRTIO_NET_HDR_GSO_ECN, 'ECN'],
]

function flagWords(flags: number): string {
  const names = flagNames.filter((_, bit) => (flags & (1 << bit)) !== 0)
  const rest = flags & ~0xf
  return [...names, ...(rest === 0 ? [] : [`0x${rest.toString(16)}`])].join('|')
}

function gsoWords(type: number): string {
  const bits = gsoBits.filter(([bit]) => (type & bit) !== 0)
  const kind = bits.reduce((rest, [bit]) => rest & ~bit, type)
  const name = kind === 0 ? [] : [gsoNames[kind] ?? `gso 0x${kind.toString(16)}`]
  return [...name, ...bits.map(([, word]) => word)].join('|')
}

/** What a driver asks for with a frame, behind a comma: the fields that are not zero. Nothing where nothing is asked for. */
export function requestWords(request: TransmitRequest = {}): string {
  const { flags = 0, gsoType = 0, ...numbers } = request
  const rest = Object.entries(numbers).filter(([, value]) => value !== 0)
  const words = [flagWords(flags), gsoWords(gsoType), ...rest.map(([name, value]) => `${snake(name)} ${value}`)]
  const said = words.filter((word) => word !== '')
  return said.length === 0 ? '' : `, asks for ${said.join(', ')}`
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
