import type { ClauseId } from '../../clause/clause.ts'
import type { FeatureName } from '../../feature/table.ts'
import { feature } from '../../feature/table.ts'
import { common, type FeatureSet, includes, noFeatures, union } from '../../kernel/bits.ts'
import type { Fault } from '../../kernel/step.ts'
import { refusal } from '../../kernel/step.ts'
import {
  VIRTIO_NET_HDR_F_DATA_VALID,
  VIRTIO_NET_HDR_F_NEEDS_CSUM,
  VIRTIO_NET_HDR_F_RSC_INFO,
  VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM,
  VIRTIO_NET_HDR_GSO_NONE,
  VIRTIO_NET_HDR_GSO_TCPV4,
  VIRTIO_NET_HDR_GSO_TCPV6,
  VIRTIO_NET_HDR_GSO_UDP,
  VIRTIO_NET_HDR_GSO_UDP_L4,
} from '../../wire/net-header-layout.ts'
import { kindOf, type Request, TUNNEL, tunnelOf } from './request.ts'

/** What each kind of segmentation takes, and what a driver breaks that asks for it without. */
const kinds: readonly (readonly [kind: number, needs: FeatureName, clause: ClauseId])[] = [
  [VIRTIO_NET_HDR_GSO_TCPV4, 'VIRTIO_NET_F_HOST_TSO4', 'net.tx.driver.9'],
  [VIRTIO_NET_HDR_GSO_TCPV6, 'VIRTIO_NET_F_HOST_TSO6', 'net.tx.driver.11'],
  [VIRTIO_NET_HDR_GSO_UDP, 'VIRTIO_NET_F_HOST_UFO', 'net.tx.driver.13'],
  [VIRTIO_NET_HDR_GSO_UDP_L4, 'VIRTIO_NET_F_HOST_USO', 'net.tx.driver.15'],
]

/** Every `gso_type` that there is, without the bits beside it. */
export const gsoKinds: readonly number[] = [VIRTIO_NET_HDR_GSO_NONE, ...kinds.map(([kind]) => kind)]

const segmenting = kinds.map(([, needs]) => feature(needs)).reduce(union)

/**
 * What a driver breaks by a request under these features, whatever the frame is. It is noted: what a device makes of it the text does
 * not say.
 */
export function breaches(request: Request, negotiated: FeatureSet): readonly Fault[] {
  const { flags, gsoSize, numBuffers } = request
  const kind = kindOf(request)
  const has = (name: FeatureName) => includes(negotiated, feature(name))
  const needs = kinds.find(([one]) => one === kind)
  const all: readonly (readonly [boolean, ClauseId, string])[] = [
    [numBuffers !== 0, 'net.tx.driver.4', `num_buffers is ${numBuffers}`],
    [flags !== 0 && !has('VIRTIO_NET_F_CSUM'), 'net.tx.driver.5', `flags is ${flags} without CSUM`],
    [
      needs !== undefined && !has(needs[1]),
      needs?.[2] ?? 'net.tx.driver.33',
      `gso_type is ${kind} without ${needs?.[1]}`,
    ],
    [
      request.gsoType !== VIRTIO_NET_HDR_GSO_NONE && common(negotiated, segmenting) === noFeatures,
      'net.tx.driver.33',
      `gso_type is ${request.gsoType} and no segmentation was negotiated`,
    ],
    [
      kind !== VIRTIO_NET_HDR_GSO_NONE && (flags & VIRTIO_NET_HDR_F_NEEDS_CSUM) === 0,
      'net.tx.driver.34',
      `gso_type is ${kind} without NEEDS_CSUM`,
    ],
    [kind !== VIRTIO_NET_HDR_GSO_NONE && gsoSize === 0, 'net.tx.driver.35', 'gso_size is 0'],
    [
      (flags & (VIRTIO_NET_HDR_F_DATA_VALID | VIRTIO_NET_HDR_F_RSC_INFO)) !== 0,
      'net.tx.driver.47',
      `flags is ${flags}: DATA_VALID and RSC_INFO are not the driver's`,
    ],
    ...tunnelBreaches(request, has),
  ]
  return all.filter(([is]) => is).map(([, clause, why]) => ({ ...refusal('driver', [clause], why), noted: true }))
}

/** What a driver breaks by a request for segments of what is in a UDP tunnel. */
function tunnelBreaches(
  request: Request,
  has: (name: FeatureName) => boolean,
): readonly (readonly [boolean, ClauseId, string])[] {
  const tunnel = tunnelOf(request)
  const sums = (request.flags & VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM) !== 0
  const asks = `gso_type is ${request.gsoType}`
  return [
    [
      tunnel !== 0 && !has('VIRTIO_NET_F_HOST_UDP_TUNNEL_GSO'),
      'net.tx.driver.19',
      `${asks} without HOST_UDP_TUNNEL_GSO`,
    ],
    [
      sums && !has('VIRTIO_NET_F_HOST_UDP_TUNNEL_GSO_CSUM'),
      'net.tx.driver.24',
      'UDP_TUNNEL_CSUM is set without HOST_UDP_TUNNEL_GSO_CSUM',
    ],
    [tunnel !== 0 && kindOf(request) === VIRTIO_NET_HDR_GSO_UDP, 'net.tx.driver.26', asks],
    [tunnel === TUNNEL, 'net.tx.driver.27', asks],
    [sums && tunnel === 0, 'net.tx.driver.28', 'UDP_TUNNEL_CSUM is set without a tunnel bit'],
    [
      tunnel !== 0 && (request.flags & VIRTIO_NET_HDR_F_DATA_VALID) !== 0,
      'net.tx.driver.48',
      'DATA_VALID is set beside a tunnel bit',
    ],
  ]
}
